"""What changed in the tables of a book: each has numbers that stand for its rows, and where few changed it is told whose.

A table has a number, and so has each of its columns: of the table that changes with any cell, of a column with its own
cells. Where rows came or went every column changed.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from klantboek.tables.database import literal, quoted
from klantboek.tables.table import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Of more relations than this it is not told which they are: what is made of them is made as a whole.
_FEW = 20
Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Version:
    """What names the rows of a table: its number, that of the last time when every column changed, and those of columns since."""

    number: int
    whole: int
    columns: Mapping[str, int]

    def of(self, columns: Iterable[str]) -> int:
        """Name what stands in some columns: while the number is the same, so are their cells and how many rows there are."""
        return max([self.whole, *(self.columns.get(column, 0) for column in columns)])


class Touched:
    """Tables whose rows changed, each with the relations that these are about as long as they are few."""

    def __init__(self) -> None:
        self._found: dict[str, set[str]] = {}
        # The columns of the tables in which nothing else changed; None for the others.
        self._columns: dict[str, set[str] | None] = {}

    def add(self, table: str, relation: str) -> None:
        """Add a relation whose rows in a table changed."""
        some = self._found.setdefault(table, set())
        if len(some) <= _FEW:
            some.add(relation)

    def tell(self, table: str, columns: Collection[str] | None) -> None:
        """Say in which columns the rows of relations in a table changed; None for all of them."""
        known = self._columns.get(table, set())
        self._columns[table] = None if known is None or columns is None else {*known, *columns}

    @property
    def tables(self) -> Mapping[str, frozenset[str] | None]:
        """All tables that changed, with the columns in which they did; None for all of them."""
        told = {table: self._columns.get(table) for table in self._found}
        return {table: None if some is None else frozenset(some) for table, some in told.items()}

    @property
    def few(self) -> dict[str, frozenset[str]]:
        """The relations of each table of which few changed."""
        return {table: frozenset(some) for table, some in self._found.items() if len(some) <= _FEW}


def rows_about(connection: "DuckDBPyConnection", table: Table, relations: Collection[str]) -> Rows | None:
    """Give the rows of a table about some relations, in the order of their keys; None of too many relations."""
    if not 0 < len(relations) <= _FEW:
        return None
    listed, order = ", ".join(map(literal, relations)), ", ".join(quoted(key.name) for key in table.keys)
    query = f"SELECT * FROM {quoted(table.name)} WHERE {quoted(table.keys[0].name)} IN ({listed}) ORDER BY {order}"  # noqa: S608 -- names are quoted
    return connection.execute(query).fetchall()


def differing(table: Table, before: Rows | None, after: Rows | None) -> frozenset[str] | None:
    """Give the columns that are others, from rows as ``rows_about`` gives them; None for all: where rows came or went."""
    keys = len(table.keys)
    if before is None or after is None or [row[:keys] for row in before] != [row[:keys] for row in after]:
        return None
    pairs = list(zip(before, after, strict=True))
    return frozenset(
        column.name
        for place, column in enumerate(table.columns)
        if any(a[place] != b[place] for a, b in pairs)
    )


def create_versions(connection: "DuckDBPyConnection") -> None:
    """Make the table of numbers, with one for each table of the book."""
    connection.execute(
        "CREATE TABLE kept.versions (name VARCHAR, number BIGINT, whole BIGINT, columns VARCHAR)"
    )
    connection.execute(
        "INSERT INTO kept.versions SELECT table_name, 0, 0, '{}' FROM duckdb_tables() WHERE schema_name = 'main'"
    )


def versions_of(connection: "DuckDBPyConnection") -> dict[str, Version]:
    """Give the numbers of all tables."""
    rows = connection.execute(
        "SELECT name, number, whole, columns FROM kept.versions ORDER BY name"
    ).fetchall()
    return {name: Version(number, whole, json.loads(columns)) for name, number, whole, columns in rows}


def new_versions(
    connection: "DuckDBPyConnection",
    before: Mapping[str, Version],
    changed: Mapping[str, Collection[str] | None],
) -> dict[str, Version]:
    """Give the rows of the tables that changed a new number; give the numbers of all, as ``versions_of`` does.

    ``before`` are the numbers as they are, ``changed`` as ``Touched.tables`` gives it.
    """
    number = max(one.number for one in before.values()) + 1
    found = {name: _changed(before[name], number, columns) for name, columns in sorted(changed.items())}
    for name, one in found.items():
        connection.execute(
            "UPDATE kept.versions SET number = $number, whole = $whole, columns = $columns WHERE name = $name",
            {
                "name": name,
                "number": one.number,
                "whole": one.whole,
                "columns": json.dumps(one.columns, sort_keys=True),
            },
        )
    return {**before, **found}


def _changed(one: Version, number: int, columns: Collection[str] | None) -> Version:
    if columns is None:
        return Version(number, number, {})
    return Version(number, one.whole, {**one.columns, **dict.fromkeys(columns, number)})
