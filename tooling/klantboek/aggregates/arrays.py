"""Columns of figures as arrays of numbers: a million rows of them take little room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from klantboek.tables.database import quoted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Arrays:
    """Rows in arrays of the same length, by the names of their columns; they may stand in any order.

    Of a column of texts ``words`` are the different ones in their order, and the array says which; -1 for none.
    Days are ordinals, and of what is no text nothing is 0.
    """

    words: Mapping[str, tuple[str, ...]]
    columns: "Mapping[str, Whole]"


def arrays_of(
    connection: "DuckDBPyConnection", table: str, texts: Sequence[str], others: Sequence[str]
) -> Arrays:
    """Read some columns of a table, by its name as SQL writes it: those of texts, and others."""
    words: dict[str, tuple[str, ...]] = {}
    cells: list[str] = []
    joins: list[str] = []
    for place, name in enumerate(texts):
        column = quoted(name)
        different = f"SELECT DISTINCT {column} AS word FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 -- names are quoted
        found = connection.execute(f"{different} ORDER BY word").fetchall()
        words[name] = tuple(str(word) for (word,) in found)
        numbered = f"SELECT word, row_number() OVER (ORDER BY word) - 1 AS place FROM ({different})"  # noqa: S608 -- names are quoted
        joins.append(f"LEFT JOIN ({numbered}) word_{place} ON word_{place}.word = rows.{column}")
        cells.append(f"coalesce(word_{place}.place, -1)")
    for name, kind in _kinds(connection, table, others):
        column = f"rows.{quoted(name)}"
        value = f"date_diff('day', DATE '0001-01-01', {column}) + 1" if kind == "DATE" else column
        cells.append(f"coalesce(CAST({value} AS BIGINT), 0)")
    listed = ", ".join(f"{cell} AS column_{place}" for place, cell in enumerate(cells))
    query = f"SELECT {listed} FROM {table} AS rows {' '.join(joins)}"  # noqa: S608 -- names are quoted
    read: dict[str, Any] = connection.execute(query).fetchnumpy()
    return Arrays(words, {name: read[f"column_{place}"] for place, name in enumerate([*texts, *others])})


def _kinds(connection: "DuckDBPyConnection", table: str, columns: Sequence[str]) -> list[tuple[str, str]]:
    query = f"DESCRIBE SELECT {', '.join(map(quoted, columns))} FROM {table}"  # noqa: S608 -- names are quoted
    return [(name, kind) for name, kind, *_ in connection.execute(query).fetchall()]
