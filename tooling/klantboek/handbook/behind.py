"""Which relations are behind a row of a derived figure that does not name them itself."""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, reduce
from itertools import islice
from operator import or_
from typing import TYPE_CHECKING

from klantboek.book.record import Record
from klantboek.handbook.asking import Remembered, ask, asked_property
from klantboek.handbook.digests import digest
from klantboek.handbook.edition import Edition
from klantboek.handbook.lineage import TIMES, Way, keys, way
from klantboek.handbook.listing import MOST
from klantboek.handbook.packed import Activity
from klantboek.handbook.said import CURRENCIES, listed
from klantboek.handbook.shelved import ShelvedBook
from klantboek.handbook.streamed import each_once, picked

if TYPE_CHECKING:
    from klantboek.aggregates import Aggregate, Column, Result, Row, Value

_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_CURRENCY = "currency"
# The figures that have a row for each order, and for each of its lines; one that was taken back is bought by nobody.
_ORDERS, _ORDERED, _RETURNED = "order_totals", "order_lines", "returned"
# So many relations stand on a page.
FIRST = 500
_SOME = re.compile(rb"[^\0]")
# A set of relations: the bit at the place of each among all relations.
_Bits = int
_Found = Mapping[str, _Bits]


class Behind:
    """The relations behind the rows of the figures of an edition; what was looked up is kept for all of them."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._of = Remembered(self._values)
        self._bought = Remembered(self._bought_by)
        self._told = Remembered(self._told_by)
        self.rows = Remembered(self._rows)
        self._lines: dict[str, bytes] = {}
        self._leading: dict[str, list[tuple[Column, Way | None]]] = {}

    def _rows(self, name: str) -> list[tuple[str, int]]:
        """Give for each row of a figure the name of its page and how many relations are behind it, as far as it is shown.

        Empty where the rows name relations themselves, or can't be led back to any.
        """
        found = self._edition.memory.of(f"behind {name}", lambda: self._counted(name))
        return [(slug, size) for slug, size in found]

    def _counted(self, name: str) -> list[tuple[str, int]]:
        from klantboek.aggregates.untold import is_untold  # noqa: PLC0415 -- the database takes its time to import

        result = self._edition.results[name]
        if any(column.reference == "relation" for column in result.columns):
            return []
        if all(way is None for _, way in self._ways(result)):
            return []
        found = [
            (slug, 0 if is_untold(result.aggregate, row) else self._bits(result, row).bit_count())
            for slug, row in zip(slugs(result), result.rows[:MOST], strict=False)
        ]
        return found if any(size for _, size in found) else []

    def made_of(self, name: str) -> list[str]:
        """Name for each row of a figure what its page is made from: what the row and figures say, and who stands on it."""
        found: list[str] = self._edition.memory.of(f"lists {name}", lambda: self._lists(name))
        return found

    def _lists(self, name: str) -> list[str]:
        result, made, activity = self._edition.results[name], [], self.activity
        for (_, size), row in zip(self.rows(name), result.rows[:MOST], strict=False):
            first = self.first(result, row)[0] if size else ()
            made.append(digest([*row, size, b"".join([self._line(record, activity) for record in first])]))
        return made

    def _line(self, record: Record, activity: Mapping[str, "list[Value]"]) -> bytes:
        """Give what stands for what figures say of a relation in lists: it stands in many."""
        found = self._lines.get(record.file)
        if found is None:
            found = self._lines[record.file] = bytes.fromhex(digest([record.file, activity.get(record.id)]))
        return found

    @asked_property
    def activity(self) -> Activity:
        """What lists of relations say of each by figures, by its number."""
        return Activity(self._numbers, listed(self._edition.results, self._edition.book.settings.currency))

    def first(self, result: "Result", row: "Row") -> tuple[list[Record], int]:
        """Give the relations that have every key of a row in their record, those that bought most first, and how many more."""
        return self._first(self._bits(result, row))

    def members(self, segment: str) -> tuple[list[Record], int]:
        """Give the members of a segment, those that bought most first, and how many more."""
        return self._first(self._segments.get(segment, 0))

    def _first(self, bits: _Bits) -> tuple[list[Record], int]:
        relations = self._edition.listed
        size = bits.bit_count()
        if size < FIRST:
            places: Iterable[int] = sorted(_places(bits), key=self._ranks.__getitem__)
        else:
            data = bits.to_bytes(len(relations) // 8 + 1, "little")
            places = islice((one for one in self._by_turnover if data[one >> 3] >> (one & 7) & 1), FIRST)
        found = [relations[place] for place in places]
        return found, size - len(found)

    @asked_property
    def _by_turnover(self) -> "array[int]":
        """The places of the relations, those that bought most first, others by their number."""
        relations, bought = self._edition.listed, self._edition.turnovers
        places = sorted(
            range(len(relations)),
            key=lambda place: (-bought.get(relations[place].id, 0), relations[place].id),
        )
        return array("I", places)

    @asked_property
    def _ranks(self) -> "array[int]":
        """Where each place stands among those by turnover."""
        found = array("I", [0]) * len(self._by_turnover)
        for rank, place in enumerate(self._by_turnover):
            found[place] = rank
        return found

    def _bits(self, result: "Result", row: "Row") -> _Bits:
        """Give the relations that have every key of a row; what is said of orders, in one order or line of it."""
        found, bought = -1, list[tuple[Way, str]]()
        for column, leads in self._ways(result):
            if leads is not None:
                value = _named(column, row[result.position(column.name)])
                if leads.ordered:
                    bought.append((leads, value))
                else:
                    found &= self._found(column, leads).get(value, 0)
        paid = str(row[result.position(_CURRENCY)]) if _CURRENCY in result.aggregate.key else ""
        if not bought:
            return found & self._paying_in(paid)
        values = (*(value for _, value in bought), *([paid] if paid else ()))
        return found & self._bought(tuple(leads for leads, _ in bought), bool(paid)).get(values, 0)

    def _paying_in(self, currency: str) -> _Bits:
        """Give the relations that order in a currency; to the book's own belong those too that order in none."""
        if not currency or CURRENCIES not in self._edition.results:
            return -1
        paying = self._told(CURRENCIES, _CURRENCY)
        own = paying.get(currency, 0)
        if currency != self._edition.book.settings.currency:
            return own
        return own | ~reduce(or_, paying.values(), 0)

    def _bought_by(self, ways: tuple[Way, ...], is_paid: bool) -> Mapping[tuple[str, ...], _Bits]:  # noqa: FBT001 -- of this class alone
        """Give the relations by what one order of theirs, or a line of it, says: a value for each way, and the currency."""
        columns = [leads.ordered for leads in ways]
        result = self._edition.results.get(_ORDERED if "product" in columns else _ORDERS)
        found: dict[tuple[str, ...], array[int]] = {}
        numbers, named = self._numbers, [self._naming(leads) for leads in ways]
        for number, *values in each_once(
            result, ["relation", *columns, *([_CURRENCY] if is_paid else ())], _RETURNED
        ):
            if number in numbers:
                said = (
                    *(name(value) for name, value in zip(named, values, strict=False)),
                    *values[len(ways) :],
                )
                found.setdefault(said, array("I")).append(numbers[number])
        return {said: _bits(places) for said, places in found.items()}

    def _naming(self, leads: Way) -> "Callable[[Value], str]":
        """Give how a value of an order is named where a way leads."""
        if leads.through:
            own = self._properties(leads.through)
            return lambda value: own.get(str(value), "")
        return lambda value: str(value)[: leads.length] if leads.length else str(value)

    def _properties(self, field: str) -> Mapping[str, str]:
        """Give a property of each product that has it."""
        name = field.removeprefix("product.")
        return {
            record.id: value
            for record in self._edition.registers
            if record.kind == "product" and record.fits
            for value in [record.document.value.get(name)]
            if isinstance(value, str)
        }

    def _ways(self, result: "Result") -> "list[tuple[Column, Way | None]]":
        """Give where each key of a figure leads; it is the same for all of its rows."""
        one = result.aggregate
        if one.name not in self._leading:
            self._leading[one.name] = [(column, way(one, column, self._figures)) for column in keys(one)]
        return self._leading[one.name]

    @cached_property
    def _figures(self) -> "list[Aggregate]":
        return [result.aggregate for result in self._edition.results.values()]

    def _found(self, column: "Column", leads: Way) -> _Found:
        """Give the relations by the values of a key."""
        if leads.segments:
            return self._segments
        return self._told(leads.figure, column.name) if leads.figure else self._of(leads)

    @asked_property
    def _segments(self) -> _Found:
        return self._gathered(
            (code, number) for number, codes in self._edition.segments.items() for code in codes
        )

    def _told_by(self, figure: str, name: str) -> _Found:
        """Give what another figure, with a row for each relation, says in a column."""
        told = picked(self._edition.results[figure], [name, "relation"])
        return self._gathered((str(value), str(number)) for value, number in told if value is not None)

    def _gathered(self, pairs: Iterable[tuple[str, str]]) -> _Found:
        """Give the relations by value, from pairs of a value and a number."""
        found: dict[str, array[int]] = {}
        numbers = self._numbers
        for value, number in pairs:
            if number in numbers:
                found.setdefault(value, array("I")).append(numbers[number])
        return {value: _bits(places) for value, places in found.items()}

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """The place of each relation among all, by its number; of two with one number that of the first."""
        relations, book = self._edition.listed, self._edition.book
        if isinstance(book, ShelvedBook) and not book.names.several:
            return book.places
        return {relations[place].id: place for place in range(len(relations) - 1, -1, -1)}

    def _values(self, leads: Way) -> _Found:
        """Give the relations by what they say in some fields."""
        fields = [one for one, _ in self._edition.plan.seen]
        found: dict[str, array[int]] = {}
        for field in leads.fields:
            ask("said", str(fields.index(field)))
            for value, places in self._said[fields.index(field)].items():
                named = value[: leads.length] if leads.length else value
                found.setdefault(named, array("I")).extend(places)
        return {value: _bits(places) for value, places in found.items()}

    @cached_property
    def _said(self) -> list[dict[str, "array[int]"]]:
        """The places of the relations by what they say, for each field of the plan."""
        places = {record.file: place for place, record in enumerate(self._edition.listed)}
        found: list[dict[str, array[int]]] = [{} for _ in self._edition.plan.seen]
        for file, said in self._edition.index.said():
            for number, values in said.items():
                own = found[int(number)]
                for value in values:
                    own.setdefault(value, array("I")).append(places[file])
        return found


def slugs(result: "Result") -> list[str]:
    """Give the name of the page of each row that is shown: what its keys say, as far as a file can be named so."""
    places = [result.position(key) for key in result.aggregate.key if key != "currency"]
    seen: dict[str, int] = {}
    made = []
    for row in result.rows[:MOST]:
        name = _NO_NAME.sub("-", "_".join(str(row[place]) for place in places)).strip("-.")[:80] or "row"
        seen[name.casefold()] = number = seen.get(name.casefold(), 0) + 1
        made.append(name if number == 1 else f"{name}~{number}")
    return made


def _bits(places: Iterable[int]) -> _Bits:
    some = list(places)
    found = bytearray(max(some, default=0) // 8 + 1)
    for place in some:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def _places(bits: _Bits) -> Iterator[int]:
    data = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    # Most bytes of a small set are nought, and the search for another passes over those by itself.
    for found in _SOME.finditer(data):
        byte = data[found.start()]
        for bit in range(8):
            if byte >> bit & 1:
                yield 8 * found.start() + bit


def _named(column: "Column", value: "Value") -> str:
    if isinstance(value, date) and column.name in TIMES:
        return value.isoformat()[: TIMES[column.name]]
    return str(value)
