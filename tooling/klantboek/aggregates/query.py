"""SQL that a user writes, over the tables and aggregates of a book."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from klantboek import tables
from klantboek.aggregates.aggregate import all_aggregates
from klantboek.aggregates.compute import install
from klantboek.book import Book
from klantboek.errors import KlantboekError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class QueryError(KlantboekError):
    """SQL that can't be run: one message, and the name that was most likely meant."""

    exit_code = 2

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        message = re.sub(r"^[A-Z][A-Za-z]+(?: [A-Za-z]+)? Error: ", "", lines[0] if lines else "it failed")
        super().__init__(f"The query can't be run: {message.rstrip('.!')}.", _help(text))


@dataclass(frozen=True)
class Answer:
    """What a query gives: the names of its columns, and its rows."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Entry:
    """A table or an aggregate in the list of what can be asked."""

    name: str
    rows: int
    description: str
    is_aggregate: bool


def query(book: Book, sql: str) -> Answer:
    """Run SQL over a book, shut off from files and the network. Raises QueryError."""
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    if not sql.isascii() and any("\ud800" <= one <= "\udfff" for one in sql):
        raise QueryError("it holds a byte that is no UTF-8")
    connection = _ready(book)
    try:
        connection.execute(sql)
        # Nothing but spaces or comments gives no description at all.
        names = tuple(str(column[0]) for column in connection.description or ())
        return Answer(names, connection.fetchall() if names else [])
    except duckdb.Error as error:
        raise QueryError(str(error)) from None
    finally:
        connection.close()


def contents(book: Book) -> list[Entry]:
    """Give every aggregate and every table with the number of its rows."""
    connection = _ready(book)
    try:
        said = [(one.name, one.answers["en"], True) for one in all_aggregates()]
        said += [(table.name, table.description, False) for table in tables.all_tables()]
        return [Entry(name, _count(connection, name), _line(text), is_one) for name, text, is_one in said]
    finally:
        connection.close()


def _ready(book: Book) -> "DuckDBPyConnection":
    connection = tables.connect(book)
    install(connection, book.as_of)
    tables.describe(connection)
    tables.lock(connection)
    return connection


def _count(connection: "DuckDBPyConnection", name: str) -> int:
    found = connection.execute(f"SELECT COUNT(*) FROM {tables.quoted(name)}").fetchone()  # noqa: S608 -- the name is quoted
    return int(found[0]) if found else 0


def _line(text: str) -> str:
    """Give the first sentence."""
    return re.split(r"(?<=[.?!])\s(?=[A-Z])", text, maxsplit=1)[0]


def _help(text: str) -> str:
    if "file system operations are disabled" in text or "disabled through configuration" in text:
        return "A query reads the book and nothing else: no files, no network."
    if "pytz" in text:
        return "A moment with a time zone can't be shown: cast it to DATE or to VARCHAR."
    if near := re.search(r"Did you mean \"([^\"]+)\"|Candidate bindings: (.+)", text):
        names = (near[1] and f'"{near[1]}"') or near[2].strip()
        return f"Did you mean {names}? `klantboek query` lists the tables, `klantboek query --schema TABLE` its columns."
    if re.search(r"syntax error at or near \"(?i:from|on|to|order)\"", text):
        return 'Columns named like words of SQL (from, on, to, order) stand in double quotes: select "from".'
    return "`klantboek query` lists the tables, `klantboek query --schema TABLE` its columns."
