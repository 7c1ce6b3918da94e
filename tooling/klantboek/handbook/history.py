"""What git knows of a book: which commit changed which part of which record; what was read is kept."""

import json
import sqlite3
import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path

from klantboek.edits.journal import FOLDER, state_folder
from klantboek.errors import KlantboekError
from klantboek.git import GitError, git
from klantboek.handbook.touches import GONE, NEW, Commit, Touch, Touches, is_shallow, read_touches

__all__ = ["GONE", "NEW", "Commit", "History", "Touch", "history"]

_NAME = "history.sqlite"
_FORMAT = 1
# A commit that is newer has a greater number; ``reads`` tells up to which number each read came.
_TABLES = {
    "commits": "(number INTEGER PRIMARY KEY, id TEXT NOT NULL, day TEXT NOT NULL, author TEXT NOT NULL, subject TEXT NOT NULL)",
    "touches": "(file TEXT NOT NULL, number INTEGER NOT NULL, keys TEXT NOT NULL)",
    "reads": "(head TEXT PRIMARY KEY, number INTEGER NOT NULL)",
}
_INDEXES = {"touches_of": "touches (file)", "touches_in": "touches (number)"}
_PATIENCE = 5.0


class History:
    """The touches of each file of a book, newest first; without git there are none.

    ``head`` is the commit that the book rests on, "" without git.
    """

    def __init__(self, base: sqlite3.Connection | None = None, head: str = "") -> None:
        self.head = head
        self._base = base if base is not None else _opened(None)
        weakref.finalize(self, self._base.close)
        self._last: tuple[str, tuple[Touch, ...]] = "", ()

    @property
    def is_told(self) -> bool:
        """Tell whether git knows of any touch."""
        return self._base.execute("SELECT 1 FROM touches LIMIT 1").fetchone() is not None

    def of(self, file: str) -> tuple[Touch, ...]:
        """Give the touches of a file."""
        if self._last[0] != file:
            # Several parts of a page ask for those of its record.
            self._last = file, tuple(touch for _, touch in self._touches("file = ?", file))
        return self._last[1]

    def since(self, day: str) -> dict[Commit, list[tuple[str, tuple[str, ...]]]]:
        """Give the commits from a day on, newest first, each with the files it touched and what changed in them."""
        found: dict[Commit, list[tuple[str, tuple[str, ...]]]] = {}
        for file, touch in sorted(self._touches("day >= ?", day), key=lambda one: one[0]):
            found.setdefault(touch.commit, []).append((file, touch.keys))
        return dict(sorted(found.items(), key=lambda one: (one[0].day, one[0].id), reverse=True))

    def after(self, head: str) -> set[str] | None:
        """Give the files that were touched since the book rested on another commit; None when nobody knows."""
        read = self._base.execute("SELECT number FROM reads WHERE head = ?", (head,)).fetchone()
        if read is None:
            return None
        rows = self._base.execute("SELECT DISTINCT file FROM touches WHERE number > ?", read)
        return {file for (file,) in rows}

    def _touches(self, condition: str, value: str) -> Iterator[tuple[str, Touch]]:
        query = (
            "SELECT file, keys, id, day, author, subject FROM touches NATURAL JOIN commits"  # noqa: S608 -- from here
            f" WHERE {condition} ORDER BY number DESC, touches.rowid"
        )
        for file, keys, *commit in self._base.execute(query, (value,)):
            yield file, Touch(Commit(*commit), tuple(json.loads(keys)))


def history(root: Path, project: Path) -> History:
    """Read the history of a book; what was read before is kept beside the project, and only what came since is read."""
    try:
        head = git(root, "rev-parse", "HEAD").decode().strip()
    except GitError:
        return History()
    base = _kept(root, project)
    try:
        return _read(base, root, head)
    except GitError:
        base.close()
        return History()
    except (sqlite3.Error, ValueError, TypeError) as error:
        # Another build is at it, it is damaged, or the disk is full: this one does without.
        base.close()
        _forget(project, error)
        return _read(_opened(None), root, head)


def _read(base: sqlite3.Connection, root: Path, head: str) -> History:
    """Bring a database up to date with the commit that the book rests on."""
    query = "SELECT head, number FROM reads ORDER BY number DESC, rowid DESC LIMIT 1"
    before, last = base.execute(query).fetchone() or ("", 0)
    if before == head:
        return History(base, head)
    if before and not _follows(root, before, head):
        for table in _TABLES:
            base.execute(f"DELETE FROM {table}")  # noqa: S608 -- names from here
        before, last = "", 0
    touches, order = read_touches(root, f"{before}..{head}" if before else head)
    newest = int(last) + len(order)
    numbers = {one: newest - place for place, one in enumerate(order)}
    commits = {one.commit for some in touches.values() for one in some}
    with base:
        base.executemany(
            "INSERT INTO commits VALUES (?, ?, ?, ?, ?)", sorted((numbers[one.id], *one) for one in commits)
        )
        base.executemany("INSERT INTO touches VALUES (?, ?, ?)", _rows(touches, numbers))
        base.execute("INSERT OR REPLACE INTO reads VALUES (?, ?)", (head, newest))
    return History(base, head)


def _rows(touches: Touches, numbers: Mapping[str, int]) -> Iterator[tuple[str, int, str]]:
    for file, some in sorted(touches.items()):
        for one in some:
            yield file, numbers[one.commit.id], json.dumps(one.keys)


def _follows(root: Path, before: str, head: str) -> bool:
    try:
        git(root, "merge-base", "--is-ancestor", before, head)
    except GitError:
        return False
    return True


def _kept(root: Path, project: Path) -> sqlite3.Connection:
    """Open what was kept; one for this time only where that can't be, or only the last commits are here."""
    try:
        if (project / FOLDER / _NAME).is_file() or not is_shallow(root):
            file = state_folder(project) / _NAME
            return _opened(None if file.is_symlink() else file)
    except (OSError, KlantboekError):
        pass
    except sqlite3.DatabaseError as error:
        _forget(project, error)
    return _opened(None)


def _forget(project: Path, error: Exception) -> None:
    """Remove what was kept, unless another build is at it."""
    if "locked" not in str(error):
        (project / FOLDER / _NAME).unlink(missing_ok=True)


def _opened(file: Path | None) -> sqlite3.Connection:
    base = sqlite3.connect(file if file is not None else "", timeout=_PATIENCE, check_same_thread=False)
    try:
        ((version,),) = base.execute("PRAGMA user_version")
        if version == _FORMAT:
            return base
        for table, columns in _TABLES.items():
            base.execute(f"DROP TABLE IF EXISTS {table}")
            base.execute(f"CREATE TABLE {table} {columns}")
        for name, columns in _INDEXES.items():
            base.execute(f"CREATE INDEX {name} ON {columns}")
        base.execute(f"PRAGMA user_version = {_FORMAT}")
        base.commit()
    except BaseException:
        base.close()
        raise
    return base
