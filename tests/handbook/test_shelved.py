"""Relations that come off a shelf when somebody asks for them, beside the same ones held."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from klantboek.book import Book
from klantboek.book.book import RELATION, Rest
from klantboek.book.files import BookFile, reading_order
from klantboek.book.record import Record
from klantboek.handbook.links import PageFiles
from klantboek.handbook.shelf import Card, Shelf
from klantboek.handbook.shelved import ShelvedBook
from klantboek.linting.relations import Relations, number_of
from klantboek.yaml import Document, read

_ONE = ("relations/R-00001.yaml", "relations/R-00002.yaml", "relations/a/R-00003.yaml")


class _Cards:
    """Cards of relations without names; counts how often somebody asked."""

    def __init__(self, files: Sequence[str]) -> None:
        self.files = files
        self.asked = 0

    def stones(self) -> Sequence[str]:
        """Give the last of the files."""
        return self.files[-1:]

    def cards(self, file: str | None = None) -> Iterator[Card]:
        """Give the cards, in no particular order."""
        self.asked += 1
        return (Card(one, "", fits=True, is_stone=False) for one in sorted(self.files) if file in {None, one})


def _nothing(name: str) -> Document:
    return read(b"", name)


def _book(small: Book, files: Sequence[str]) -> tuple[ShelvedBook, Book, _Cards]:
    """Give a book of the registers of another and relations in these files: on a shelf, and held."""
    registers = [one for one in small.records if one.kind != RELATION]
    relations = [Record(RELATION, number_of(file), _nothing(file), fits=True) for file in files]
    every = sorted((*registers, *relations), key=lambda one: reading_order(one.file))
    held = replace(small, records=tuple(every))
    names = Relations(str(small.root), (BookFile(str(small.root), one, one, RELATION, "") for one in files))
    rest = Rest(replace(small, records=tuple(registers)), names.numbers)
    cards = _Cards(files)
    shelf = Shelf(_nothing)
    shelf.close()
    return ShelvedBook(Path("records"), small.as_of, (), rest, names, cards, shelf), held, cards


def test_the_book_is_in_its_order(small_book: Book) -> None:
    """All records come as in a book that is held, and one that somebody has already stays the same."""
    shelved, held, _ = _book(small_book, _ONE)
    second = shelved.find(RELATION, "R-00002")
    assert [one.file for one in shelved.records] == [one.file for one in held.records]
    assert second is not None
    assert any(one is second for one in shelved.records)
    assert {file: one.id for file, one in shelved.by_file.items()} == {
        one.file: one.id for one in held.records
    }
    assert shelved.relation(_ONE[1]) is second


def test_many_are_had_together(small_book: Book) -> None:
    """Who asks for one after the other has them one by one at first, and then all of them at once."""
    files = [f"relations/R-{number:05}.yaml" for number in range(1, 2001)]
    shelved, _, cards = _book(small_book, files)
    found = [shelved.by_file[file] for file in files]
    assert [one.file for one in found] == files
    assert 1 < cards.asked < len(files) / 2
    assert shelved.by_file[files[0]] is found[0]


def test_names_are_held_once(small_book: Book) -> None:
    """A relation has the very texts by which the book knows its file and its number, also of two with one number."""
    files = (*_ONE, "relations/b/R-00003.yaml")
    shelved, _, cards = _book(small_book, files)
    cards.files = ["".join([*file]) for file in files]
    found = [one for one in shelved.records if one.kind == RELATION]
    assert [one.file for one in found] == [*files]
    assert all(one.file is name for one, name in zip(found, shelved.names.names, strict=True))
    numbers = {number: number for number in shelved.names.numbers}
    assert all(one.id is numbers[one.id] for one in found)


def test_a_part_has_what_is_gone_and_what_is_wanted(small_book: Book) -> None:
    """Registers, tombstones and the relations with some numbers come in the order of their files, none twice."""
    shelved, held, _ = _book(small_book, _ONE)
    found = shelved.with_stones(["R-00001", "R-00003", "R-00009"])
    expected = [one.file for one in held.records if one.file != _ONE[1]]
    assert [one.file for one in found] == expected


def test_what_nobody_asks_for_is_not_made(small_book: Book) -> None:
    """A relation that is not there, a register and the number of relations cost no look at any card."""
    shelved, _, cards = _book(small_book, _ONE)
    assert shelved.find(RELATION, "R-00009") is None
    assert "relations/R-00009.yaml" not in shelved.by_file
    assert "book.yaml" in shelved.by_file
    assert shelved.find("book", "book") is not None
    assert len(shelved.by_file) == len(_ONE) + len(shelved.registers)
    assert cards.asked == 0


@pytest.mark.parametrize(
    "files",
    [
        _ONE,
        (),
        ("relations/R-00001.yaml", "relations/a/R-00001.yaml"),
        ("relations/R-00001.yaml", "relations/r-00001.yaml"),
        ("relations/R-00001.yaml", "relations/R-00001~2.yaml", "relations/a/R-00001.yaml"),
    ],
)
def test_pages_are_those_of_a_book_that_is_held(small_book: Book, files: Sequence[str]) -> None:
    """No two relations share a page, whether all of them were looked at or their numbers alone."""
    shelved, held, _ = _book(small_book, files)
    apart, every = PageFiles(shelved), PageFiles(held)
    assert [apart.of(one) for one in shelved.records] == [every.of(one) for one in held.records]
    assert [apart.has(every.of(one)) for one in held.records if "~" in every.of(one)] == [
        True for one in held.records if "~" in every.of(one)
    ]
