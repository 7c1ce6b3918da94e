"""Columns of figures as arrays: a million rows of them take little room, and little time to read and to write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from klantboek.tables.database import quoted
from klantboek.tables.table import Column

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


@dataclass(frozen=True, eq=False)
class Cells:
    """A column of rows on their way out: texts, or whole numbers of which the last ``digits`` stand behind the point.

    Where the array is masked, or has None, there is nothing.
    """

    array: "NDArray[Any]"
    digits: int = 0

    def values(self) -> list[Any]:
        """Give the value in each row."""
        found: list[Any] = self.array.tolist()
        if not self.digits:
            return found
        return [None if one is None else _decimal(one, self.digits) for one in found]


@lru_cache(maxsize=20_000)
def _decimal(number: int, digits: int) -> Decimal:
    return Decimal(number).scaleb(-digits)


def _in_sql(array: "NDArray[Any]") -> "NDArray[Any]":
    """Give an array as the database reads it: of what is no number the text, which it knows the type of."""
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    if array.dtype != np.object_:
        return array
    return np.array([None if one is None else str(one) for one in array], dtype=np.object_)


def put_in(
    connection: "DuckDBPyConnection", table: str, columns: Sequence[Column], cells: Sequence[Cells]
) -> None:
    """Add rows to a table, by its name as SQL writes it, from a column of cells for each of its own."""
    kinds = [one.holds.sql for one in columns]
    names = [f"column_{place}" for place in range(len(columns))]
    values = (
        f"CAST(CAST({name} AS DECIMAL(18,0)) * {_decimal(1, one.digits)} AS {kind})"
        if one.digits
        else f"CAST({name} AS {kind})"
        for name, kind, one in zip(names, kinds, cells, strict=True)
    )
    connection.register("put_in", {name: _in_sql(one.array) for name, one in zip(names, cells, strict=True)})
    connection.execute(f"INSERT INTO {table} SELECT {', '.join(values)} FROM put_in")  # noqa: S608 -- names from here
    connection.unregister("put_in")


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
