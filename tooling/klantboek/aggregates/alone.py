"""Figures of which only the rows about some relations are made again, and put among those that stand."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.figures import table_of
from klantboek.tables.database import literal, quoted
from klantboek.tables.definition import relation_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_RELATION = "relation"


def about_relations(names: Iterable[str], figures: Mapping[str, Aggregate]) -> dict[str, tuple[str, str]]:
    """Give of tables and figures those that are about relations: each as SQL writes it, with the column that says which."""
    tables = {table.name: table for table in relation_tables()}
    found = {}
    for name in names:
        if name in tables:
            found[name] = f"main.{quoted(name)}", tables[name].keys[0].name
        elif name in figures and figures[name].key[0] == _RELATION:
            found[name] = table_of(name), _RELATION
    return found


def make_again(
    connection: "DuckDBPyConnection",
    table: str,
    sql: str,
    read: Mapping[str, tuple[str, str]],
    relations: Iterable[str],
) -> None:
    """Make the rows of a figure about some relations again, by a SELECT that sees nothing of others.

    ``table`` is where the figure stands, and ``read`` what the SELECT reads, both as ``about_relations`` gives them.
    """
    names = sorted(relations)
    listed = ", ".join(map(literal, names))
    seen = ", ".join(
        f"{quoted(name)} AS (SELECT * FROM {there} WHERE {quoted(column)} IN ({listed}))"  # noqa: S608 -- names are quoted
        for name, (there, column) in read.items()
    )
    whole = re.sub(r"^WITH\b", f"WITH {seen},", sql) if sql.startswith("WITH") else f"WITH {seen} {sql}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE again AS {whole}")
    # The columns of the result, without the tables that they are of.
    order = re.sub(r"\b[a-z]\.", "", sql.rpartition("ORDER BY ")[2])
    if order.startswith(f"{_RELATION} "):
        rows = " UNION ALL ".join(_between(table, names))
    else:
        rows = f"FROM {table} WHERE {_RELATION} NOT IN ({listed}) UNION ALL FROM again ORDER BY {order}"
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS {rows}")
    connection.execute("DROP TABLE temp.again")


def _between(table: str, names: Sequence[str]) -> Iterator[str]:
    """Give the rows of a figure that stand in the order of relations, and those made again in their place."""
    yield f"FROM {table} WHERE {_RELATION} < {literal(names[0])}"
    for one, following in pairwise([*names, ""]):
        yield f"FROM again WHERE {_RELATION} = {literal(one)}"
        until = f" AND {_RELATION} < {literal(following)}" if following else ""
        yield f"FROM {table} WHERE {_RELATION} > {literal(one)}{until}"
