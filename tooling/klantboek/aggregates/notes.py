"""What is noted of the figures that are kept: by that it is seen which of them are up to date."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What a figure was made of, what its rows are known by, and how many of them tell nothing.
Note = tuple[str, str, int]


class Notes:
    """Notes of figures by their names, of each kind apart, in the database that keeps the figures."""

    def __init__(self, connection: "DuckDBPyConnection") -> None:
        self._connection = connection
        connection.execute(
            "CREATE TABLE IF NOT EXISTS kept.figures"
            " (kind VARCHAR, name VARCHAR, key VARCHAR, version VARCHAR, rows BIGINT)"
        )

    def of(self, kind: str) -> dict[str, Note]:
        """Give all notes of a kind."""
        rows = self._connection.execute(
            "SELECT name, key, version, rows FROM kept.figures WHERE kind = $kind", {"kind": kind}
        )
        return {name: (key, version, count) for name, key, version, count in rows.fetchall()}

    @contextmanager
    def changing(self, kind: str) -> Iterator[dict[str, Note | None]]:
        """Change the rows of figures, and write down what is noted of them (None for nothing): all, or not a thing."""
        noted: dict[str, Note | None] = {}
        self._connection.execute("BEGIN")
        try:
            yield noted
            if noted:
                self._write_down(kind, noted)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _write_down(self, kind: str, noted: Mapping[str, Note | None]) -> None:
        self._connection.execute(
            "DELETE FROM kept.figures WHERE kind = $kind AND name IN (SELECT unnest($names))",
            {"kind": kind, "names": list(noted)},
        )
        rows = [(name, *note) for name, note in noted.items() if note is not None]
        if rows:
            names, keys, versions, counts = map(list, zip(*rows, strict=True))
            self._connection.execute(
                "INSERT INTO kept.figures"
                " SELECT $kind, unnest($names), unnest($keys), unnest($versions), unnest($counts)",
                {"kind": kind, "names": names, "keys": keys, "versions": versions, "counts": counts},
            )
