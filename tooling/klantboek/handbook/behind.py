"""Which relations are behind a row of a derived figure that does not name them itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import MOST
from klantboek.shapes import Shape, Type, shape_of

if TYPE_CHECKING:
    from klantboek.aggregates import Column, Result, Row, Value

_ORDERS = "relation.orders."
_LINES = "relation.orders.lines.product"
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]+")
# The day of an order as the name of the month, the year or the quarter it is in.
_TIMES = frozenset(["month", "year"])
_Found = Mapping[str, frozenset[str]]


class Behind:
    """The relations behind the rows of the figures of an edition; what was looked up is kept for all of them."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._values = cache(self._read)
        self.rows = cache(self._rows)

    def _rows(self, name: str) -> list[tuple[str, list[str]]]:
        """Give for each row of a figure the name of its page and the relations behind it, as far as it is shown.

        Empty where the rows name relations themselves, or can't be led back to any.
        """
        result = self._edition.results[name]
        if any(column.reference == "relation" for column in result.columns):
            return []
        if all(self._of(result, column) is None for column in self._keys(result)):
            return []
        return [
            (slug, self.of(result, row)) for slug, row in zip(slugs(result), result.rows[:MOST], strict=False)
        ]

    def of(self, result: "Result", row: "Row") -> list[str]:
        """Give the numbers of the relations behind a row: those that have every key of it in their record."""
        sets: list[frozenset[str]] = []
        for column in self._keys(result):
            found = self._of(result, column)
            if found is not None:
                sets.append(found.get(_named(column, row[result.position(column.name)]), frozenset()))
        return sorted(sets[0].intersection(*sets[1:])) if sets else []

    @staticmethod
    def _keys(result: "Result") -> "list[Column]":
        return [
            column
            for column in result.columns
            if column.name in result.aggregate.key and column.name != "currency"
        ]

    def _of(self, result: "Result", column: "Column") -> _Found | None:
        """Give the relations by the values of a key; None when it says nothing of relations."""
        if column.reference == "segment":
            return self._segments()
        told = self._told(column.name)
        if told is not None and (column.choices or column.reference):
            return told
        fields = [field for field in result.aggregate.fields if field.startswith("relation.")]
        if column.name in _TIMES:
            return self._union(
                _nearest(result, [one for one in fields if _is_day(one)]),
                len("2026-11") if column.name == "month" else len("2026"),
            )
        if column.reference:
            direct = [one for one in fields if _reference(one) == column.reference]
            if direct:
                return self._union([one for one in direct if one.startswith(_ORDERS)] or direct)
            through = [
                one
                for one in result.aggregate.fields
                if one.startswith("product.") and _reference(one) == column.reference
            ]
            return self._through(through[0]) if through else None
        alike = [one for one in fields if re.search(rf"[._]{re.escape(column.name)}$", one) and _is_text(one)]
        return self._union([one for one in alike if one.startswith(_ORDERS)] or alike) if alike else None

    def _segments(self) -> _Found:
        found: dict[str, set[str]] = {}
        for number, codes in self._edition.segments.items():
            for code in codes:
                found.setdefault(code, set()).add(number)
        return _frozen(found)

    def _told(self, name: str) -> _Found | None:
        """Give what another figure, with a row for each relation, says in a column of this name."""
        for result in self._edition.results.values():
            if result.aggregate.key == ("relation",) and any(
                column.name == name for column in result.columns
            ):
                found: dict[str, set[str]] = {}
                relation, place = result.position("relation"), result.position(name)
                for row in result.rows:
                    if row[place] is not None:
                        found.setdefault(str(row[place]), set()).add(str(row[relation]))
                return _frozen(found)
        return None

    def _union(self, fields: Iterable[str], length: int = 0) -> _Found | None:
        found: dict[str, set[str]] = {}
        known = False
        for field in fields:
            known = True
            for value, numbers in self._values(field).items():
                found.setdefault(value[:length] if length else value, set()).update(numbers)
        return _frozen(found) if known else None

    def _through(self, field: str) -> _Found:
        """Give the relations that bought a product with a value in one of its own properties."""
        found: dict[str, set[str]] = {}
        bought, name = self._values(_LINES), field.removeprefix("product.")
        for record in self._edition.book.records:
            value = record.document.value.get(name) if record.kind == "product" and record.fits else None
            if isinstance(value, str):
                found.setdefault(value, set()).update(bought.get(record.id, ()))
        return _frozen(found)

    def _read(self, field: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        steps = field.split(".")[1:]
        for record in self._edition.live_relations:
            for value in _below(record.document.value, steps):
                found.setdefault(str(value), set()).add(record.id)
        return found


def slugs(result: "Result") -> list[str]:
    """Give the name of the page of each row: what its keys say, as far as a file can be named so."""
    places = [result.position(key) for key in result.aggregate.key if key != "currency"]
    seen: dict[str, int] = {}
    made = []
    for row in result.rows:
        name = _NO_NAME.sub("-", "_".join(str(row[place]) for place in places)).strip("-.")[:80] or "row"
        seen[name.casefold()] = number = seen.get(name.casefold(), 0) + 1
        made.append(name if number == 1 else f"{name}~{number}")
    return made


def _frozen(found: Mapping[str, set[str]]) -> _Found:
    return {value: frozenset(numbers) for value, numbers in found.items()}


def _named(column: "Column", value: "Value") -> str:
    if isinstance(value, date) and column.name in _TIMES:
        return value.isoformat()[: len("2026-11") if column.name == "month" else len("2026")]
    return str(value)


def _nearest(result: "Result", fields: list[str]) -> list[str]:
    """Give the day that a figure is most likely about: of what it is named after, or else that of orders."""
    own = [one for one in fields if one.split(".")[1] in result.aggregate.name]
    orders = [one for one in fields if one == f"{_ORDERS}date"]
    return (own or orders or fields)[:1]


@cache
def _shape(field: str) -> Shape | None:
    kind, *steps = field.split(".")
    found: Shape | None = shape_of(kind)
    for step in steps:
        found = ((found.items or found).properties.get(step)) if found is not None else None
    return found


def _reference(field: str) -> str:
    shape = _shape(field)
    return (shape.reference or (shape.items.reference if shape.items else "")) if shape is not None else ""


def _is_day(field: str) -> bool:
    shape = _shape(field)
    return shape is not None and shape.type is Type.DATE


def _is_text(field: str) -> bool:
    shape = _shape(field)
    return shape is not None and shape.type is Type.TEXT and not shape.reference


def _below(value: Any, steps: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _below(item, steps)
    elif not steps:
        yield value
    elif isinstance(value, dict) and steps[0] in value:
        yield from _below(value[steps[0]], steps[1:])
