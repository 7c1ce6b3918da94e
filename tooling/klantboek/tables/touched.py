"""What changed in the tables of a book: each has a number that stands for its rows, and where few changed it is told whose."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Of more relations than this it is not told which they are: what is made of them is made as a whole.
_FEW = 20


class Touched:
    """Tables whose rows changed, each with the relations that these are about as long as they are few."""

    def __init__(self) -> None:
        self._found: dict[str, set[str]] = {}

    def add(self, table: str, relation: str) -> None:
        """Add a relation whose rows in a table changed."""
        some = self._found.setdefault(table, set())
        if len(some) <= _FEW:
            some.add(relation)

    @property
    def tables(self) -> frozenset[str]:
        """All tables that changed."""
        return frozenset(self._found)

    @property
    def few(self) -> dict[str, frozenset[str]]:
        """The relations of each table of which few changed."""
        return {table: frozenset(some) for table, some in self._found.items() if len(some) <= _FEW}


def versions_of(connection: "DuckDBPyConnection") -> dict[str, int]:
    """Give the numbers of all tables."""
    return dict(connection.execute("SELECT name, number FROM kept.versions ORDER BY name").fetchall())


def new_versions(connection: "DuckDBPyConnection", changed: Iterable[str]) -> dict[str, int]:
    """Give the rows of the tables that changed a new number; give the numbers of all."""
    connection.execute(
        "UPDATE kept.versions SET number = (SELECT MAX(number) + 1 FROM kept.versions)"
        " WHERE name IN (SELECT unnest($names))",
        {"names": sorted(changed)},
    )
    return versions_of(connection)
