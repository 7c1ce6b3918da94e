"""What is known of the relations of a book, in a small database: of this run, or kept for the next one."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from klantboek.linting.fields import FieldsInUse, FieldUse, Numbered
from klantboek.linting.result import Result
from klantboek.rules.registry import Side

_FORMAT = "3"
_TABLES = {
    "meta": "(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "fields": "(id INTEGER PRIMARY KEY, name TEXT NOT NULL, count INTEGER NOT NULL, first TEXT NOT NULL)",
    # The numbers of the fields that a file writes stand in ``fields``, four bytes each.
    "files": (
        "(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, content BLOB NOT NULL, fields BLOB NOT NULL,"
        " result TEXT NOT NULL, features TEXT NOT NULL)"
    ),
    "claims": (
        "(file INTEGER NOT NULL, key INTEGER NOT NULL, side INTEGER NOT NULL, PRIMARY KEY (file, key, side))"
        " WITHOUT ROWID"
    ),
    "tallies": (
        "(file INTEGER NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL,"
        " PRIMARY KEY (file, code, name)) WITHOUT ROWID"
    ),
    "pairs": "(number INTEGER PRIMARY KEY, pair TEXT NOT NULL)",
}
# Made after the first many rows: one sort is cheaper than keeping an order.
_INDEX = "CREATE INDEX IF NOT EXISTS claims_by_key ON claims (key, side)"
# Long enough that two states of a book never have one name.
_BITS = 128
# So many files are written together.
_AT_ONCE = 100
# Claims of registers stand under this number.
REGISTERS = 0


@dataclass(frozen=True)
class _Coming:
    """Rows of files, claims and tallies that are still to be written."""

    files: list[tuple[int, str, bytes, bytes, str, str]] = field(default_factory=list)
    claims: list[tuple[int, int, int]] = field(default_factory=list)
    tallies: list[tuple[int, str, str, int]] = field(default_factory=list)


class Store:
    """The database: in a file, or for this run only. Every method may raise sqlite3.Error.

    One that is ``borrowed`` is used as it is, and left as it was; it must have been made for the same context.
    ``order`` gives the place of each file in the book.
    """

    def __init__(
        self, file: Path | None, context: str, order: Mapping[str, int], *, borrowed: bool = False
    ) -> None:
        self._sum = 0
        self.pairs_of = ""
        self._coming = _Coming()
        self._connection = sqlite3.connect(
            file if file is not None else "", isolation_level=None, timeout=0.0
        )
        try:
            self._begin(context, on_disk=file is not None, borrowed=borrowed)
            numbered = self._base.execute("SELECT id, name, count, first FROM fields ORDER BY id")
            self._fields = FieldsInUse(order, (Numbered(*row) for row in numbered))
            (self._last,) = self._base.execute("SELECT COALESCE(MAX(id), 0) FROM files").fetchone()
        except BaseException:
            self._connection.close()
            raise

    @property
    def _base(self) -> sqlite3.Connection:
        """The database with all that was added; many rows at once are cheaper than one by one."""
        if self._coming.files:
            coming, self._coming = self._coming, _Coming()
            self._connection.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", coming.files)
            self._connection.executemany("INSERT OR IGNORE INTO claims VALUES (?, ?, ?)", coming.claims)
            self._connection.executemany("INSERT INTO tallies VALUES (?, ?, ?, ?)", coming.tallies)
        return self._connection

    def _begin(self, context: str, *, on_disk: bool, borrowed: bool) -> None:
        """Begin anew when what is there was made by other rules, with other registers or on another day."""
        self._base.execute("PRAGMA journal_mode = " + ("DELETE" if on_disk else "OFF"))
        self._base.execute("PRAGMA synchronous = " + ("NORMAL" if on_disk else "OFF"))
        self._base.execute("PRAGMA cache_size = -16384")
        self._base.execute("BEGIN EXCLUSIVE")
        stated = {"format": _FORMAT, "context": context}
        meta = self._meta()
        if stated.items() <= meta.items():
            self._sum, self.pairs_of = int(meta["features"], 16), meta["pairs"]
            return
        if borrowed:
            raise sqlite3.OperationalError("made for another book or day")
        self._base.execute("DROP INDEX IF EXISTS claims_by_key")
        for table, columns in _TABLES.items():
            self._base.execute(f"DROP TABLE IF EXISTS {table}")
            self._base.execute(f"CREATE TABLE {table} {columns}")
        self._base.executemany("INSERT INTO meta VALUES (?, ?)", stated.items())

    def _meta(self) -> dict[str, str]:
        tables = self._base.execute("SELECT name FROM sqlite_schema WHERE name = 'meta'").fetchall()
        return dict(self._base.execute("SELECT name, value FROM meta")) if tables else {}

    def contents(self) -> dict[str, bytes]:
        """Give the content ids of the files that are known, by name."""
        return dict(self._base.execute("SELECT name, content FROM files"))

    def content(self, name: str) -> bytes | None:
        """Give the content id of a file, if it is known."""
        row = self._base.execute("SELECT content FROM files WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def forget(self, names: Iterable[str]) -> None:
        """Leave out files."""
        for name in names:
            query = "SELECT id, fields, features FROM files WHERE name = ?"
            number, fields, features = self._base.execute(query, (name,)).fetchone()
            self._fields.remove(name, fields)
            self._sum -= _digest(features)
            for table, column in (("claims", "file"), ("tallies", "file"), ("files", "id")):
                self._base.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))  # noqa: S608 -- names from here

    def add(self, name: str, content: bytes, result: Result) -> None:
        """Take in what is known of a file that is not there yet."""
        self._last = number = self._last + 1
        fields = self._fields.add(name, result.fields)
        coming = self._coming
        coming.files.append((number, name, content, fields, result.written(), result.features))
        coming.claims.extend((number, key, side) for side, key in result.claims)
        for code, counts in result.tallies:
            coming.tallies.extend((number, code, counted, count) for counted, count in counts)
        self._sum += _digest(result.features)
        if len(coming.files) >= _AT_ONCE:
            _ = self._base

    def fields(self) -> list[FieldUse]:
        """Give the fields in use, in the order in which they appear in the book."""
        return self._fields.in_order(self._written)

    def _written(self, name: str) -> bytes:
        (fields,) = self._base.execute("SELECT fields FROM files WHERE name = ?", (name,)).fetchone() or (
            b"",
        )
        return bytes(fields)

    def results(self) -> Iterator[tuple[str, Result]]:
        """Give the files of which more is known than their fields, claims and tallies."""
        for name, text in self._base.execute("SELECT name, result FROM files WHERE result <> ''"):
            yield name, Result.read(text)

    def tallies(self) -> dict[str, dict[str, int]]:
        """Give the totals by code and name."""
        found: dict[str, dict[str, int]] = {}
        totals = "SELECT code, name, SUM(count) FROM tallies GROUP BY code, name ORDER BY code, name"
        for code, name, count in self._base.execute(totals):
            found.setdefault(code, {})[name] = count
        return found

    def features(self) -> Iterator[str]:
        """Give what is compared of each relation that is compared, as JSON."""
        rows = self._base.execute("SELECT features FROM files WHERE features <> '' ORDER BY name")
        return (features for (features,) in rows)

    @property
    def all_features(self) -> str:
        """Name all features together, in whatever order they came."""
        return f"{self._sum % (1 << _BITS):x}"

    def pairs(self) -> list[str]:
        """Give the pairs that were found among the features named by ``pairs_of``, best first."""
        return [pair for (pair,) in self._base.execute("SELECT pair FROM pairs ORDER BY number")]

    def set_pairs(self, of: str, pairs: Iterable[str]) -> None:
        """Put pairs in the place of those that were there, with a name for what they were found among."""
        self.pairs_of = of
        self._base.execute("DELETE FROM pairs")
        self._base.executemany("INSERT INTO pairs (pair) VALUES (?)", [(pair,) for pair in pairs])

    def set_registers(self, claims: Iterable[tuple[int, int]]) -> None:
        """Put the claims of the registers in the place of those that were there."""
        self._base.execute("DELETE FROM claims WHERE file = ?", (REGISTERS,))
        rows = [(REGISTERS, key, side) for side, key in claims]
        self._base.executemany("INSERT OR IGNORE INTO claims VALUES (?, ?, ?)", rows)
        self._base.execute(_INDEX)

    def met(self) -> set[str]:
        """Give the files that hold a key which others hold too, or ask for what another gives, or give it."""
        held = "SELECT key FROM claims WHERE side = ? GROUP BY key HAVING COUNT(*) > 1"
        asked = "SELECT DISTINCT a.key FROM claims a JOIN claims b ON a.key = b.key WHERE a.side = ? AND b.side = ?"
        keys = [
            *self._base.execute(held, (Side.HOLDS,)),
            *self._base.execute(asked, (Side.ASKS, Side.GIVES)),
        ]
        return {name for (key,) in keys for name in self.claiming(key)}

    def claiming(self, key: int, side: Side | None = None) -> list[str]:
        """Give the files with a claim on a key, of any side or of one."""
        query = "SELECT f.name FROM claims c JOIN files f ON f.id = c.file WHERE c.key = ?"
        given: tuple[int, ...] = (key,)
        if side is not None:
            query, given = f"{query} AND c.side = ?", (key, side)
        return [name for (name,) in self._base.execute(query, given)]

    def keep(self) -> None:
        """Write everything down."""
        self._base.execute("DELETE FROM fields")
        self._base.executemany("INSERT INTO fields VALUES (?, ?, ?, ?)", self._fields.numbered(self._written))
        kept = (("features", self.all_features), ("pairs", self.pairs_of))
        self._base.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", kept)
        self._base.execute("COMMIT")

    def close(self) -> None:
        """Let go of the database; what was not kept is gone."""
        self._connection.close()


def _digest(features: str) -> int:
    return int.from_bytes(blake2b(features.encode(), digest_size=_BITS // 8).digest()) if features else 0
