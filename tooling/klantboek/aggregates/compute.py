"""Aggregates computed over a book: each becomes a view in its database, and a Result."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate, Column, all_aggregates, file_of
from klantboek.aggregates.functions import define
from klantboek.aggregates.refusal import FigureError, fault_of
from klantboek.book import Book
from klantboek.errors import KlantboekError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Value = str | int | Decimal | bool | date | None
Row = tuple[Value, ...]

# A table with its alias, a list of such, and what a SELECT names itself: name AS (SELECT ...
_TABLE = r'"?[a-z_][a-z0-9_]*"?(?:\s+(?:AS\s+)?"?[a-z][a-z0-9_]*"?)?'
_READ = re.compile(rf"\b(?:FROM|JOIN)\s+((?-i:{_TABLE})(?:\s*,\s*(?-i:{_TABLE}))*)", re.IGNORECASE)
_NAMES = re.compile(r',\s*"?([a-z_][a-z0-9_]*)')
_MADE = re.compile(r"\b([a-z_][a-z0-9_]*)\s+AS\s+\(", re.IGNORECASE)


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
    rows: Sequence[Row]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, as the aggregate declares them."""
        return self.aggregate.columns

    def position(self, column: str) -> int:
        """Give where a column stands in a row."""
        return self._positions[column]

    def where(self, column: str, value: Value) -> Sequence[Row]:
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
    from klantboek.aggregates.own import aggregates_of  # noqa: PLC0415 -- it computes as well

    connection = tables.connect(book)
    try:
        aggregates = aggregates_of(book)
        install(connection, book.as_of, kept=True, aggregates=aggregates)
        return {one.name: compute(connection, one) for one in aggregates}
    finally:
        connection.close()


def install(
    connection: "DuckDBPyConnection",
    as_of: date,
    *,
    kept: bool = False,
    aggregates: Sequence[Aggregate] | None = None,
) -> None:
    """Make aggregates known by their names, so that ``compute``, other aggregates and SQL can read them.

    They are those of the program unless others are given. With ``kept`` each is computed now and its rows are
    kept; without, it is computed when it is read. Raises AggregateError, and FigureError for one of the program that
    the database refuses.
    """
    define(connection)
    for one in ordered(all_aggregates() if aggregates is None else aggregates):
        sql = re.sub(r"\$as_of\b", f"DATE '{as_of.isoformat()}'", one.sql)
        with explained(one):
            connection.execute(
                f"CREATE TEMP {'TABLE' if kept else 'VIEW'} {tables.quoted(one.name)} AS {sql}"
            )


@contextmanager
def explained(one: Aggregate) -> Iterator[None]:
    """Tell what the database says while it computes a figure: AggregateError where the data won't do, else FigureError.

    What it says of the SELECT of a book's own figure is left as it is: that was looked at before.
    """
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    try:
        yield
    except duckdb.DataError as error:
        raise AggregateError(one, str(error)) from error
    except (duckdb.ProgrammingError, duckdb.NotSupportedError) as error:
        if one.file:
            raise
        fault = fault_of(one.sql, one.first_line, str(error))
        said = replace(fault, message=f"DuckDB refuses it: {fault.message}")
        raise FigureError(file_of(one), [said]) from error


def compute(connection: "DuckDBPyConnection", aggregate: Aggregate) -> Result:
    """Give the rows of an aggregate in a database that has passed ``install`` with ``kept``."""
    rows = connection.execute(f"SELECT * FROM {tables.quoted(aggregate.name)}").fetchall()  # noqa: S608 -- names are quoted
    return Result(aggregate, tuple(rows))


def ordered(aggregates: Sequence[Aggregate]) -> tuple[Aggregate, ...]:
    """Give aggregates in an order in which each comes after those that it reads."""
    by_name = {one.name: one for one in aggregates}
    placed: dict[str, Aggregate] = {}

    def put(one: Aggregate) -> None:
        for name in sorted(words(one) & by_name.keys() - {one.name}):
            put(by_name[name])
        placed.setdefault(one.name, one)

    for one in aggregates:
        put(one)
    return tuple(placed.values())


def with_read(wanted: Iterable[Aggregate], among: Iterable[Aggregate]) -> list[Aggregate]:
    """Add to some aggregates those that they read, also through others."""
    by_name = {one.name: one for one in among}
    found: dict[str, Aggregate] = {}
    ahead = list(wanted)
    while ahead:
        one = ahead.pop()
        if one.name not in found:
            found[one.name] = one
            ahead += [by_name[name] for name in sorted(words(one) & by_name.keys())]
    return list(found.values())


@lru_cache(maxsize=1000)
def words(one: Aggregate) -> frozenset[str]:
    """Give the names of the tables and aggregates that a SELECT reads, in the words after FROM and JOIN."""
    named = {name for found in _READ.findall(one.sql) for name in _NAMES.findall(f",{found}")}
    return frozenset(named - set(_MADE.findall(one.sql)))
