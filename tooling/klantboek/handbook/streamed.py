"""Figures whose rows stay in their database: those about some relations at a time, the others when they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, overload

from klantboek.aggregates import Result
from klantboek.aggregates.rough import told_on_page
from klantboek.handbook.asking import ask
from klantboek.predictions.results import all_predictions
from klantboek.shapes import KINDS
from klantboek.tables.database import literal, quoted

if TYPE_CHECKING:
    from klantboek.aggregates import Aggregate, Row, Value
    from klantboek.aggregates.figures import Figures

_ABOUT = "relation"


class Ahead:
    """The rows about the relations that pages are being made of; of each figure they are read once for all of these."""

    def __init__(self, figures: "Figures") -> None:
        self._figures = figures
        self._numbers: frozenset[str] = frozenset()
        self._rows: dict[tuple[str, str], Mapping[str, Sequence[Row]]] = {}
        self._others: dict[tuple[str, str, str], Sequence[Row]] = {}

    def take(self, numbers: Sequence[str]) -> None:
        """Turn to other relations."""
        self._numbers = frozenset(numbers)
        self._rows.clear()
        self._others.clear()

    def rows(self, figure: str, column: str, number: str) -> "Sequence[Row]":
        """Give the rows of a figure that name a relation in a column."""
        if number in self._numbers:
            found = self._rows.get((figure, column))
            if found is None:
                found = self._rows[figure, column] = self._figures.about(figure, self._numbers, column)
            return found.get(number, ())
        key = figure, column, number
        if key not in self._others:
            self._others[key] = self._figures.about(figure, [number], column).get(number, ())
        return self._others[key]


class _Rows(Sequence["Row"]):
    """All rows of a figure, read from the database each time that somebody goes through them."""

    def __init__(self, figures: "Figures", name: str, where: str = "") -> None:
        self._figures = figures
        self._name = name
        self._where = where
        self._size = -1

    def __len__(self) -> int:
        if self._size < 0:
            self._size = self._figures.count(self._name, self._where)
        return self._size

    def __iter__(self) -> "Iterator[Row]":
        return self._figures.rows(self._name, self._where)

    @overload
    def __getitem__(self, place: int) -> "Row": ...
    @overload
    def __getitem__(self, place: slice) -> "Sequence[Row]": ...
    def __getitem__(self, place: int | slice) -> "Row | Sequence[Row]":
        """Give a row, or some; the first ones without reading the others."""
        if isinstance(place, slice) and place.stop is not None and place.stop >= 0:
            return list(self._figures.rows(self._name, self._where, place.stop))[place]
        return list(self)[place]


class Streamed(Result):
    """A figure of which the rows stay where they are."""

    def __init__(self, figures: "Figures", name: str, ahead: Ahead) -> None:
        one = figures.aggregates[name]
        naming = {_ABOUT, *(column.name for column in one.columns if column.reference == _ABOUT)}
        vars(self).update(
            aggregate=one, _all=_Rows(figures, name), _ahead=ahead, _figures=figures, _naming=naming
        )

    _all: _Rows
    _figures: "Figures"
    _ahead: Ahead
    _naming: set[str]

    @property
    def rows(self) -> "Sequence[Row]":
        """The rows, in their order."""
        ask("figure", self.aggregate.name)
        return self._all

    def where(self, column: str, value: "Value") -> "Sequence[Row]":
        """Give the rows with a value in a column, in their order; about a relation as its page tells them."""
        name = self.aggregate.name
        if column in self._naming and value is not None:
            ask("about", str(value))
            return self._ahead.rows(name, column, str(value))
        if column == parting(self.aggregate):
            ask("part", f"{name} {value}")
        else:
            ask("figure", name)
        if isinstance(value, str):
            return _Rows(self._figures, name, f"{quoted(column)} = {literal(value)}")
        place = self.position(column)
        return [row for row in self.rows if row[place] == value]

    def picked(self, columns: Sequence[str], where: str) -> Iterator[tuple[Any, ...]]:
        """Give some columns of the rows of a condition."""
        ask("figure", self.aggregate.name)
        return self._figures.columns(self.aggregate.name, *columns, where=where)

    def each_once(self, columns: Sequence[str], but: str) -> Iterator[tuple[Any, ...]]:
        """Give what the rows without a mark say in some columns, each once: see ``each_once``."""
        ask("figure", self.aggregate.name)
        return self._figures.columns(
            self.aggregate.name, *columns, where=f"NOT {quoted(but)}", is_each_once=True
        )

    def tallied(self, column: str, of: str, where: str) -> Iterator[tuple[Any, ...]]:
        """Give the values of a column in the rows of a condition: see ``tallied``."""
        ask("figure", self.aggregate.name)
        return self._figures.tallied(self.aggregate.name, column, of, where)

    def summed(self, column: str, where: str) -> int:
        """Give the sum of a column over the rows of a condition."""
        ask("figure", self.aggregate.name)
        return self._figures.summed(self.aggregate.name, column, where)


def parting(one: "Aggregate") -> str:
    """Give the column by which pages ask for some rows of a figure: that of the record that each is about; else ""."""
    keys = [column for column in one.columns if column.name in one.key and column.name != "currency"]
    kind = keys[0].reference if len(keys) == 1 else ""
    return keys[0].name if kind in KINDS and kind != _ABOUT else ""


def about(result: Result, column: str, number: str) -> "Sequence[Row]":
    """Give the rows of a figure that name a relation in a column, as the page of a relation tells them."""
    rows = result.where(column, number)
    return rows if isinstance(result, Streamed) else told_on_page(result, rows)


def picked(result: Result | None, columns: Sequence[str], currency: str = "") -> Iterator[tuple[Any, ...]]:
    """Give some columns of each row of a figure, or of each row in a currency; nothing of a figure that isn't there."""
    if result is None:
        return iter(())
    if isinstance(result, Streamed):
        return result.picked(columns, _paid_in(currency))
    places = [result.position(name) for name in columns]
    rows = result.where("currency", currency) if currency else result.rows
    return (tuple(row[place] for place in places) for row in rows)


