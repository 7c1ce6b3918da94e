"""What the search index in a folder was written from, so that the next build writes only what is another."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from klantboek.handbook.disk import Written
from klantboek.handbook.index import written
from klantboek.handbook.terms import Entry
from klantboek.linting.database import Layout, opened_or_without

_TABLES = {
    # The rows of the index: the file of a record, its content, and what it is found by.
    "rows": "(row INTEGER PRIMARY KEY, file TEXT NOT NULL, content BLOB NOT NULL, entry TEXT NOT NULL)",
    # The scripts of a sort (by beginning, by end, what is shown), in their order.
    "parts": "(sort TEXT NOT NULL, place INTEGER NOT NULL, first TEXT NOT NULL, page TEXT NOT NULL, size INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (sort, place)) WITHOUT ROWID",
    "meta": "(context TEXT NOT NULL)",
}
_LAYOUT = Layout(2, _TABLES, cache=4096)


class Searched:
    """The database; without a file nothing is kept."""

    def __init__(self, file: Path | None) -> None:
        self._base = opened_or_without(file, _LAYOUT)

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
        values = row, file, content, written(entry)
        self._base.execute("INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)", values)

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
