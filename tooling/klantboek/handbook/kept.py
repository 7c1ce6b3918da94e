"""What the last build made pages from, and how it left them: names and digests, and the rows of the list of relations."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from os import stat_result
from pathlib import Path
from typing import Any, NamedTuple

from klantboek.edits.journal import state_folder
from klantboek.errors import KlantboekError
from klantboek.handbook.digests import digest

_FORMAT = 3
_TABLES = {
    # Of a relation: what its pages were made from, what stands for the figures about it, and its pages.
    "pages": "(file TEXT PRIMARY KEY, made TEXT NOT NULL, about TEXT NOT NULL, written TEXT NOT NULL) WITHOUT ROWID",
    # Of a page about the whole book: what it asked for (``asking.py``), and how it was written.
    "whole": "(page TEXT PRIMARY KEY, asked TEXT NOT NULL, written TEXT NOT NULL) WITHOUT ROWID",
    # The row of each relation in the list of all.
    "rows": "(file TEXT PRIMARY KEY, html TEXT NOT NULL) WITHOUT ROWID",
    # What was worked out for several pages.
    "worked": "(name TEXT PRIMARY KEY, asked TEXT NOT NULL, value TEXT NOT NULL) WITHOUT ROWID",
    "state": "(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
}


class Written(NamedTuple):
    """A page as it was written: its file below the handbook's folder, its size, and when it was changed last."""

    page: str
    size: int
    time: int

    @classmethod
    def of(cls, page: str, found: stat_result) -> "Written":
        """Note how a page stands on disk."""
        return cls(page, found.st_size, found.st_mtime_ns)


class Noted(NamedTuple):
    """A page about the whole book, or what was worked out: what it asked for, and how it was written, or what came out."""

    asked: frozenset[str]
    found: Any


def site_file(project: Path, site: Path, kind: str) -> Path | None:
    """Give the file that keeps something of a handbook's folder.

    A handbook outside the project's folder keeps nothing: it may be anybody's.
    """
    site, project = site.resolve(), project.resolve()
    if not site.is_relative_to(project):
        return None
    try:
        folder = state_folder(project)
    except (OSError, KlantboekError):
        return None
    file = folder / f"{kind}-{digest([site.relative_to(project)])}.sqlite"
    return None if file.is_symlink() else file


class Kept:
    """What is kept of the last build into a folder; nothing where there is no file for it."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        try:
            self._base = _opened(file)
        except (sqlite3.Error, ValueError, TypeError):
            # Somebody else's, damaged, or in use: this build does without, and the next one begins anew.
            with suppress(OSError):
                if file is not None:
                    file.unlink()
            self._base = _opened(None)

    @classmethod
    def of_site(cls, project: Path, site: Path) -> "Kept":
        """Open what is kept for a handbook's folder."""
        return cls(site_file(project, site, "handbook"))

    def state(self) -> dict[str, Any]:
        """Give the state of the edition that the pages are of; empty when there are none."""
        with suppress(ValueError, TypeError):
            return {name: json.loads(text) for name, text in self._base.execute("SELECT * FROM state")}
        return {}

    def relations(self) -> Iterator[tuple[str, list[Written]]]:
        """Give how the pages of every relation were written, by its file."""
        for file, written in self._base.execute("SELECT file, written FROM pages"):
            yield file, _read(written)

    def abouts(self) -> dict[str, str]:
        """Give what stood for the figures about each relation, by its file."""
        return dict(self._base.execute("SELECT file, about FROM pages"))

    def made(self, files: Sequence[str]) -> dict[str, tuple[str, list[Written]]]:
        """Give what the pages of some relations were made from, and how they were written."""
        marks = ",".join("?" * len(files))
        query = f"SELECT file, made, written FROM pages WHERE file IN ({marks})"  # noqa: S608 -- question marks
        return {file: (made, _read(written)) for file, made, written in self._base.execute(query, files)}

    def note(self, file: str, made_from: str, about: str, pages: Sequence[Written]) -> None:
        """Keep what the pages of a relation were made from."""
        row = (file, made_from, about, _text(pages))
        self._base.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", row)

    def whole(self) -> dict[str, Noted]:
        """Give the pages about the whole book, by their files."""
        rows = self._base.execute("SELECT page, asked, written FROM whole")
        with suppress(ValueError, TypeError):
            return {
                page: Noted(frozenset(json.loads(asked)), _read(written)) for page, asked, written in rows
            }
        return {}

    def note_whole(self, page: str, asked: Iterable[str], written: Sequence[Written]) -> None:
        """Keep what a page about the whole book asked for."""
        row = (page, json.dumps([*asked]), _text(written))
        self._base.execute("INSERT OR REPLACE INTO whole VALUES (?, ?, ?)", row)

    def rows(self) -> dict[str, str]:
        """Give the row of each relation in the list of all, by its file."""
        return dict(self._base.execute("SELECT file, html FROM rows"))

    def note_rows(self, rows: Mapping[str, str]) -> None:
        """Keep rows of relations."""
        self._base.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", rows.items())

    def worked(self, name: str) -> Noted | None:
        """Give what was worked out under a name."""
        row = self._base.execute("SELECT asked, value FROM worked WHERE name = ?", (name,)).fetchone()
        with suppress(ValueError, TypeError):
            return None if row is None else Noted(frozenset(json.loads(row[0])), json.loads(row[1]))
        return None

    def note_worked(self, name: str, asked: Iterable[str], value: Any) -> None:
        """Keep what was worked out."""
        row = (name, json.dumps([*asked]), json.dumps(value))
        self._base.execute("INSERT OR REPLACE INTO worked VALUES (?, ?, ?)", row)

    def save(self, files: Iterable[str], pages: Iterable[str], state: Mapping[str, object]) -> None:
        """Write down what is kept of these relations and pages, forget all others; a disk that refuses only costs time."""
        with suppress(sqlite3.Error):
            for table, column, kept in (
                ("pages", "file", files),
                ("rows", "file", files),
                ("whole", "page", pages),
            ):
                query = f"SELECT {column} FROM {table}"  # noqa: S608 -- names from here
                gone = {name for (name,) in self._base.execute(query)}.difference(kept)
                leave_out = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608 -- the same
                self._base.executemany(leave_out, [(name,) for name in gone])
            self._base.execute("DELETE FROM state")
            rows = [(name, json.dumps(value)) for name, value in state.items()]
            self._base.executemany("INSERT INTO state VALUES (?, ?)", rows)
            self._base.execute("COMMIT")
        self.close()

    def close(self) -> None:
        """Let go of the database; what was not saved is gone."""
        self._base.close()


def _text(pages: Iterable[Written]) -> str:
    return "\n".join([f"{one.size} {one.time} {one.page}" for one in pages])


def _read(text: str) -> list[Written]:
    """Read how pages were written; of what somebody else wrote nothing."""
    found = []
    with suppress(ValueError):
        for line in text.split("\n") if text else ():
            size, time, page = line.split(" ", 2)
            found.append(Written(page, int(size), int(time)))
        return found
    return []


def _opened(file: Path | None) -> sqlite3.Connection:
    base = sqlite3.connect(
        file if file is not None else "", isolation_level=None, timeout=0.0, check_same_thread=False
    )
    try:
        base.execute("PRAGMA synchronous = NORMAL")
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
