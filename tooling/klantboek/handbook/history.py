"""What git knows of a book: which commit changed which part of which record; what was read is kept."""

import json
import sqlite3
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from klantboek.edits.damaged import in_use
from klantboek.edits.journal import FOLDER, state_folder
from klantboek.errors import KlantboekError
from klantboek.git import GitError, git
from klantboek.handbook.touches import GONE, NEW, Commit, Touch, Touches, is_shallow, read_touches
from klantboek.linting.database import Layout, opened, opened_or_without

__all__ = ["GONE", "NEW", "Commit", "History", "Touch", "history"]

_NAME = "history.sqlite"
# A commit that was read later has a greater number; ``reads`` tells up to which number each read came.
_TABLES = {
    "commits": "(number INTEGER PRIMARY KEY, id TEXT NOT NULL, day TEXT NOT NULL, authored INTEGER NOT NULL,"
    " committed INTEGER NOT NULL, author TEXT NOT NULL, subject TEXT NOT NULL)",
    "touches": "(file TEXT NOT NULL, number INTEGER NOT NULL, keys TEXT NOT NULL)",
    "reads": "(head TEXT PRIMARY KEY, number INTEGER NOT NULL)",
}
_LAYOUT = Layout(3, _TABLES, {"touches_of": "touches (file)", "touches_in": "touches (number)"})
_PATIENCE = 5.0
# By when it was made, as the pages show: one that came later with a merge may be older. Then as they were read.
_NEWEST = "authored DESC, committed DESC, number DESC"


class History:
    """The touches of each file of a book, newest first; without git there are none.

    ``head`` is the commit that the book rests on, "" without git; ``is_whole`` tells whether all commits before it
    can be here.
    """

    def __init__(
        self, base: sqlite3.Connection | None = None, head: str = "", *, is_whole: bool = True
    ) -> None:
        self.head = head
        self.is_whole = is_whole
        self._base = base if base is not None else opened(None, _LAYOUT).base
        weakref.finalize(self, self._base.close)
        self._near: dict[str, tuple[Touch, ...]] = {}

    @property
    def is_told(self) -> bool:
        """Tell whether git knows of any touch."""
        return self._base.execute("SELECT 1 FROM touches LIMIT 1").fetchone() is not None

    def of(self, file: str) -> tuple[Touch, ...]:
        """Give the touches of a file."""
        if file not in self._near:
            self.take([file])
        return self._near[file]

    def take(self, files: Sequence[str]) -> None:
        """Turn to some files: several parts of their pages ask for their touches."""
        found: dict[str, list[Touch]] = {file: [] for file in files}
        for file, touch in self._touches(f"file IN ({','.join('?' * len(files))})", *files):
            found[file].append(touch)
        self._near = {file: tuple(touches) for file, touches in found.items()}

    def since(self, day: str) -> Iterator[tuple[str, Touch]]:
        """Give each file that a commit from a day on touched, by its name; the newest commit first."""
        return self._touches("day >= ?", day, order=f"day DESC, {_NEWEST}, file")

    def after(self, head: str) -> set[str] | None:
        """Give the files that were touched since the book rested on another commit; None when nobody knows."""
        read = self._base.execute("SELECT number FROM reads WHERE head = ?", (head,)).fetchone()
        if read is None:
            return None
        rows = self._base.execute("SELECT DISTINCT file FROM touches WHERE number > ?", read)
        return {file for (file,) in rows}

    def _touches(self, condition: str, *values: str, order: str = _NEWEST) -> Iterator[tuple[str, Touch]]:
        query = (
            "SELECT file, keys, id, day, authored, committed, author, subject FROM touches NATURAL JOIN commits"  # noqa: S608 -- from here
            f" WHERE {condition} ORDER BY {order}, touches.rowid"
        )
        for file, keys, *commit in self._base.execute(query, values):
            yield file, Touch(Commit(*commit), tuple(json.loads(keys)))


def history(root: Path, project: Path) -> History:
    """Read the history of a book; what was read before is kept beside the project, and only what came since is read."""
    try:
        head = git(root, "rev-parse", "HEAD").decode().strip()
    except GitError:
        return History()
    file = _file(root, project)
    base = opened_or_without(file, _LAYOUT, patience=_PATIENCE)
    try:
        return _read(base, root, head, is_whole=file is not None)
    except GitError:
        base.close()
        return History()
    except (sqlite3.Error, ValueError, TypeError):
        # It is damaged, or the disk is full: this one does without.
        base.close()
        with suppress(OSError):
            if file is not None:
                file.unlink()
        return _read(opened(None, _LAYOUT).base, root, head, is_whole=file is not None)


def _read(base: sqlite3.Connection, root: Path, head: str, *, is_whole: bool) -> History:
    """Bring a database up to date with the commit that the book rests on, and let others at it."""
    query = "SELECT head, number FROM reads ORDER BY number DESC, rowid DESC LIMIT 1"
    before, last = base.execute(query).fetchone() or ("", 0)
    if before == head:
        base.commit()
        return History(base, head, is_whole=is_whole)
    if before and not _follows(root, before, head):
        for table in _TABLES:
            base.execute(f"DELETE FROM {table}")  # noqa: S608 -- names from here
        before, last = "", 0
    touches, order = read_touches(root, f"{before}..{head}" if before else head)
    newest = int(last) + len(order)
    numbers = {one: newest - place for place, one in enumerate(order)}
    commits = {one.commit for some in touches.values() for one in some}
    base.executemany(
        "INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?, ?)", sorted((numbers[one.id], *one) for one in commits)
    )
    base.executemany("INSERT INTO touches VALUES (?, ?, ?)", _rows(touches, numbers))
    base.execute("INSERT OR REPLACE INTO reads VALUES (?, ?)", (head, newest))
    base.commit()
    return History(base, head, is_whole=is_whole)


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


def _file(root: Path, project: Path) -> Path | None:
    """Give the file in which it is kept; None where that can't be, or only the last commits are here."""
    try:
        if (project / FOLDER / _NAME).is_file() or not is_shallow(root):
            file = state_folder(project) / _NAME
            return None if file.is_symlink() else in_use(file)
    except (OSError, KlantboekError):
        pass
    return None
