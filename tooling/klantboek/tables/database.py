"""A Book as an embedded database in memory."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from klantboek.book import Book
from klantboek.tables.definition import all_tables
from klantboek.tables.rows import lines
from klantboek.tables.table import Column, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# One row of the widest table can hold nearly a whole file; the reader must have room for it.
_LONGEST_LINE = 8 * 1024 * 1024


def connect(book: Book) -> "DuckDBPyConnection":
    """Give a database with every table of the book; close it after use.

    It can still write files: call ``lock`` before it runs SQL that somebody else wrote.
    """
    connection = empty()
    fill(connection, lines(book))
    return connection


def empty() -> "DuckDBPyConnection":
    """Give a database in which every table exists and none has rows."""
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    # One thread: rows come out in the order they went in, and the files are the same on every machine.
    connection = duckdb.connect(":memory:", config={"threads": 1, "autoinstall_known_extensions": False})
    connection.execute("SET TimeZone = 'UTC'")
    for table in all_tables():
        connection.execute(f"CREATE TABLE {quoted(table.name)} ({_columns(table.columns)})")
    return connection


def fill(connection: "DuckDBPyConnection", found: dict[str, list[str]]) -> None:
    """Load lines of CSV into their tables; inserting row by row takes a thousand times as long."""
    with TemporaryDirectory(prefix="klantboek-") as folder:
        for table in all_tables():
            if rows := found.get(table.name):
                file = Path(folder, f"{table.name}.csv")
                file.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
                connection.execute(_reading(table, file))


def describe(connection: "DuckDBPyConnection") -> None:
    """Add what the schemas say about tables and columns as comments."""
    for table in all_tables():
        connection.execute(f"COMMENT ON TABLE {quoted(table.name)} IS {literal(table.description)}")
        for column in table.columns:
            name = f"{quoted(table.name)}.{quoted(column.name)}"
            connection.execute(f"COMMENT ON COLUMN {name} IS {literal(column.description)}")


def lock(connection: "DuckDBPyConnection") -> None:
    """Shut the database off from files and the network, for good."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def quoted(name: str) -> str:
    """Give a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Give a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _columns(columns: Iterable[Column]) -> str:
    return ", ".join(f"{quoted(column.name)} {column.holds.sql}" for column in columns)


def _reading(table: Table, file: Path) -> str:
    types = ", ".join(f"{literal(column.name)}: '{column.holds.sql}'" for column in table.columns)
    return (
        f"INSERT INTO {quoted(table.name)} SELECT * FROM read_csv({literal(str(file))},"  # noqa: S608 -- names and literals are quoted
        f" columns = {{{types}}}, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
        f" new_line = '\\n', nullstr = '', allow_quoted_nulls = false, comment = '', strict_mode = true,"
        f" parallel = false, max_line_size = {_LONGEST_LINE})"
    )
