"""What is noted of each file whose rows are in the tables: by that it is seen which rows of it changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from klantboek.tables.database import load_lines, quoted
from klantboek.tables.definition import relation_tables
from klantboek.tables.rows import text
from klantboek.tables.table import Column, Holds

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE = "kept.files"
_COLUMNS = tuple(Column(name, Holds.TEXT, "") for name in ("name", "content", "id", "reason", "said"))
# By the name of a table what stands for the rows of a file in it; a table without any is not there.
Said = Mapping[str, str]


@dataclass(frozen=True)
class Noted:
    """The id of the content of a file, the number of its relation, and why it is left out ("" when it is not)."""

    content: str
    id: str
    reason: str
    said: Said


def create(connection: "DuckDBPyConnection") -> None:
    """Make the table of what is noted, without rows."""
    columns = ", ".join(f"{quoted(one.name)} {one.holds.sql}" for one in _COLUMNS)
    connection.execute(f"CREATE TABLE {TABLE} ({columns})")


def note(connection: "DuckDBPyConnection", noted: Mapping[str, Noted]) -> None:
    """Note files by their names, in the place of what was noted of them."""
    forget(connection, noted)
    rows = (
        (
            name,
            one.content,
            one.id,
            one.reason,
            " ".join(f"{_places()[at]}:{said}" for at, said in one.said.items()),
        )
        for name, one in noted.items()
    )
    load_lines(connection, TABLE, _COLUMNS, [",".join(map(text, row)) for row in rows])


def forget(connection: "DuckDBPyConnection", names: Iterable[str]) -> None:
    """Forget files."""
    connection.execute(f"DELETE FROM {TABLE} WHERE name IN (SELECT unnest($names))", {"names": list(names)})  # noqa: S608 -- a name from here


def noted_of(connection: "DuckDBPyConnection", names: Iterable[str]) -> dict[str, Noted]:
    """Give what is noted of some files, by their names."""
    wanted = list(names)
    if not wanted:
        return {}
    query = f"SELECT name, content, id, reason, said FROM {TABLE} WHERE name IN (SELECT unnest($names))"  # noqa: S608 -- a name from here
    rows = connection.execute(query, {"names": wanted}).fetchall()
    return {name: Noted(content, number, reason, _said(said)) for name, content, number, reason, said in rows}


def _said(text_: str) -> Said:
    names = list(_places())
    pairs = (one.split(":") for one in text_.split())
    return {names[int(place)]: said for place, said in pairs}


@cache
def _places() -> Mapping[str, int]:
    return {table.name: place for place, table in enumerate(relation_tables())}


def said_of(lines: Mapping[str, Iterable[str]]) -> Said:
    """Give what stands for the rows of a file in each table that it has any in, from these as lines of CSV."""
    return {name: _digest(some) for name, some in lines.items()}


def _digest(lines: Iterable[str]) -> str:
    return blake2b("\n".join(lines).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
