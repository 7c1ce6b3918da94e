"""The pages of an edition rendered and written: only those that may be other than they were, or were changed since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from klantboek.book.book import RELATION
from klantboek.book.files import reading_order
from klantboek.book.record import Record
from klantboek.handbook import found_pages
from klantboek.handbook.asking import EVERYTHING, in_short, noted
from klantboek.handbook.disk import Disk, Written
from klantboek.handbook.edition import Edition
from klantboek.handbook.inputs import Inputs
from klantboek.handbook.kept import Kept, Made, Noted, site_file
from klantboek.handbook.near import TOGETHER
from klantboek.handbook.nearby import nearby
from klantboek.handbook.news import News, of_kind
from klantboek.handbook.output import Output, in_parts
from klantboek.handbook.page import Page, relation_pages
from klantboek.handbook.renaming import renamer
from klantboek.handbook.searched import Searched
from klantboek.handbook.searching import print_search
from klantboek.handbook.shelved import size_of
from klantboek.handbook.site import Site
from klantboek.shapes import KINDS

if TYPE_CHECKING:
    from collections.abc import Container

    from jinja2 import Environment

# So many relations are at hand at a time.
_AT_ONCE = 500
# The search index is kept under the name of its first file; it tells of every relation what it is found by.
_SEARCH, _FOUND_BY = "search/index.js", frozenset([EVERYTHING, "search", "relations"])
_RELATIONS = KINDS[RELATION].folder
Told = Callable[[int], None]


@dataclass(frozen=True)
class Press:
    """What pages are rendered with, and the folder that they go to."""

    site: Site
    env: "Environment"
    folder: Path

    @cached_property
    def output(self) -> Output:
        """The folder as something that files are written to."""
        return Output(self.folder)

    def page(self, page: Page) -> Written:
        """Render and write a page; give how it stands on disk."""
        return Written.of(page.file, self.output.write(page.file, self.site.render(self.env, page)))

    def again(self, file: str, change: Callable[[str], str]) -> Written:
        """Write a page that stands as it was left with something else in it."""
        parts = in_parts((self.folder / file).read_bytes())
        return Written.of(file, self.output.write(file, map(change, parts)))


@dataclass(frozen=True)
class Before:
    """What is known of the last build: what is kept of it, and what changed since.

    ``frame`` names all that pages have in common: the templates, the short menu, the title, the registers. ``menu``
    names the whole menu, which pages about the whole book have.
    """

    kept: Kept
    news: News
    frame: str
    menu: str = ""


class Printer:
    """A build of an edition into a folder: see the module."""

    def __init__(self, press: Press, edition: Edition, before: Before, disk: Disk) -> None:
        self._press = press
        self._edition = edition
        self._kept = before.kept
        self._frame = before.frame
        self._menu = before.menu
        self._disk = disk
        is_framed = before.kept.state.get("frame") == before.frame
        everything = before.news.names | {EVERYTHING}
        self._news = before.news if is_framed else replace(before.news, names=everything)
        # How many pages the relations have.
        self._size = 0

    def relations(self, told: Told) -> int:
        """Write the pages of relations; give how many there are."""
        edition = self._edition
        sound = self._standing()
        wanted = None if self._news.is_everything else nearby(edition, self._news, self._kept)
        if wanted is not None and sound is edition.files:
            records = [edition.files[file] for file in sorted(wanted, key=reading_order)]
        else:
            every = edition.relations
            records = [one for one in every if wanted is None or one.file in wanted or one.file not in sound]
        inputs, done = Inputs(edition, self._frame), size_of(edition.book) - len(records)
        told(done)
        for start in range(0, len(records), _AT_ONCE):
            some = records[start : start + _AT_ONCE]
            edition.take(some)
            self._some(inputs, some, sound)
            told(done + start + len(some))
        # Nobody else asks for what stands for the figures about every relation.
        vars(self).pop("_abouts", None)
        if edition.stock is not None:
            edition.stock.let_go()
        return self._size

    def _standing(self) -> "Container[str]":
        """Give the relations whose pages stand as they were left, and count those pages."""
        before = self._kept.state
        if self._has_the_same and self._disk.claim_all(_RELATIONS, before.get("stands", "")):
            self._size = before["size"]
            return self._edition.files
        files, found = self._edition.files, set()
        for file, lines in self._kept.relations():
            if file in files and self._disk.claim(lines):
                self._size += len(lines)
                found.add(file)
        return found

    @cached_property
    def _has_the_same(self) -> bool:
        """Whether there are the same relations as in the last build."""
        return not self._news.concerns(["relations"])

    @cached_property
    def _abouts(self) -> Mapping[str, str] | None:
        """What stands for the figures about each relation, by its number; None when it is what is kept."""
        return self._edition.figure_digests() if self._news.is_everything else self._news.abouts

    def _some(self, inputs: Inputs, some: Sequence[Record], sound: "Container[str]") -> None:
        """Write the pages of some relations that are made from something else by now, or do not stand as they did."""
        known = self._kept.made([record.file for record in some])
        abouts = self._abouts
        if abouts is None:
            abouts = {record.id: known[record.file].about for record in some if record.file in known}
        found = []
        for record, made_from, about in inputs.of(some, abouts):
            before = known.get(record.file) if record.file in sound else None
            if before is None or before.made != made_from:
                lines = before.lines if before is not None else []
                found.append((record, Made(made_from, about, lines)))
        for start in range(0, len(found), TOGETHER):
            self._few(found[start : start + TOGETHER])

    def _few(self, some: Sequence[tuple[Record, Made]]) -> None:
        """Write the pages of a few relations; of what was made before there are its lines, where it stands."""
        pages = relation_pages(self._edition, [record for record, _ in some])
        for record, made in some:
            self._disk.leave(made.lines)
            written = [self._page(page) for page in pages[record.file]]
            self._kept.note(record.file, made.made, made.about, written)
            self._size += len(written) - len(made.lines)

    def whole(self, pages: Sequence[Page], told: Told) -> int:
        """Write the pages about the whole book; give how many there are."""
        # These rows are kept, and a page that has them may be told of new names only.
        self._kept.forget_rows(of_kind(self._news.names, "link"))
        has_menu = self._kept.state.get("menu") == self._menu
        for number, page in enumerate(pages, start=1):
            last = self._kept.whole(page.file) if has_menu else None
            if last is None or self._is_of_another(page, last) or not self._disk.claim(last.found):
                self._make(page)
            elif self._news.touches(last):
                if self._news.is_told(last):
                    self._rename(page, last)
                else:
                    self._make(page)
            told(number)
        return len(pages)

    def _make(self, page: Page) -> None:
        with noted() as asked:
            written = self._page(page)
        names = in_short(asked)
        self._kept.note_whole(page.file, [*names, page.made_of] if page.made_of else names, [written])

    def _is_of_another(self, page: Page, last: Noted) -> bool:
        """Tell whether a page is made of something else by now that it does not ask for."""
        return bool(page.made_of and self._news.names) and page.made_of not in last.asked

    def _rename(self, page: Page, last: Noted) -> None:
        written = self._press.again(page.file, self._renamer)
        self._disk.written([written])
        self._kept.note_whole(page.file, last.asked, [written])

    @cached_property
    def _renamer(self) -> Callable[[str], str]:
        return renamer(self._edition, self._news)

    def search(self, pages: str) -> None:
        """Write the search index: the script with pages that are no records, and those with the records."""
        found = self._press.output.write(found_pages.FILE, [pages])
        self._disk.written([Written.of(found_pages.FILE, found)])
        last = self._kept.whole(_SEARCH)
        if last is not None and not self._news.concerns(_FOUND_BY) and self._disk.claim(last.found):
            return
        folder = self._press.folder
        searched = Searched(site_file(self._edition.book.project, folder, "search"))
        files = print_search(self._edition, self._press.output, folder, searched)
        self._disk.written(files)
        self._kept.note_whole(_SEARCH, _FOUND_BY, files)

    def _page(self, page: Page) -> Written:
        written = self._press.page(page)
        self._disk.written([written])
        return written

    def finish(self, pages: Sequence[Page]) -> None:
        """Remove what is left over of other editions, and keep what the next build must know."""
        self._disk.clear()
        stands = {"stands": self._disk.claimed(_RELATIONS), "size": self._size}
        state = {**self._news.state, "frame": self._frame, "menu": self._menu, **stands}
        files = None if self._has_the_same else self._edition.files
        self._kept.save(files, [_SEARCH, *(page.file for page in pages)], state)
