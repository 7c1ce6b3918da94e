"""Some figures of a book alone; figures that are not made by SQL put among them; figures read back from files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.compute import Result, compute, install, with_read
from klantboek.aggregates.own import aggregates_of
from klantboek.book import Book
from klantboek.linting.sources import Source
from klantboek.tables import Column
from klantboek.tables.database import connected, load_lines
from klantboek.tables.files import replaced, write
from klantboek.tables.rows import text
from klantboek.tables.store import stored
from klantboek.tables.table import Holds

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Columns = Mapping[str, Sequence[Column]]


def results_in(folder: Path, aggregates: Iterable[Aggregate]) -> dict[str, Result]:
    """Read figures back from ``<folder>/parquet``."""
    connection = connected(None)
    try:
        found = {}
        for one in aggregates:
            file = tables.literal(str(folder / "parquet" / f"{one.name}.parquet"))
            rows = connection.execute(f"SELECT * FROM read_parquet({file})").fetchall()  # noqa: S608 -- a literal
            found[one.name] = Result(one, tuple(rows))
        return found
    finally:
        connection.close()


@dataclass(frozen=True)
class Figures:
    """Some figures of a book, the book without its relations, and the numbers of those."""

    registers: Book
    relations: tuple[str, ...]
    results: Mapping[str, Result]


def figures(source: Source, days: tuple[date | None, date | None], names: Sequence[str]) -> Figures:
    """Compute some aggregates of a book by their names, with as little as that takes.

    ``days`` are the day that counts as today, and today, as for ``book.load``, which says what is raised.
    """
    with stored(source, *days) as found:
        aggregates = aggregates_of(found.registers)
        by_name = {one.name: one for one in aggregates}
        needed = with_read((by_name[name] for name in names), aggregates)
        install(found.connection, found.registers.as_of, kept=True, aggregates=needed)
        results = {name: compute(found.connection, by_name[name]) for name in names}
        relations = found.connection.execute("SELECT id FROM relations ORDER BY id").fetchall()
        return Figures(found.registers, tuple(str(name) for (name,) in relations), results)


def write_results(folder: Path, results: Iterable[Result], columns: Columns) -> None:
    """Write figures as ``<format>/<name>.<format>``; the folder is replaced as a whole. Raises UnwritableError."""
    connection = connected(None)
    try:
        with replaced(folder) as new:
            for one in results:
                put(connection, one, columns[one.aggregate.name])
                name = tables.quoted(one.aggregate.name)
                write(connection, one.aggregate.name, f"SELECT * FROM {name}", new)  # noqa: S608 -- names are quoted
    finally:
        connection.close()


def put(connection: "DuckDBPyConnection", result: Result, columns: Sequence[Column]) -> None:
    """Make a table of a figure by its name."""
    name = tables.quoted(result.aggregate.name)
    kinds = ", ".join(f"{tables.quoted(one.name)} {one.holds.sql}" for one in columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({kinds})")
    if result.rows:
        load_lines(connection, name, columns, (_line(columns, row) for row in result.rows))


def _line(columns: Sequence[Column], row: Sequence[Any]) -> str:
    return ",".join(_cell(one, value) for one, value in zip(columns, row, strict=True))


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    return text(value) if column.holds in {Holds.TEXT, Holds.CURRENCY} else str(value)
