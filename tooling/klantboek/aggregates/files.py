"""Figures that are not made by SQL, put among those that are."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from klantboek import tables
from klantboek.aggregates.compute import Result
from klantboek.tables import Column
from klantboek.tables.database import load_lines
from klantboek.tables.rows import lines_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Columns = Mapping[str, Sequence[Column]]


def put(connection: "DuckDBPyConnection", result: Result, columns: Sequence[Column]) -> None:
    """Make a table of a figure by its name."""
    name = tables.quoted(result.aggregate.name)
    kinds = ", ".join(f"{tables.quoted(one.name)} {one.holds.sql}" for one in columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({kinds})")
    if result.rows:
        load_lines(connection, name, columns, lines_of(columns, result.rows))
