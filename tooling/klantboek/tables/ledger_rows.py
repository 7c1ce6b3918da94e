"""Ledgers put into the tables of relations, beside what the records of relations say themselves."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from klantboek.book import Book
from klantboek.book.beside import SideFile
from klantboek.linting.sources import content_id
from klantboek.tables.database import load_file, quoted
from klantboek.tables.ledger_checks import is_usable
from klantboek.tables.ledgers import KINDS, Item, kind_of, ledgers_of, read_ledger
from klantboek.tables.rows import add_item, text
from klantboek.tables.spool import Spool
from klantboek.tables.table import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What ledgers tell is counted from here on, so that it never changes places with what a record tells.
FIRST = 1_000_000
_A_GATHERING = 5_000


@dataclass(frozen=True)
class Counted:
    """How many items of a ledger are in the tables, and how many are left out, with why.

    Their positions are those after ``first``.
    """

    file: str
    first: int
    taken: int
    wrong: int
    strange: int
    known: int = 0

    def told(self) -> Iterator[tuple[int, str]]:
        """Give how many are left out, by reason."""
        yield self.wrong, "they don't fit their schema"
        yield self.strange, "the book has no such relation"
        yield self.known, "the record of the relation has them too"


def ledger_tables(top: Table) -> list[Table]:
    """Give the tables that ledgers add to, by the table of relations."""
    return [table for child in top.children if child.steps[0] in KINDS for table in child.walk()]


def of_ledgers(table: Table) -> str:
    """Give the condition that holds for the rows of ledgers in a table."""
    return f"{quoted(table.keys[1].name)} > {FIRST}"


def digest_of(connection: "DuckDBPyConnection", book: Book) -> str:
    """Name all that the rows of ledgers depend on: their files, the relations, and the orders of the records."""
    found = hashlib.sha256()
    files = ledgers_of(book)
    for file in files:
        found.update(f"{file.name} ".encode("utf-8", "surrogatepass"))
        found.update(content_id(_content(file)))
    if files:
        for query in (
            "SELECT COUNT(*), bit_xor(hash(id)) FROM relations",
            f"SELECT COUNT(*), bit_xor(hash(relation, number)) FROM relations_orders WHERE orders_position <= {FIRST}",  # noqa: S608 -- a number
        ):
            found.update(repr(connection.execute(query).fetchone()).encode())
    return found.hexdigest()


def _content(file: SideFile) -> bytes:
    try:
        return file.read()
    except OSError:
        return b""


def put_ledgers(
    connection: "DuckDBPyConnection", book: Book, top: Table, currency: str
) -> tuple[list[Counted], set[str]]:
    """Put the rows of all ledgers in the place of those that were there; give what was done, and the tables."""
    tables = ledger_tables(top)
    changed = set()
    for table in tables:
        done = connection.execute(f"DELETE FROM {quoted(table.name)} WHERE {of_ledgers(table)}").fetchone()  # noqa: S608 -- names are quoted
        if done and done[0]:
            changed.add(table.name)
    files = ledgers_of(book)
    if not files:
        return [], changed
    filling = _Filling(connection, top, currency)
    counted = [filling.put(file) for file in files]
    for child in top.children:
        key = KINDS[child.steps[0]][1] if child.steps[0] in KINDS else ""
        if key:
            _take_out_known(connection, child, key)
    return [_less_known(connection, one) for one in counted], changed | filling.changed


def _take_out_known(connection: "DuckDBPyConnection", table: Table, key: str) -> None:
    """Take out what the record of the relation tells as well, so that nothing counts twice."""
    relation, position = (quoted(column.name) for column in table.keys)
    name, number = quoted(table.name), quoted(key)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE ledger_known AS SELECT {relation} AS relation, {position} AS position"  # noqa: S608 -- names are quoted
        f" FROM {name} SEMI JOIN (SELECT {relation}, {number} FROM {name} WHERE NOT {of_ledgers(table)}) told"
        f" USING ({relation}, {number}) WHERE {of_ledgers(table)}"
    )
    for one in table.walk():
        connection.execute(
            f"DELETE FROM {quoted(one.name)} t USING ledger_known k"  # noqa: S608 -- names are quoted
            f" WHERE t.{relation} = k.relation AND t.{position} = k.position"
        )


def _less_known(connection: "DuckDBPyConnection", one: Counted) -> Counted:
    query = "SELECT COUNT(*) FROM ledger_known WHERE position > $first AND position <= $last"
    row = connection.execute(query, {"first": one.first, "last": one.first + one.taken}).fetchone()
    known = int(row[0]) if row else 0
    return replace(one, taken=one.taken - known, known=known)


class _Filling:
    """Items on their way to the tables; relations are known by their numbers."""

    def __init__(self, connection: "DuckDBPyConnection", top: Table, currency: str) -> None:
        self.changed: set[str] = set()
        self._connection = connection
        self._currency = currency
        self._tables = {child.steps[0]: child for child in top.children if child.steps[0] in KINDS}
        self._all = ledger_tables(top)
        self._position = FIRST
        rows = connection.execute("SELECT id FROM relations").fetchall()
        self._relations = frozenset(str(row[0]) for row in rows)

    def put(self, file: SideFile) -> Counted:
        """Put the items of one ledger into the tables."""
        kind = kind_of(file)
        counts = {"taken": 0, "wrong": 0, "strange": 0}
        first = self._position
        with Spool(table.name for table in self._all) as spool:
            for item in read_ledger(file):
                state = self._state(kind, item) if isinstance(item, Item) else "wrong"
                counts[state] += 1
                if state == "taken" and isinstance(item, Item):
                    self._position += 1
                    keys = f"{text(item.relation)},{self._position}"
                    add_item(self._tables[kind], item.value, keys, self._currency, spool.lines)
                    if counts["taken"] % _A_GATHERING == 0:
                        spool.flush()
            for table in self._all:
                if rows := spool.file(table.name):
                    load_file(self._connection, quoted(table.name), table.columns, rows)
                    self.changed.add(table.name)
        return Counted(file.name, first, **counts)

    def _state(self, kind: str, item: Item) -> str:
        if item.relation not in self._relations:
            return "strange"
        return "taken" if is_usable(kind, item) else "wrong"
