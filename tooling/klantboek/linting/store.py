"""What is known of the relations of a book, in a small database: of this run, or kept for the next one."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from klantboek.linting.database import Layout, opened
from klantboek.linting.fields import FieldsInUse, FieldUse, Numbered
from klantboek.linting.result import Result
from klantboek.linting.totals import Tallies, Totals
from klantboek.rules.registry import Side

_TABLES = {
    "meta": "(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "fields": "(id INTEGER PRIMARY KEY, name TEXT NOT NULL, count INTEGER NOT NULL, first TEXT NOT NULL)",
    # What every run reads of every file stands apart from what is read of few.
    "files": "(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, content BLOB NOT NULL)",
    # The numbers of the fields that a file writes stand in ``fields``, four bytes each.
    "details": (
        "(file INTEGER PRIMARY KEY, fields BLOB NOT NULL, tallies TEXT NOT NULL, result TEXT NOT NULL,"
        " features TEXT NOT NULL)"
    ),
    "claims": (
        "(file INTEGER NOT NULL, key INTEGER NOT NULL, side INTEGER NOT NULL, PRIMARY KEY (file, key, side))"
        " WITHOUT ROWID"
    ),
    # The keys on which files meet.
    "met": "(key INTEGER PRIMARY KEY)",
    "totals": (
        "(code TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, files INTEGER NOT NULL,"
        " PRIMARY KEY (code, name)) WITHOUT ROWID"
    ),
    "pairs": "(number INTEGER PRIMARY KEY, probability REAL NOT NULL, pair TEXT NOT NULL)",
    # The files that changed since a search left its trace, and what names that which was compared of them then.
    "moved": "(name TEXT PRIMARY KEY, compared TEXT NOT NULL) WITHOUT ROWID",
}
_LAYOUT = Layout(6, _TABLES, {"details_with_result": "details (file) WHERE result <> ''"}, cache=16384)
# Made after the first many rows: one sort is cheaper than keeping an order.
_INDEX = "CREATE INDEX IF NOT EXISTS claims_by_key ON claims (key, side)"
# Long enough that two states of a book never have one name.
_BITS = 128
# So many files are written together.
_AT_ONCE = 100
# With more keys that changed, all are looked at again.
_MANY = 20_000
# Claims of registers stand under this number.
REGISTERS = 0


@dataclass(frozen=True)
class _Coming:
    """Rows that are still to be written."""

    files: list[tuple[int, str, bytes]] = field(default_factory=list)
    details: list[tuple[int, bytes, str, str, str]] = field(default_factory=list)
    claims: list[tuple[int, int, int]] = field(default_factory=list)


class Store:
    """The database: in a file, or for this run only. Every method may raise sqlite3.Error.

    ``stated`` names what the results in it depend on. One that is ``borrowed`` is used as it is, and left as it
    was; it must have been made where the same was stated. ``names`` are the files in the order of the book.
    """

    def __init__(
        self, file: Path | None, stated: Mapping[str, str], names: Sequence[str], *, borrowed: bool = False
    ) -> None:
        self._sum = 0
        self.pairs_of = self.besides = self.trace_of = ""
        # Where a search leaves its trace; one that is borrowed is only read.
        self.trace, self.may_leave = file and file.with_suffix(".trace"), not borrowed
        # The keys of which it has to be seen again whether files meet on them; None for all.
        self._touched: set[int] | None = None
        self._coming = _Coming()
        self._contents: dict[str, bytes] | None = None
        self._connection, is_new = opened(file, _LAYOUT, stated, borrowed=borrowed)
        try:
            if not is_new:
                meta = dict(self._base.execute("SELECT name, value FROM meta"))
                self._sum = int(meta["features"], 16)
                self.pairs_of, self.besides, self.trace_of = meta["pairs"], meta["besides"], meta["trace"]
                self._touched = set()
            numbered = self._base.execute("SELECT id, name, count, first FROM fields ORDER BY id")
            self._fields = FieldsInUse(names, (Numbered(*row) for row in numbered))
            self._totals = Totals(self._base.execute("SELECT code, name, count, files FROM totals"))
            (self._last,) = self._base.execute("SELECT COALESCE(MAX(id), 0) FROM files").fetchone()
        except BaseException:
            self._connection.close()
            raise

    @property
    def _base(self) -> sqlite3.Connection:
        """The database with all that was added; many rows at once are cheaper than one by one."""
        if self._coming.files:
            coming, self._coming = self._coming, _Coming()
            self._connection.executemany("INSERT INTO files VALUES (?, ?, ?)", coming.files)
            self._connection.executemany("INSERT INTO details VALUES (?, ?, ?, ?, ?)", coming.details)
            self._connection.executemany("INSERT OR IGNORE INTO claims VALUES (?, ?, ?)", coming.claims)
        return self._connection

    def contents(self) -> dict[str, bytes]:
        """Give the content ids of the files that are known, by name; it changes as they do."""
        if self._contents is None:
            self._contents = dict(self._base.execute("SELECT name, content FROM files"))
        return self._contents

    def noted(self) -> frozenset[str]:
        """Give the files of which more is known than their fields, claims and tallies."""
        query = "SELECT name FROM details JOIN files ON id = file WHERE result <> ''"
        return frozenset(name for (name,) in self._base.execute(query))

    def content(self, name: str) -> bytes | None:
        """Give the content id of a file, if it is known."""
        row = self._base.execute("SELECT content FROM files WHERE name = ?", (name,)).fetchone()
        return None if row is None else bytes(row[0])

    def forget(self, names: Iterable[str]) -> None:
        """Leave out files."""
        contents = self.contents()
        for name in names:
            query = "SELECT id, fields, tallies, features FROM files JOIN details ON file = id WHERE name = ?"
            number, fields, tallies, features = self._base.execute(query, (name,)).fetchone()
            self._fields.remove(name, fields)
            self._totals.take_off(_tallies_read(tallies))
            self._sum -= _digest(features)
            self._move(name, features)
            self._touch(self._base.execute("SELECT key FROM claims WHERE file = ?", (number,)))
            for table, column in (("claims", "file"), ("details", "file"), ("files", "id")):
                self._base.execute(f"DELETE FROM {table} WHERE {column} = ?", (number,))  # noqa: S608 -- names from here
            del contents[name]

    def add(self, name: str, content: bytes, result: Result) -> None:
        """Take in what is known of a file that is not there yet."""
        self.contents()[name] = content
        self._last = number = self._last + 1
        fields = self._fields.add(name, result.fields)
        self._totals.add(result.tallies)
        coming = self._coming
        tallies = json.dumps(result.tallies) if result.tallies else ""
        coming.files.append((number, name, content))
        coming.details.append((number, fields, tallies, result.written(), result.features))
        coming.claims.extend((number, key, side) for side, key in result.claims)
        if self._touched is not None:
            self._touch((key,) for _, key in result.claims)
        self._sum += _digest(result.features)
        self._move(name, "")
        if len(coming.files) >= _AT_ONCE:
            _ = self._base

    def _move(self, name: str, features: str) -> None:
        """Remember that what is compared of a file may be another thing than when the trace was left."""
        if self.trace_of:
            row = (name, f"{_digest(features):x}")
            self._connection.execute("INSERT OR IGNORE INTO moved VALUES (?, ?)", row)

    def _touch(self, keys: Iterable[tuple[int]]) -> None:
        if self._touched is not None:
            self._touched.update(key for (key,) in keys)
            if len(self._touched) > _MANY:
                self._touched = None

    def fields(self) -> list[FieldUse]:
        """Give the fields in use, in the order in which they appear in the book."""
        return self._fields.in_order(self._written)

    def _written(self, name: str) -> bytes:
        query = "SELECT fields FROM files JOIN details ON file = id WHERE name = ?"
        (fields,) = self._base.execute(query, (name,)).fetchone() or (b"",)
        return bytes(fields)

    def results(self) -> Iterator[tuple[str, Result]]:
        """Give the files of which more is known than their fields, claims and tallies."""
        query = "SELECT name, result FROM details JOIN files ON id = file WHERE result <> '' ORDER BY file"
        for name, text in self._base.execute(query):
            yield name, Result.read(text)

    def tallies(self) -> dict[str, dict[str, int]]:
        """Give the totals by code and name."""
        return self._totals.by_code()

    def features(self) -> Iterator[str]:
        """Give what is compared of each relation that is compared, as JSON."""
        query = "SELECT features FROM files JOIN details ON file = id WHERE features <> '' ORDER BY name"
        return (features for (features,) in self._base.execute(query))

    def features_of(self, name: str) -> str:
        """Give what is compared of a file; "" when nothing is."""
        query = "SELECT features FROM files JOIN details ON file = id WHERE name = ?"
        (features,) = self._base.execute(query, (name,)).fetchone() or ("",)
        return str(features)

    def moved(self) -> dict[str, str | None]:
        """Give what is compared now of each file of which it was another thing in the trace; None where it is gone."""
        # Few moved: to join what all have takes a hundred times as long.
        features = "(SELECT features FROM files f JOIN details ON file = id WHERE f.name = m.name)"
        query = f"SELECT m.name, compared, {features} FROM moved m"  # noqa: S608 -- a text from here
        rows = self._base.execute(query)
        return {name: now for name, compared, now in rows if f"{_digest(now or ''):x}" != compared}

    def set_trace(self, of: str) -> None:
        """Take it that a search leaves its trace now, under this name."""
        self.trace_of = of
        self._base.execute("DELETE FROM moved")

    def compared(self) -> int:
        """Count the relations that are compared."""
        (count,) = self._base.execute("SELECT COUNT(*) FROM details WHERE features <> ''").fetchone()
        return int(count)

    @property
    def all_features(self) -> str:
        """Name all features together, in whatever order they came."""
        return f"{self._sum % (1 << _BITS):x}"

    def pairs(self, minimum: float = 0.0) -> list[str]:
        """Give the pairs at least so probable that were found among the features named by ``pairs_of``, best first."""
        query = "SELECT pair FROM pairs WHERE probability >= ? ORDER BY number"
        return [pair for (pair,) in self._base.execute(query, (minimum,))]

    def set_pairs(self, of: str, pairs: Iterable[tuple[float, str]], besides: str = "") -> None:
        """Put pairs, with how probable each is, in the place of those that were there.

        ``of`` names what they were found among, ``besides`` is what else was found.
        """
        self.pairs_of, self.besides = of, besides
        self._base.execute("DELETE FROM pairs")
        self._base.executemany("INSERT INTO pairs (probability, pair) VALUES (?, ?)", pairs)

    def set_registers(self, claims: Iterable[tuple[int, int]]) -> None:
        """Put the claims of the registers in the place of those that were there."""
        now = {(key, side) for side, key in claims}
        before = set(self._base.execute("SELECT key, side FROM claims WHERE file = ?", (REGISTERS,)))
        self._touch((key,) for key, _ in now ^ before)
        gone = "DELETE FROM claims WHERE file = ? AND key = ? AND side = ?"
        self._base.executemany(gone, [(REGISTERS, key, side) for key, side in before - now])
        self._base.executemany(
            "INSERT INTO claims VALUES (?, ?, ?)", [(REGISTERS, key, side) for key, side in now - before]
        )
        self._base.execute(_INDEX)

    def met(self) -> set[str]:
        """Give the files that hold a key which others hold too, or ask for what another gives, or give it."""
        touched, self._touched = self._touched, set()
        if touched is None:
            held = "SELECT key FROM claims WHERE side = ? GROUP BY key HAVING COUNT(*) > 1"
            asked = (
                "SELECT a.key FROM claims a JOIN claims b ON a.key = b.key WHERE a.side = ? AND b.side = ?"
            )
            self._base.execute("DELETE FROM met")
            self._base.execute(f"INSERT INTO met {held} UNION {asked}", (Side.HOLDS, Side.ASKS, Side.GIVES))
        for key in touched or ():
            sides = [side for (side,) in self._base.execute("SELECT side FROM claims WHERE key = ?", (key,))]
            meet = sides.count(Side.HOLDS) > 1 or {Side.ASKS, Side.GIVES} <= {*sides}
            what = "INSERT OR IGNORE INTO met VALUES (?)" if meet else "DELETE FROM met WHERE key = ?"
            self._base.execute(what, (key,))
        names = "SELECT DISTINCT f.name FROM met m CROSS JOIN claims c ON c.key = m.key CROSS JOIN files f ON f.id = c.file"
        return {name for (name,) in self._base.execute(names)}

    def claiming(self, key: int, side: Side | None = None) -> list[str]:
        """Give the files with a claim on a key, of any side or of one."""
        query = "SELECT f.name FROM claims c JOIN files f ON f.id = c.file WHERE c.key = ?"
        given: tuple[int, ...] = (key,)
        if side is not None:
            query, given = f"{query} AND c.side = ?", (key, side)
        return [name for (name,) in self._base.execute(query, given)]

    def keep(self) -> None:
        """Write everything down."""
        # What was not asked for is not known the next time.
        self.met()
        self._base.execute("DELETE FROM fields")
        self._base.executemany("INSERT INTO fields VALUES (?, ?, ?, ?)", self._fields.numbered(self._written))
        self._base.execute("DELETE FROM totals")
        self._base.executemany("INSERT INTO totals VALUES (?, ?, ?, ?)", self._totals.rows())
        kept = (
            ("features", self.all_features),
            ("pairs", self.pairs_of),
            ("besides", self.besides),
            ("trace", self.trace_of),
        )
        self._base.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", kept)
        self._base.execute("COMMIT")

    def close(self) -> None:
        """Let go of the database; what was not kept is gone."""
        self._connection.close()


def _digest(features: str) -> int:
    return int.from_bytes(blake2b(features.encode(), digest_size=_BITS // 8).digest()) if features else 0


def _tallies_read(text: str) -> Tallies:
    kept: list[Any] = json.loads(text) if text else []
    return [(code, [(name, count) for name, count in counts]) for code, counts in kept]
