"""Aggregates computed over a book: each becomes a view in its database, and a Result."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate, Column, all_aggregates
from klantboek.aggregates.functions import define
from klantboek.book import Book
from klantboek.errors import KlantboekError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Value = str | int | Decimal | bool | date | None
Row = tuple[Value, ...]


class AggregateError(KlantboekError):
    """A derived figure that can't be computed over this book."""

    exit_code = 9

    def __init__(self, aggregate: Aggregate, reason: str) -> None:
        super().__init__(
            f"The aggregate {aggregate.name} can't be computed: {reason.splitlines()[0]}",
            "An amount or a quantity in the book is most likely far too large: run klantboek lint.",
        )


@dataclass(frozen=True, eq=False)
class Result:
    """The rows of an aggregate, in their order; each has a value for each of ``columns``.

    Values are str, int, bool, date, Decimal (percentages, points) or None, never float. Money is an int in
    minor units of the currency in the row's ``currency`` column.
    """

    aggregate: Aggregate
    rows: tuple[Row, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, as the aggregate declares them."""
        return self.aggregate.columns

    def position(self, column: str) -> int:
        """Give where a column stands in a row."""
        return self._positions[column]

    def where(self, column: str, value: Value) -> tuple[Row, ...]:
        """Give the rows with a value in a column (``where("relation", "R-00001")``), in their order."""
        if column not in self._found:
            place = self.position(column)
            index: dict[Value, list[Row]] = defaultdict(list)
            for row in self.rows:
                index[row[place]].append(row)
            self._found[column] = {key: tuple(rows) for key, rows in index.items()}
        return self._found[column].get(value, ())

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {column.name: place for place, column in enumerate(self.columns)}

    @cached_property
    def _found(self) -> dict[str, dict[Value, tuple[Row, ...]]]:
        return {}


def compute_all(book: Book) -> dict[str, Result]:
    """Compute every aggregate over a book, on its own day; by name."""
    connection = tables.connect(book)
    try:
        install(connection, book.as_of, kept=True)
        return {one.name: compute(connection, one) for one in all_aggregates()}
    finally:
        connection.close()


def install(connection: "DuckDBPyConnection", as_of: date, *, kept: bool = False) -> None:
    """Make every aggregate known by its name, so that ``compute``, other aggregates and SQL can read it.

    With ``kept`` each is computed now and its rows are kept; without, it is computed when it is read.
    """
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    define(connection)
    for one in in_order():
        sql = re.sub(r"\$as_of\b", f"DATE '{as_of.isoformat()}'", one.sql)
        try:
            connection.execute(f"CREATE {'TABLE' if kept else 'VIEW'} {tables.quoted(one.name)} AS {sql}")
        except duckdb.DataError as error:
            raise AggregateError(one, str(error)) from error


def compute(connection: "DuckDBPyConnection", aggregate: Aggregate) -> Result:
    """Give the rows of an aggregate in a database that has passed ``install`` with ``kept``."""
    rows = connection.execute(f"SELECT * FROM {tables.quoted(aggregate.name)}").fetchall()  # noqa: S608 -- names are quoted
    return Result(aggregate, tuple(rows))


@cache
def in_order() -> tuple[Aggregate, ...]:
    """Give every aggregate after those that it reads."""
    by_name = {one.name: one for one in all_aggregates()}
    placed: dict[str, Aggregate] = {}

    def place(one: Aggregate) -> None:
        for name in sorted(set(re.findall(r"\b[a-z_]+\b", one.sql)) & by_name.keys() - {one.name}):
            place(by_name[name])
        placed.setdefault(one.name, one)

    for one in all_aggregates():
        place(one)
    return tuple(placed.values())
