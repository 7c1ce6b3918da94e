"""An edition of a book on disk: what was checked and computed before is at hand, and no relation is held."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klantboek.book.book import RELATION, Rest
from klantboek.book.files import BookFile
from klantboek.book.reading import quickest_record
from klantboek.book.record import Record
from klantboek.handbook.catalogue import words
from klantboek.handbook.digests import digest
from klantboek.handbook.edition import Edition
from klantboek.handbook.gleaning import TOGETHER, Plan, glean
from klantboek.handbook.index import Index
from klantboek.handbook.inputs import program
from klantboek.handbook.plan import plan_of
from klantboek.handbook.reading import read_for_pages
from klantboek.handbook.shelf import Shelf
from klantboek.handbook.shelved import ShelvedBook
from klantboek.handbook.stock import Stock
from klantboek.handbook.streamed import Ahead, streamed
from klantboek.handbook.sweeping import put_off
from klantboek.handbook.whole import edition
from klantboek.linting.kept import kept_file
from klantboek.linting.lint import Way, check_book
from klantboek.linting.open_book import RestlessBookError
from klantboek.linting.sources import FolderSource, content_id
from klantboek.yaml import Document, read, read_quickly

if TYPE_CHECKING:
    from klantboek.linting.checked import Checked

_KIND = "handbook.sqlite"
# Rows come a few at a time; what is sorted, or put together of all of them, may wait on disk.
_MEMORY = "64MB"


def edition_at(
    root: Path, as_of: date | None, today: date | None, language: str | None = None, audience: str = ""
) -> Edition:
    """Give an edition of a book on disk; for an audience that does not see everything the book is held whole.

    Let go of it with ``Edition.close``. Raises what ``book.load`` raises, and UnknownNameError for an audience.
    """
    if audience:
        return edition(read_for_pages(root, as_of, today), language, audience)
    return open_edition(root, as_of, today, language)


def open_edition(
    root: Path, as_of: date | None, today: date | None = None, language: str | None = None
) -> Edition:
    """Open an edition of everything in a book; let go of it with ``Edition.close``. Raises what ``book.load`` raises."""
    from klantboek.aggregates.findings import findings_beside  # noqa: PLC0415 -- the database takes its time to import
    from klantboek.predictions.ground import ground_of  # noqa: PLC0415 -- the same
    from klantboek.predictions.kept import figures  # noqa: PLC0415 -- the same
    from klantboek.tables.ledger_checks import bulk_of_ledgers  # noqa: PLC0415
    from klantboek.tables.store import State  # noqa: PLC0415 -- the same

    source = _Remembered(root)
    checked = check_book(
        source, as_of, today, None, Way(jobs=1, beside=findings_beside, bulk=bulk_of_ledgers, knows=True)
    )
    chosen = language or next(iter(checked.registers.settings.languages), "nl")
    words(chosen)
    source.learn(checked.known.contents)
    state = State(source, as_of, today, registers=checked.registers)
    with ExitStack() as held:
        found = held.enter_context(figures(state, memory=_MEMORY))
        ahead = Ahead(found)
        results = streamed(found, ahead)
        relations = checked.book.relations
        shelf = Shelf(lambda name: document_of(source.content(relations.file(name)), name))
        held.callback(shelf.close)
        plan = plan_of(checked.registers, [one.aggregate for one in results.values()])
        with put_off():
            index = _index(_Gleaning(source, checked, plan, shelf))
        held.callback(index.close)
        source.let_go()
        book = _book(checked, index, shelf)
        # With the texts of names that are held already: there are very many.
        contents = {name: checked.known.contents[name] for name in relations.names}
        stock = Stock(index, shelf, contents, found, ahead, held.pop_all(), book.places)
    return Edition(
        book,
        chosen,
        checked.findings,
        results,
        checked.known.duplicates,
        foreseen=ground_of(found),
        stock=stock,
    )


class _Remembered(FolderSource):
    """A book on disk of which the files are listed once, though several parts ask for them."""

    def files(self) -> Sequence[BookFile]:
        """Give the files in the order of the book."""
        return self._files

    @cached_property
    def _files(self) -> Sequence[BookFile]:
        return super().files()

    def known(self) -> Mapping[str, bytes]:
        """Give the ids of the files that git's index knows to be unchanged."""
        return self._known

    @cached_property
    def _known(self) -> Mapping[str, bytes]:
        return super().known()

    def learn(self, contents: Mapping[str, bytes]) -> None:
        """Take it that files are as they were read a moment ago: nobody need read them again to know that."""
        self._known = contents

    def let_go(self) -> None:
        """Forget the lists: nobody asks for them any more, and they take much room."""
        for name in ("_files", "_known"):
            vars(self).pop(name, None)


def document_of(content: bytes, name: str) -> Document:
    """Read a document the quick way where its text is ordinary; whether it fits its schema is not asked."""
    with suppress(UnicodeDecodeError):
        found = read_quickly(content.decode("utf-8"), name, _any)
        if found is not None:
            return found
    return read(content, name)


def _any(_: Any) -> bool:
    return True


@dataclass(frozen=True)
class _Gleaning:
    """How an index comes to hold what it must: see ``_index``."""

    source: _Remembered
    checked: "Checked"
    plan: Plan
    shelf: Shelf

    def fill(self, index: Index) -> None:
        """Take in what is new and leave out what is gone."""
        known, contents = index.contents(), self.checked.known.contents
        if known and known == contents:
            return
        index.forget([file for file, content in known.items() if contents.get(file) != content])
        new = [name for name in self.checked.book.relations.names if known.get(name) != contents[name]]
        # One step for a few of them, then the next step: see the page of a relation.
        for start in range(0, len(new), TOGETHER):
            records = [self._record(name) for name in new[start : start + TOGETHER]]
            for record in records:
                self.shelf.put_aside(record.file, record.document)
            gleaned = [glean(record, self.plan) for record in records]
            for record, one in zip(records, gleaned, strict=True):
                index.add(record.file, contents[record.file], one)
        index.settle()
        index.keep()

    def _record(self, name: str) -> Record:
        file = self.checked.book.relations.file(name)
        content = self.source.content(file)
        if content_id(content) != self.checked.known.contents[name]:
            raise RestlessBookError(self.source.root)
        fits = (
            name not in self.checked.known.noted or quickest_record(RELATION, file.stem, content, name).fits
        )
        return Record(RELATION, file.stem, document_of(content, name), fits)


def _index(gleaning: _Gleaning) -> Index:
    """Open the index that was kept and bring it up to date; an empty one where there is none, or it is damaged."""
    registers = gleaning.checked.registers.records
    told = digest([program(), repr(gleaning.plan), *(record.document.text for record in registers)])
    file = kept_file(gleaning.source.root, _KIND)
    try:
        return _filled(file, told, gleaning)
    except (sqlite3.Error, ValueError, TypeError, LookupError):
        if file is None:
            raise
        with suppress(OSError):
            file.unlink()
        return _filled(None, told, gleaning)


def _filled(file: Path | None, context: str, gleaning: _Gleaning) -> Index:
    index = Index(file, context)
    try:
        gleaning.fill(index)
    except BaseException:
        index.close()
        raise
    return index


def _book(checked: "Checked", index: Index, shelf: Shelf) -> ShelvedBook:
    """Give the book, with relations that are read when somebody asks for their values."""
    names = checked.book.relations
    rest = Rest(checked.registers, names.numbers, checked.known.uses)
    return ShelvedBook(checked.root, checked.as_of, checked.strays, rest, names, index, shelf)
