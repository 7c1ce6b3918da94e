"""A book whose relations come off a shelf one by one, and are not made before somebody asks for them."""

from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol

from klantboek.book.book import RELATION, Book, Rest
from klantboek.book.files import reading_order
from klantboek.book.record import Record
from klantboek.book.usage import Use
from klantboek.findings import Finding
from klantboek.handbook.asking import ask
from klantboek.handbook.shelf import Card, Shelf, ShelvedRecord
from klantboek.linting.relations import Relations, number_of

# So many relations are read one by one, when somebody asks for them.
_ONE_BY_ONE = 500


class Cards(Protocol):
    """Gives the cards of relations."""

    def cards(self, file: str | None = None) -> Iterator[Card]:
        """Give the card of each relation, or that of one, in no particular order."""

    def stones(self) -> Iterable[str]:
        """Give the files of the relations that are gone."""


class ShelvedBook(Book):
    """A book whose relations are on a shelf; what is asked of it about them is noted.

    ``names`` are the files of relations, all of which have a card.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- a book, and where its relations are
        self,
        root: Path,
        as_of: date,
        strays: tuple[Finding, ...],
        rest: Rest,
        names: Relations,
        cards: Cards,
        shelf: Shelf,
    ) -> None:
        vars(self).update(root=root, as_of=as_of, strays=strays, rest=rest)
        vars(self).update(names=names, _cards=cards, _shelf=shelf, _near={})

    rest: Rest
    names: Relations
    _cards: Cards
    _shelf: Shelf
    _near: dict[str, ShelvedRecord]

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """All records in the order of their files; who wants few relations asks for these."""
        # Each has the texts of its names, which are held already: there are very many.
        cards, names = {card.file: card for card in self._cards.cards()}, self.names
        for number, file in ((one, file) for one in names.numbers for file in names.with_number(one)):
            if file not in self._near:
                card = cards.pop(file)._replace(file=file)
                self._near[file] = ShelvedRecord(card, number, self._shelf)
        relations = [self._near[name] for name in names.names]
        first = reading_order(relations[0].file) if relations else ()
        place = bisect(self.registers, first, key=lambda one: reading_order(one.file))
        return (*self.registers[:place], *relations, *self.registers[place:])

    def _record(self, card: Card) -> ShelvedRecord:
        return ShelvedRecord(card, number_of(card.file), self._shelf)

    @property
    def registers(self) -> tuple[Record, ...]:
        """The records that are no relations."""
        return self.rest.registers.records

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The place of each relation among all, by its number; of several with one number that of the first."""
        return {number: place for place, number in enumerate(self.names.numbers)}

    @cached_property
    def by_file(self) -> Mapping[str, Record]:
        """The records by their files."""
        return _ByFile(self)

    def relation(self, file: str) -> Record | None:
        """Give the relation in a file."""
        if file not in self.names:
            return None
        if len(self._near) > _ONE_BY_ONE:
            # Of so many it is quicker to have all of them.
            _ = self.records
        if file not in self._near:
            (card,) = self._cards.cards(file)
            self._near[file] = self._record(card)
        return self._near[file]

    def with_stones(self, numbers: Iterable[str]) -> tuple[Record, ...]:
        """Give the registers, the tombstones and the relations with these numbers, in the order of their files."""
        relations = [self.by_file[file] for file in {*self._cards.stones(), *files_with(self, numbers)}]
        return tuple(sorted((*self.registers, *relations), key=lambda one: reading_order(one.file)))

    def find(self, kind: str, name: str) -> Record | None:
        """Give the record with this id, also when it does not fit its schema."""
        if kind != RELATION:
            return super().find(kind, name)
        ask("number", name)
        file = next(self.names.with_number(name), None)
        return None if file is None else self.relation(file)

    def ids(self, kind: str) -> Collection[str]:
        """Give the ids of all records of a kind."""
        if kind == RELATION:
            ask("relations")
        return super().ids(kind)

    @property
    def uses(self) -> dict[str, Use]:
        """The fields that relations write, by path with dots."""
        ask("uses")
        return self.rest.uses


class _ByFile(Mapping[str, Record]):
    """The records of a book by their files."""

    def __init__(self, book: ShelvedBook) -> None:
        self._book = book
        self._registers = {record.file: record for record in book.registers}

    def __getitem__(self, file: str) -> Record:
        """Give the record in a file. Raises KeyError."""
        found = self._registers.get(file) or self._book.relation(file)
        if found is None:
            raise KeyError(file)
        return found

    def __contains__(self, file: object) -> bool:
        """Tell whether there is a record in a file."""
        return file in self._book.names or file in self._registers

    def __iter__(self) -> Iterator[str]:
        """Give the files."""
        yield from self._registers
        yield from self._book.names.names

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._registers) + len(self._book.names)


def files_with(book: Book, numbers: Iterable[str]) -> set[str]:
    """Give the files of the relations that have one of these numbers."""
    if isinstance(book, ShelvedBook):
        return {file for number in numbers for file in book.names.with_number(number)}
    wanted = frozenset(numbers)
    return {record.file for record in book.records if record.kind == RELATION and record.id in wanted}


def size_of(book: Book) -> int:
    """Count the relations of a book, for who asks nothing of them."""
    if isinstance(book, ShelvedBook):
        return len(book.names)
    return sum(record.kind == RELATION for record in book.records)
