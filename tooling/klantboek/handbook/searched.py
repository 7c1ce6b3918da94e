"""What the search index in a folder was written from, so that the next build writes only what is another."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from klantboek.handbook.kept import Written
from klantboek.handbook.terms import Entry

_FORMAT = 1
_TABLES = {
    # The rows of the index: the file of a record, its content, and what it is found by.
    "rows": "(row INTEGER PRIMARY KEY, file TEXT NOT NULL, content BLOB NOT NULL, entry TEXT NOT NULL)",
    # The scripts of a sort (by beginning, by end, what is shown), in their order.
    "parts": "(sort TEXT NOT NULL, place INTEGER NOT NULL, first TEXT NOT NULL, page TEXT NOT NULL, size INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (sort, place)) WITHOUT ROWID",
    "meta": "(context TEXT NOT NULL)",
}


class Searched:
    """The database; without a file nothing is kept."""

    def __init__(self, file: Path | None) -> None:
        try:
            self._base = _opened(file)
        except sqlite3.Error:
            # Somebody else's, damaged, or in use: this build does without, and the next one begins anew.
            with suppress(OSError):
                if file is not None:
                    file.unlink()
            self._base = _opened(None)

    def context(self) -> str:
        """Give what the index holds for; "" when there is none."""
        found = self._base.execute("SELECT context FROM meta").fetchone()
        return str(found[0]) if found else ""

    def begin(self, context: str) -> None:
        """Forget everything, and begin for another context."""
        for table in _TABLES:
            self._base.execute(f"DELETE FROM {table}")  # noqa: S608 -- names from here
        self._base.execute("INSERT INTO meta VALUES (?)", (context,))

    def rows(self) -> Iterator[tuple[str, bytes]]:
        """Give the file and the content of each row, in their order."""
        yield from self._base.execute("SELECT file, content FROM rows ORDER BY row")

    def entries(self, first: int, last: int) -> Iterator[Entry]:
        """Give the entries of some rows, in their order."""
        query = "SELECT entry FROM rows WHERE row BETWEEN ? AND ? ORDER BY row"
        for (text,) in self._base.execute(query, (first, last)):
            name, page, kind, below, words, numbers = json.loads(text)
            yield Entry(name, page, kind, below, tuple(words), tuple(numbers))

    def note(self, row: int, file: str, content: bytes, entry: Entry) -> None:
        """Keep a row."""
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
        self._base.execute("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)", (row, file, content, text))

    def parts(self, sort: str) -> list[tuple[str, Written]]:
        """Give the first word of each script of a sort, and how the script was written."""
        query = "SELECT first, page, size, time FROM parts WHERE sort = ? ORDER BY place"
        return [(first, Written(*rest)) for first, *rest in self._base.execute(query, (sort,))]

    def note_parts(self, sort: str, parts: Iterable[tuple[str, Written]]) -> None:
        """Keep the scripts of a sort in the place of those that were."""
        self._base.execute("DELETE FROM parts WHERE sort = ?", (sort,))
        rows = ((sort, place, first, *one) for place, (first, one) in enumerate(parts))
        self._base.executemany("INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?)", rows)

    def save(self) -> None:
        """Write everything down and let go; a disk that refuses only costs time."""
        with suppress(sqlite3.Error):
            self._base.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Let go; what was not saved is gone."""
        self._base.close()


def stood(before: Sequence[tuple[str, bytes]], now: Sequence[tuple[str, bytes]]) -> list[int] | None:
    """Give the rows that changed or came at the end; None when a row stands for another record."""
    if len(now) < len(before):
        return None
    changed = []
    for row, ((file, content), (was, old)) in enumerate(zip(now, before, strict=False)):
        if file != was:
            return None
        if content != old:
            changed.append(row)
    return [*changed, *range(len(before), len(now))]


def _opened(file: Path | None) -> sqlite3.Connection:
    base = sqlite3.connect(
        file if file is not None else "", isolation_level=None, timeout=0.0, check_same_thread=False
    )
    try:
        for setting in ("synchronous = NORMAL", "cache_size = -4096", "secure_delete = ON"):
            base.execute(f"PRAGMA {setting}")
        base.execute("BEGIN EXCLUSIVE")
        ((version,),) = base.execute("PRAGMA user_version")
        for table, columns in _TABLES.items():
            if version != _FORMAT:
                base.execute(f"DROP TABLE IF EXISTS {table}")
            base.execute(f"CREATE TABLE IF NOT EXISTS {table} {columns}")
            base.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 -- names from here
        base.execute(f"PRAGMA user_version = {_FORMAT}")
    except BaseException:
        base.close()
        raise
    return base
