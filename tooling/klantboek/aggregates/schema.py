"""The columns of every table and aggregate, for whoever writes SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate, all_aggregates
from klantboek.aggregates.compute import install
from klantboek.aggregates.kept import Made
from klantboek.errors import UnknownNameError
from klantboek.tables.database import create_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Described:
    """A column with its table, its type in SQL and what it holds."""

    table: str
    name: str
    type: str
    description: str


def columns(name: str = "", own: Sequence[Aggregate] = (), made: Made | None = None) -> list[Described]:
    """Give the columns of one table or figure, or of all; names in quotes where SQL needs them.

    ``own`` are the aggregates of a book's own. Raises UnknownNameError.
    """
    more = made.aggregates if made else ()
    everything: tuple[Aggregate | tables.Table, ...] = (*all_aggregates(), *own, *more, *tables.all_tables())
    by_name = {one.name: one for one in everything}
    if name and name not in by_name:
        raise UnknownNameError("table", name, by_name, "klantboek query")
    connection = tables.empty()
    try:
        install(
            connection, date(2000, 1, 1), aggregates=(*all_aggregates(), *own)
        )  # the types are the same on every day
        for one in more:
            create_table(connection, tables.quoted(one.name), made.columns[one.name] if made else ())
        return [
            described
            for one in by_name.values()
            if name in {"", one.name}
            for described in _of(connection, one)
        ]
    finally:
        connection.close()


def _of(connection: "DuckDBPyConnection", one: Aggregate | tables.Table) -> list[Described]:
    if isinstance(one, tables.Table):
        said = [column.description for column in one.columns]
    else:
        said = [_heading(column.heading["en"], column.unit) for column in one.columns]
    types = connection.execute(f"DESCRIBE {tables.quoted(one.name)}").fetchall()
    reserved = _reserved(connection)
    return [
        Described(one.name, tables.quoted(kind[0]) if kind[0] in reserved else kind[0], kind[1], text)
        for kind, text in zip(types, said, strict=True)
    ]


def _reserved(connection: "DuckDBPyConnection") -> set[str]:
    found = connection.execute(
        "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
    )
    return {row[0] for row in found.fetchall()}


def _heading(heading: str, unit: str) -> str:
    return f"{heading} ({unit})" if unit else heading
