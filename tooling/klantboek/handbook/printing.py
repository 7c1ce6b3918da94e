"""The pages of an edition rendered and written: only those that may be other than they were, or were changed since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from klantboek.book.record import Record
from klantboek.handbook.asking import EVERYTHING, in_short, noted
from klantboek.handbook.disk import Disk
from klantboek.handbook.edition import Edition
from klantboek.handbook.facets import number_of
from klantboek.handbook.inputs import Inputs
from klantboek.handbook.kept import Kept, Written, site_file
from klantboek.handbook.nearby import nearby
from klantboek.handbook.news import News
from klantboek.handbook.output import Output
from klantboek.handbook.page import Page, relation_pages
from klantboek.handbook.searched import Searched
from klantboek.handbook.searching import print_search
from klantboek.handbook.site import Site
from klantboek.handbook.sweeping import put_off

if TYPE_CHECKING:
    from jinja2 import Environment

# So many relations are at hand at a time.
_AT_ONCE = 500
# The search index is kept under the name of its first file; it tells of every relation what it is found by.
_SEARCH, _FOUND_BY = "search/index.js", frozenset([EVERYTHING, "search", "relations"])
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
        return self.text(page.file, self.site.render(self.env, page))

    def text(self, file: str, text: str) -> Written:
        """Write a file; give how it stands on disk."""
        return Written.of(file, self.output.write(file, text))


@dataclass(frozen=True)
class Before:
    """What is known of the last build: what is kept of it, and what changed since.

    ``frame`` names all that pages have in common: the templates, the menu, the title, the registers.
    """

    kept: Kept
    news: News
    frame: str


class Printer:
    """A build of an edition into a folder: see the module."""

    def __init__(self, press: Press, edition: Edition, before: Before, disk: Disk) -> None:
        self._press = press
        self._edition = edition
        self._kept = before.kept
        self._frame = before.frame
        self._disk = disk
        is_framed = before.kept.state().get("frame") == before.frame
        everything = before.news.names | {EVERYTHING}
        self._news = before.news if is_framed else replace(before.news, names=everything)

    def relations(self, told: Told) -> int:
        """Write the pages of relations; give how many there are."""
        edition, every = self._edition, self._edition.relations
        sound = self._standing()
        if self._news.is_everything:
            wanted = {record.file for record in every}
        else:
            wanted = nearby(edition, self._news, self._kept)
        records = [record for record in every if record.file in wanted or record.file not in sound]
        inputs = Inputs(edition, self._frame, self._abouts() if records else {})
        told(len(every) - len(records))
        for start in range(0, len(records), _AT_ONCE):
            some = records[start : start + _AT_ONCE]
            edition.take(some)
            # Pages leave no garbage that points in circles; to look for it took a twelfth of the time.
            with put_off():
                self._some(inputs, some, sound)
            told(len(every) - len(records) + start + len(some))
        return sum(sound.values())

    def _standing(self) -> dict[str, int]:
        """Give how many pages each relation has, of those whose pages stand as they were left."""
        files = self._edition.files
        kept = ((file, pages) for file, pages in self._kept.relations() if file in files)
        return {file: len(pages) for file, pages in kept if self._disk.claim(pages)}

    def _abouts(self) -> Mapping[str, str]:
        """Give what stands for the figures about each relation, by its number."""
        if self._news.abouts is not None:
            return self._news.abouts
        if self._news.is_everything:
            return self._edition.figure_digests()
        return {number_of(file): about for file, about in self._kept.abouts().items()}

    def _some(self, inputs: Inputs, some: Sequence[Record], sound: dict[str, int]) -> None:
        """Write the pages of some relations that are made from something else by now, or do not stand as they did."""
        known = self._kept.made([record.file for record in some])
        for record, made_from, about in inputs.of(some):
            before, old = known.get(record.file, ("", []))
            if record.file not in sound or before != made_from:
                self._disk.leave(old if record.file in sound else ())
                pages = [self._page(page) for page in relation_pages(self._edition, record)]
                self._kept.note(record.file, made_from, about, pages)
                sound[record.file] = len(pages)

    def whole(self, pages: Sequence[Page], told: Told) -> int:
        """Write the pages about the whole book; give how many there are."""
        before = self._kept.whole()
        for number, page in enumerate(pages, start=1):
            last = before.get(page.file)
            if last is None or self._news.concerns(last.asked) or not self._disk.claim(last.found):
                with noted() as asked:
                    written = self._page(page)
                self._kept.note_whole(page.file, in_short(asked), [written])
            told(number)
        return len(pages)

    def search(self) -> None:
        """Write the search index."""
        last = self._kept.whole().get(_SEARCH)
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
        state = {**self._news.state, "frame": self._frame}
        self._kept.save(self._edition.files, [_SEARCH, *(page.file for page in pages)], state)
