"""A Book as an embedded database in memory."""

from typing import TYPE_CHECKING

from klantboek.book import Book
from klantboek.book.book import RELATION
from klantboek.tables.database import empty, fill
from klantboek.tables.definition import roots
from klantboek.tables.ledger_rows import put_ledgers
from klantboek.tables.rows import lines

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connect(book: Book) -> "DuckDBPyConnection":
    """Give a database with every table of the book; close it after use.

    It can still write files: call ``lock`` before it runs SQL that somebody else wrote.
    """
    connection = empty()
    fill(connection, lines(book))
    top = next(top for top in roots() if top.kind == RELATION)
    put_ledgers(connection, book, top, book.settings.currency)
    return connection
