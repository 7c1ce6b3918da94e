"""A book compiled: every table and every aggregate as files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from klantboek import tables
from klantboek.aggregates.aggregate import all_aggregates
from klantboek.aggregates.compute import install
from klantboek.book import Book
from klantboek.tables import LeftOut
from klantboek.tables.files import replaced, write


@dataclass(frozen=True)
class Compiled:
    """What was written: how many tables (and how many of them have rows), aggregates, and rows of tables."""

    folder: Path
    tables: int
    filled: int
    aggregates: int
    rows: int
    left_out: tuple[LeftOut, ...]


def compile_book(book: Book, folder: Path, told: Callable[[int, int], None] | None = None) -> Compiled:
    """Write every table and aggregate below ``folder``, as ``<format>/<name>.<format>``.

    ``told`` hears how many are written, and how many there are.

    The folder is replaced as a whole: whoever reads it sees the old files or the new ones.
    """
    found = tables.lines(book)
    connection = tables.empty()
    try:
        tables.fill(connection, found)
        install(connection, book.as_of, kept=True)
        with replaced(folder) as new:
            queries = [(table.name, _sorted(table)) for table in tables.all_tables()]
            queries += [(one.name, f"SELECT * FROM {tables.quoted(one.name)}") for one in all_aggregates()]  # noqa: S608 -- names are quoted
            for number, (name, query) in enumerate(queries, start=1):
                write(connection, name, query, new)
                if told:
                    told(number, len(queries))
    finally:
        connection.close()
    return Compiled(
        folder=folder,
        tables=len(found),
        filled=sum(map(bool, found.values())),
        aggregates=len(all_aggregates()),
        rows=sum(map(len, found.values())),
        left_out=tables.left_out(book),
    )


def _sorted(table: tables.Table) -> str:
    order = ", ".join(f"{tables.quoted(key.name)} NULLS FIRST" for key in table.keys)
    return f"SELECT * FROM {tables.quoted(table.name)} ORDER BY {order}"  # noqa: S608 -- names are quoted
