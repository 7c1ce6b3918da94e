"""A Book as relational tables, derived from the shapes of its records.

``connect(book)`` gives a database; ``all_tables()`` says what is in it, ``left_out(book)`` what is not.
"""

from klantboek.tables.connect import connect
from klantboek.tables.database import describe, empty, fill, literal, lock, quoted
from klantboek.tables.definition import all_tables
from klantboek.tables.left_out import REASONS, TOMBSTONE, LeftOut, left_out
from klantboek.tables.rows import lines
from klantboek.tables.table import Column, Holds, Table

__all__ = [
    "REASONS",
    "TOMBSTONE",
    "Column",
    "Holds",
    "LeftOut",
    "Table",
    "all_tables",
    "connect",
    "describe",
    "empty",
    "fill",
    "left_out",
    "lines",
    "literal",
    "lock",
    "quoted",
]
