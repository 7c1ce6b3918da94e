"""A book compiled without identity: numbers replaced, days coarsened, free text gone, small groups left out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate, Column
from klantboek.aggregates.compute import Result, compute, install
from klantboek.aggregates.files import Columns, put
from klantboek.aggregates.own import aggregates_of
from klantboek.aggregates.untold import (
    groups_people,
    hidden,
    numbered,
    smallest_of,
    untold,
)
from klantboek.book import Book
from klantboek.linting.sources import Source
from klantboek.tables.anonymous import NAMING, codes, known, month, pseudonym, select
from klantboek.tables.files import replaced, write
from klantboek.tables.store import stored

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Of one relation a number of days says on which day something was; in steps of a month it doesn't.
_DAYS = 30
_TIMES = {"month", "year"}
_NUMBERS = (
    "BOOLEAN",
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UBIGINT",
    "DECIMAL",
    "DOUBLE",
    "FLOAT",
)


@dataclass(frozen=True)
class More:
    """Figures that are not made by SQL: from which others, how, and what their columns hold."""

    reads: tuple[str, ...]
    columns: Columns
    make: Callable[[Book, Mapping[str, Result]], Mapping[str, Result]]


@dataclass(frozen=True)
class Anonymous:
    """What was written, and what was left out: ``rows`` of small groups, and figures that don't count people."""

    folder: Path
    as_of: date
    smallest: int
    tables: int
    figures: int
    rows: int
    left_out: tuple[str, ...]


def compile_anonymous(
    source: Source, days: tuple[date | None, date | None], folder: Path, key: str, more: More | None = None
) -> Anonymous:
    """Write the tables and figures of a book without identity below ``folder``, as ``<format>/<name>.<format>``.

    ``days`` are the day that counts as today, and today, as for ``book.load``. ``key`` is a secret of this run
    alone: with the same one the same pseudonyms come out, and nobody who lacks it can try numbers out.
    """
    with stored(source, *days) as found:
        connection, book = found.connection, found.registers
        aggregates = aggregates_of(book)
        install(connection, book.as_of, kept=True, aggregates=aggregates)
        made = _made(connection, book, aggregates, more)
        allowed = codes(book)
        writer = _Writer(connection, book, key, allowed)
        with replaced(folder) as new:
            for table in tables.all_tables():
                write(connection, table.name, select(table, key, allowed), new)
            for one in (*aggregates, *made):
                writer.write(one, new)
        return Anonymous(
            folder,
            book.as_of,
            writer.smallest,
            len(tables.all_tables()),
            len(aggregates) + len(made) - len(writer.left_out),
            writer.rows,
            tuple(writer.left_out),
        )


def _made(
    connection: "DuckDBPyConnection", book: Book, aggregates: Sequence[Aggregate], more: More | None
) -> list[Aggregate]:
    if more is None:
        return []
    results = {one.name: compute(connection, one) for one in aggregates if one.name in more.reads}
    made = more.make(book, results)
    for name, result in made.items():
        put(connection, result, more.columns[name])
    return [result.aggregate for result in made.values()]


class _Writer:
    """Writes figures; ``rows`` counts those of small groups, ``left_out`` are figures that don't count people."""

    def __init__(
        self, connection: "DuckDBPyConnection", book: Book, key: str, allowed: Mapping[str, Sequence[str]]
    ) -> None:
        self._connection = connection
        self._key = key
        self._allowed = allowed
        self._book = book
        self.smallest = smallest_of(book)
        self.rows = 0
        self.left_out: list[str] = []

    def write(self, one: Aggregate, folder: Path) -> None:
        """Write a figure, or note that it has no place here."""
        grouped = groups_people(one)
        if grouped and not one.people:
            self.left_out.append(one.name)
            return
        gone = sorted(untold(compute(self._connection, one), self._book, outside=True)) if grouped else []
        self.rows += len(gone)
        kept = list(self._kept(one, gone, grouped=grouped))
        names = ", ".join(f"{expression} AS {tables.quoted(name)}" for name, expression in kept)
        # The order of a file is that of what stands in it: the order of relations would tell who is who.
        order = ", ".join(str(number) for number in range(1, len(kept) + 1))
        rows = numbered(tables.quoted(one.name))
        write(self._connection, one.name, f"SELECT {names} FROM {rows} ORDER BY {order}", folder)  # noqa: S608 -- names are quoted

    def _kept(self, one: Aggregate, gone: Sequence[int], *, grouped: bool) -> Iterator[tuple[str, str]]:
        described = self._connection.execute(f"DESCRIBE {tables.quoted(one.name)}").fetchall()
        kinds = {str(name): str(kind) for name, kind, *_ in described}
        for column in one.columns:
            expression = self._expression(
                column, kinds[column.name], is_key=column.name in one.key, grouped=grouped
            )
            if expression and gone and column.name not in one.key:
                expression = hidden(expression, gone)
            if expression:
                yield column.name, expression

    def _expression(self, column: Column, kind: str, *, is_key: bool, grouped: bool) -> str:
        """Give the SQL of a column; "" when it is left out."""
        name = tables.quoted(column.name)
        if column.reference in NAMING:
            return pseudonym(column.reference, name, self._key)
        if kind == "VARCHAR":
            if column.name in {"currency", *_TIMES}:
                return name
            otherwise = pseudonym(column.name, name, self._key) if is_key else "NULL"
            return known(name, tuple(column.choices) or self._allowed.get(column.reference, ()), otherwise)
        if kind == "DATE":
            return month(name)
        if not kind.startswith(_NUMBERS):
            # Lists and moments of a book's own figures: nobody said what stands in them.
            return ""
        is_time = column.unit == "days" or column.name.startswith("days_")
        if is_time and not grouped:
            return f"CAST(FLOOR({name} / {_DAYS}) * {_DAYS} AS BIGINT)"
        return name