def each_once(result: Result | None, columns: Sequence[str], but: str) -> Iterator[tuple[Any, ...]]:
    """Give what rows say in some columns, each once, of those that a column doesn't mark; nothing of a figure that isn't there."""
    if isinstance(result, Streamed):
        return result.each_once(columns, but)
    rows = picked(result, [*columns, but])
    return iter(dict.fromkeys(tuple(values) for *values, is_marked in rows if not is_marked))


def tallied(result: Result, column: str, of: str, currency: str = "") -> Iterator[tuple[Any, ...]]:
    """Give each value of a column in the order in which they first come, how many rows have it, and their sum of another.

    Rows without either don't count; without another column ("") there is no sum.
    """
    if isinstance(result, Streamed):
        return result.tallied(column, of, _paid_in(currency))
    found: dict[Any, tuple[int, Any]] = {}
    for value, size in picked(result, [column, of or column], currency):
        if value is not None and size is not None:
            count, total = found.get(value, (0, 0))
            found[value] = count + 1, (total + size if of else None)
    return ((value, count, total) for value, (count, total) in found.items())


def summed(result: Result, column: str, currency: str, after: date, until: date) -> int:
    """Give the sum of a column over the rows in a currency that are of later than one day and no later than another."""
    if isinstance(result, Streamed):
        days = f"date > DATE '{after}' AND date <= DATE '{until}'"
        return result.summed(column, f"{_paid_in(currency)} AND {days}")
    found = picked(result, [column, "date"], currency)
    return sum(size for size, day in found if size is not None and day is not None and after < day <= until)


def _paid_in(currency: str) -> str:
    return f"currency = {literal(currency)}" if currency else ""


def streamed(figures: "Figures", ahead: Ahead) -> dict[str, Result]:
    """Give every figure by its name."""
    predicted = {one.name for one in all_predictions()}
    order = sorted(
        figures.aggregates, key=lambda name: (name in predicted, bool(figures.aggregates[name].file), name)
    )
    return {name: Streamed(figures, name, ahead) for name in order}
