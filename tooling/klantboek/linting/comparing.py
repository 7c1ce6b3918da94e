"""What a search for duplicates takes of a book: by what lint keeps, and without reading the book as a whole."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from klantboek.book import Book
from klantboek.duplicates.features import Features
from klantboek.linting.bringing import Progress, bring_up_to_date, opened
from klantboek.linting.examine import Examiner
from klantboek.linting.kept import kept_file, version
from klantboek.linting.open_book import OpenBook
from klantboek.linting.relations import number_of
from klantboek.linting.sources import FolderSource
from klantboek.linting.store import Store


@dataclass(frozen=True)
class Stream:
    """The features of the relations that are compared; they are read each time that somebody goes through them."""

    store: Store
    book: OpenBook

    def __iter__(self) -> Iterator[Features]:
        """Give those of relations with a number of their own: two files of one number can't be told apart by it."""
        for text in self.store.features():
            found = Features.read(json.loads(text))
            if self.book.relations.own(found.id) is not None:
                yield found


@dataclass(frozen=True)
class Comparable:
    """A book to be searched for duplicates."""

    book: OpenBook
    store: Store

    @property
    def features(self) -> Stream:
        """What is compared."""
        return Stream(self.store, self.book)

    @cached_property
    def compared(self) -> int:
        """How many relations are compared: those that fit and are no tombstones."""
        return self.store.compared()

    @cached_property
    def _misfits(self) -> frozenset[str]:
        return frozenset(name for name, result in self.store.results() if result.misfit)

    @property
    def misfits(self) -> int:
        """How many relations are not compared because they don't fit."""
        return len(self._misfits)

    @property
    def contents(self) -> dict[str, bytes]:
        """The ids of what the files of relations that fit hold, by number, where that has one file."""
        own = self.book.relations.own
        return {
            number_of(name): content
            for name, content in self.store.contents().items()
            if content and name not in self._misfits and own(number_of(name)) is not None
        }

    def part(self, numbers: Iterable[str] = ()) -> Book:
        """Give a book of all registers, the relations that judgements are about, and those with these numbers."""
        return self.book.part(self.book.judged(numbers))


@contextmanager
def comparable(
    root: Path, as_of: date | None, today: date | None, told: Progress | None = None
) -> Iterator[Comparable]:
    """Give a book on disk to search; the day is chosen as ``book.load`` chooses it, and raises what it raises.

    What lint kept is used, on whatever day and with whatever registers that was, and left as it was.
    """
    book = OpenBook(FolderSource(root), as_of, today)
    file = kept_file(root)
    with ExitStack() as stack:
        yield Comparable(
            book, _store(stack, book, file if file is not None and file.is_file() else None, told)
        )


def _store(stack: ExitStack, book: OpenBook, file: Path | None, told: Progress | None) -> Store:
    """Give what is known of the relations: by what is in the file, or without it when that can't be used."""
    examiner = Examiner(book.registers, book.relations.numbers, (), compares=True)
    stated, names = {"version": version()}, book.relations.names
    try:
        store = stack.enter_context(opened(file, stated, names, borrowed=file is not None))
        bring_up_to_date(store, book, examiner, None, told)
    except (sqlite3.Error, ValueError, LookupError, TypeError):
        if file is None:
            raise
        return _store(stack, book, None, told)
    return store
