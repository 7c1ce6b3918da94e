"""Figures whose rows stay in their database, and are read a few at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.arrays import Arrays, arrays_of
from klantboek.aggregates.compute import Result, Row
from klantboek.aggregates.rough import expression, teller
from klantboek.book import Book
from klantboek.tables.database import literal, quoted
from klantboek.tables.left_out import LeftOut

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 1000
_ABOUT = "relation"


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of a book in its database; rows are read from there, and held by nobody.

    ``registers`` is the book without its relations, ``aggregates`` describes each figure by its name, and
    ``versions`` names its rows. More than one may be read at the same time. Of the figures in ``told`` rows about
    small groups tell nothing, where the book asks that: so many. ``left_out`` are records that are not in the tables. ``born`` tells the
    database from others: see ``Stored``.
    """

    connection: "DuckDBPyConnection"
    registers: Book
    aggregates: Mapping[str, Aggregate]
    versions: Mapping[str, str]
    told: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    born: str = ""

    def name(self) -> None:
        """Let each figure be read by its name in SQL."""
        for name in self.aggregates:
            name_table(self.connection, name, self.table(name))

    def rows(self, name: str, where: str = "", first: int | None = None) -> Iterator[Row]:
        """Give the rows of a figure in their order, read a few at a time: those of a condition, the first so many."""
        limit = "" if first is None else f" LIMIT {first}"
        return fetched(self.connection, f"SELECT * FROM {self.table(name)}{_where(where)}{limit}")  # noqa: S608 -- names are quoted

    def count(self, name: str, where: str = "") -> int:
        """Give how many rows a figure has: all, or those of a condition."""
        ((found,),) = fetched(self.connection, f"SELECT COUNT(*) FROM {self.table(name)}{_where(where)}")  # noqa: S608 -- names are quoted
        return int(str(found))

    def about(self, name: str, relations: Collection[str], column: str = _ABOUT) -> dict[str, list[Row]]:
        """Give the rows of a figure that name some relations in a column, by their numbers, as their pages tell them."""
        if not relations:
            return {}
        place, named, wanted = self.position(name, column), quoted(column), frozenset(relations)
        low, high = min(wanted), max(wanted)
        # The bounds let the database pass over what it need not read; between those of a run there is little else.
        some, given = f"{named} BETWEEN {literal(low)} AND {literal(high)}", {}
        if not _is_run(low, high, len(wanted)):
            # Only a join needs to be told to keep the order.
            some = f"{some} AND {named} IN (SELECT unnest($numbers)) ORDER BY rowid"
            given = {"numbers": list(wanted)}
        query = f"SELECT * FROM {self.table(name)} WHERE {some}"  # noqa: S608 -- names are quoted
        # What pages tell is worked out here: to plan it for so few rows took the database longer than all the rest.
        found, tell = dict[str, list[Row]](), teller(self.aggregates[name].columns)
        for row in fetched(self.connection, query, given):
            if row[place] in wanted:
                found.setdefault(str(row[place]), []).append(tell(row))
        return found

    def digests(self, names: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Give for each relation a number that stands for all that its page tells of some figures, in whatever order."""
        rows = " UNION ALL ".join(
            f"SELECT {quoted(column)} AS {_ABOUT}, hash({literal(name)}, {literal(column)}, {self._listed(name)}) AS row"  # noqa: S608 -- names are quoted
            f" FROM {self.table(name)} WHERE {quoted(column)} IS NOT NULL"
            for name in names
            for column in self.naming(name)
        )
        query = (
            f"SELECT {_ABOUT}, CAST(sum(row) % 18446744073709551557 AS UBIGINT) FROM ({rows}) GROUP BY ALL"  # noqa: S608 -- names are quoted
        )
        found = fetched(self.connection, query)
        return ((str(relation), int(str(number))) for relation, number in found)

    def naming(self, name: str) -> list[str]:
        """Give the columns of a figure that name relations."""
        return [
            column.name
            for column in self.aggregates[name].columns
            if _ABOUT in {column.name, column.reference}
        ]

    def parts(self, name: str, column: str) -> dict[str, str]:
        """Give for each value in a column of a figure what stands for its rows in their order."""
        whose = quoted(column)
        listed = ", ".join(quoted(one.name) for one in self.aggregates[name].columns)
        query = (
            f"SELECT {whose}, CAST(sum(hash(place, {listed})) AS VARCHAR) FROM (SELECT *,"  # noqa: S608 -- names are quoted
            f" row_number() OVER (PARTITION BY {whose} ORDER BY rowid) AS place FROM {self.table(name)})"
            f" WHERE {whose} IS NOT NULL GROUP BY {whose}"
        )
        return {str(value): str(said) for value, said in fetched(self.connection, query)}

    def _listed(self, name: str) -> str:
        return ", ".join(map(expression, self.aggregates[name].columns))

    def result(self, name: str) -> Result:
        """Give all rows of a figure at once."""
        return Result(self.aggregates[name], tuple(self.rows(name)))

    def columns(
        self, name: str, *columns: str, where: str = "", is_each_once: bool = False
    ) -> Iterator[tuple[Any, ...]]:
        """Give some columns of each row of a figure, or of those of a condition, in their order, or in any and each once."""
        listed = "DISTINCT " * is_each_once + ", ".join(map(quoted, columns))
        return fetched(self.connection, f"SELECT {listed} FROM {self.table(name)}{_where(where)}")  # noqa: S608 -- names are quoted

    def tallied(self, name: str, column: str, of: str, where: str = "") -> Iterator[tuple[Any, ...]]:
        """Give each value of a column in the order in which they first come, how many rows have it, and their sum of another.

        Rows without either don't count; without another column ("") there is no sum.
        """
        x, y = quoted(column), quoted(of or column)
        total = f"SUM({y})" if of else "NULL"
        some = " AND ".join([*([where] if where else ()), f"{x} IS NOT NULL AND {y} IS NOT NULL"])
        query = f"SELECT {x}, COUNT(*), {total} FROM {self.table(name)} WHERE {some} GROUP BY {x} ORDER BY MIN(rowid)"  # noqa: S608 -- names are quoted
        return fetched(self.connection, query)

    def summed(self, name: str, column: str, where: str) -> int:
        """Give the sum of a column of whole numbers over the rows of a condition."""
        ((found,),) = fetched(
            self.connection,
            f"SELECT COALESCE(SUM({quoted(column)}), 0) FROM {self.table(name)}{_where(where)}",  # noqa: S608 -- names are quoted
        )
        return int(str(found))

    def arrays(self, name: str, texts: Sequence[str], others: Sequence[str]) -> Arrays:
        """Give some columns of all rows of a figure as arrays of numbers: those of texts, and others."""
        return arrays_of(self.connection, self.table(name), texts, others)

    def table(self, name: str) -> str:
        """Give the table that keeps the rows of a figure as they may be told, as SQL writes it."""
        return told_of(name) if name in self.told else table_of(name)

    def version(self, name: str) -> str:
        """Name the rows of a figure: while the database is kept, one name stands for the same rows."""
        return self.versions[name]

    def position(self, name: str, column: str) -> int:
        """Give where a column of a figure stands in its rows."""
        return next(place for place, one in enumerate(self.aggregates[name].columns) if one.name == column)


def name_table(connection: "DuckDBPyConnection", name: str, table: str) -> None:
    """Let a table be read by a name alone."""
    connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS FROM {table}")


def table_of(name: str) -> str:
    """Give the table that keeps the rows of a figure, as SQL writes it."""
    return f"figures.{quoted(name)}"


def told_of(name: str) -> str:
    """Give the table that keeps the rows of a figure without its small groups, as SQL writes it."""
    return f"told.{quoted(name)}"


def _is_run(low: str, high: str, size: int) -> bool:
    """Tell whether numbers between two are hardly more than so many, as far as that can be told from them."""
    first, last = (one.rpartition("-")[2] for one in (low, high))
    return first.isdecimal() and last.isdecimal() and int(last) - int(first) < 2 * size


def _where(condition: str) -> str:
    return f" WHERE {condition}" if condition else ""


def fetched(
    connection: "DuckDBPyConnection", query: str, given: Mapping[str, object] | None = None
) -> Iterator[Row]:
    """Give the rows of a query, read a few at a time."""
    # A cursor of its own, so that several can be read at the same time.
    cursor = connection.cursor()
    try:
        cursor.execute(query, given or {})
        while some := cursor.fetchmany(_AT_ONCE):
            yield from some
    finally:
        cursor.close()
