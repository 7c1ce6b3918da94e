"""What the last build made the pages of each relation from: digests only, never a word of a record."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from os import stat_result
from pathlib import Path
from typing import NamedTuple

from klantboek.edits.journal import state_folder
from klantboek.errors import KlantboekError
from klantboek.handbook.digests import digest

_FORMAT = 1
_TABLE = "CREATE TABLE IF NOT EXISTS pages (file TEXT PRIMARY KEY, made TEXT NOT NULL, written TEXT NOT NULL) WITHOUT ROWID"


class Written(NamedTuple):
    """A page as it was written: its file below the handbook's folder, its size, and when it was changed last."""

    page: str
    size: int
    time: int

    @classmethod
    def of(cls, page: str, found: stat_result) -> "Written":
        """Note how a page stands on disk."""
        return cls(page, found.st_size, found.st_mtime_ns)


class Kept:
    """The digests of the last build and what came out, by the file of the relation.

    A handbook outside the project's folder keeps nothing: it may be anybody's.
    """

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
        site, project = site.resolve(), project.resolve()
        if not site.is_relative_to(project):
            return cls(None)
        try:
            folder = state_folder(project)
        except (OSError, KlantboekError):
            return cls(None)
        file = folder / f"handbook-{digest([site.relative_to(project)])}.sqlite"
        return cls(None if file.is_symlink() else file)

    def before(self, files: Sequence[str]) -> dict[str, tuple[str, list[Written]]]:
        """Give for some relations what their pages were made from, and how these were written."""
        marks = ",".join("?" * len(files))
        query = f"SELECT file, made, written FROM pages WHERE file IN ({marks})"  # noqa: S608 -- question marks
        found = {}
        for file, made, written in self._base.execute(query, files):
            with suppress(ValueError, TypeError):
                found[file] = (
                    str(made),
                    [Written(str(one[0]), *map(int, one[1:])) for one in json.loads(written)],
                )
        return found

    def note(self, file: str, made_from: str, pages: Sequence[Written]) -> None:
        """Keep what the pages of a relation were made from."""
        self._base.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", (file, made_from, json.dumps(pages))
        )

    def save(self, files: Sequence[str]) -> None:
        """Write down what is kept of these relations and forget all others; a disk that refuses only costs time."""
        known = {file for (file,) in self._base.execute("SELECT file FROM pages")}
        gone = [(file,) for file in known.difference(files)]
        with suppress(sqlite3.Error):
            self._base.executemany("DELETE FROM pages WHERE file = ?", gone)
            self._base.execute("COMMIT")
        self._base.close()


def _opened(file: Path | None) -> sqlite3.Connection:
    base = sqlite3.connect(file if file is not None else "", isolation_level=None, timeout=0.0)
    try:
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("BEGIN EXCLUSIVE")
        ((version,),) = base.execute("PRAGMA user_version")
        if version != _FORMAT:
            base.execute("DROP TABLE IF EXISTS pages")
            base.execute(f"PRAGMA user_version = {_FORMAT}")
        base.execute(_TABLE)
        base.execute("SELECT file, made, written FROM pages LIMIT 1")
    except BaseException:
        base.close()
        raise
    return base
