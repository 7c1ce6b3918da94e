"""A Book as an embedded database in memory."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from klantboek.tables.definition import all_tables
from klantboek.tables.table import Column

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# One row of the widest table can hold nearly a whole file; the reader must have room for it.
_LONGEST_LINE = 8 * 1024 * 1024


def empty() -> "DuckDBPyConnection":
    """Give a database in which every table exists and none has rows."""
    connection = connected(None)
    create(connection)
    return connection


def connected(file: Path | None, *, read_only: bool = False) -> "DuckDBPyConnection":
    """Open a database as it is: in a file, or in memory."""
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    # One thread: rows come out in the order they went in, and the files are the same on every machine.
    # Every column of every table takes a block at least: with those of 256 KiB an empty book takes 50 MB.
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "default_block_size": "65536",
        "autoinstall_known_extensions": False,
    }
    connection = duckdb.connect(str(file or ":memory:"), read_only=read_only, config=config)
    connection.execute("SET TimeZone = 'UTC'")
    # Its own bar would stand among ours.
    connection.execute("SET enable_progress_bar = false")
    return connection


def can_name(file: Path) -> bool:
    """Tell whether a database can be at a path: only names in UTF-8 reach it."""
    return not any("\ud800" <= one <= "\udfff" for one in str(file))


def create(connection: "DuckDBPyConnection") -> None:
    """Make every table, without rows."""
    for table in all_tables():
        create_table(connection, quoted(table.name), table.columns)


def fill(connection: "DuckDBPyConnection", found: dict[str, list[str]]) -> None:
    """Load lines of CSV into their tables; inserting row by row takes a thousand times as long."""
    for table in all_tables():
        if rows := found.get(table.name):
            load_lines(connection, quoted(table.name), table.columns, rows)


def load_lines(
    connection: "DuckDBPyConnection", name: str, columns: Sequence[Column], rows: Iterable[str]
) -> None:
    """Load lines of CSV into a table, by its name as SQL writes it."""
    with TemporaryDirectory(prefix="klantboek-") as folder:
        file = Path(folder, "rows.csv")
        file.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
        connection.execute(_reading(name, columns, file))


def load_file(connection: "DuckDBPyConnection", name: str, columns: Sequence[Column], file: Path) -> None:
    """Load a file of CSV into a table, by its name as SQL writes it."""
    connection.execute(_reading(name, columns, file))


def create_table(connection: "DuckDBPyConnection", name: str, columns: Iterable[Column]) -> None:
    """Make a table without rows in the place of what is there, by its name as SQL writes it."""
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({_columns(columns)})")


def describe(connection: "DuckDBPyConnection") -> None:
    """Add what the schemas say about tables and columns as comments."""
    for table in all_tables():
        connection.execute(f"COMMENT ON TABLE {quoted(table.name)} IS {literal(table.description)}")
        for column in table.columns:
            name = f"{quoted(table.name)}.{quoted(column.name)}"
            connection.execute(f"COMMENT ON COLUMN {name} IS {literal(column.description)}")


def lock(connection: "DuckDBPyConnection", open_: Path | None = None) -> None:
    """Shut the database off from files and the network, for good; all but one folder to write to, if one is given."""
    if open_ is not None:
        # Statistics count rows that are gone too, and what they say of a column would be seen in the files.
        connection.execute("SET disabled_optimizers = 'statistics_propagation'")
        connection.execute(f"SET allowed_directories = [{literal(f'{open_}/')}]")
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


def _reading(name: str, columns: Sequence[Column], file: Path) -> str:
    types = ", ".join(f"{literal(column.name)}: '{column.holds.sql}'" for column in columns)
    return (
        f"INSERT INTO {name} SELECT * FROM read_csv({literal(str(file))},"  # noqa: S608 -- names and literals are quoted
        f" columns = {{{types}}}, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
        f" new_line = '\\n', nullstr = '', allow_quoted_nulls = false, comment = '', strict_mode = true,"
        f" parallel = false, max_line_size = {_LONGEST_LINE})"
    )
