"""What the last build made pages from, and how it left them: names and digests, and the rows of the list of relations."""

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from klantboek.edits.damaged import in_use
from klantboek.edits.journal import state_folder
from klantboek.errors import KlantboekError
from klantboek.handbook.digests import digest
from klantboek.handbook.disk import Written
from klantboek.linting.database import Layout, opened_or_without

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
_LAYOUT = Layout(4, _TABLES)


class Made(NamedTuple):
    """What the pages of a relation were made from, what stood for the figures about it, and how they were written."""

    made: str
    about: str
    lines: list[str]


@dataclass(frozen=True)
class Noted:
    """A page about the whole book, or what was worked out: how it was written, or what came out.

    ``asked`` is what it asked for, which few want to know.
    """

    told: str
    found: Any

    @cached_property
    def asked(self) -> frozenset[str]:
        """What it asked for."""
        return frozenset(json.loads(self.told))


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
    return None if file.is_symlink() else in_use(file)


class Kept:
    """What is kept of the last build into a folder; nothing where there is no file for it."""

    def __init__(self, file: Path | None) -> None:
        self._base = opened_or_without(file, _LAYOUT)

    @classmethod
    def of_site(cls, project: Path, site: Path) -> "Kept":
        """Open what is kept for a handbook's folder."""
        return cls(site_file(project, site, "handbook"))

    @cached_property
    def state(self) -> Mapping[str, Any]:
        """The state of the edition that the pages are of; empty when there are none."""
        return {name: json.loads(text) for name, text in self._base.execute("SELECT * FROM state")}

    def relations(self) -> Iterator[tuple[str, list[str]]]:
        """Give how the pages of every relation were written, by its file."""
        for file, written in self._base.execute("SELECT file, written FROM pages"):
            yield file, written.split("\n")

    def abouts(self) -> dict[str, str]:
        """Give what stood for the figures about each relation, by its file."""
        return dict(self._base.execute("SELECT file, about FROM pages"))

    def made(self, files: Sequence[str]) -> dict[str, Made]:
        """Give what is kept of the pages of some relations, by their files."""
        marks = ",".join("?" * len(files))
        query = f"SELECT file, made, about, written FROM pages WHERE file IN ({marks})"  # noqa: S608 -- question marks
        rows = self._base.execute(query, files)
        return {file: Made(made, about, written.split("\n")) for file, made, about, written in rows}

    def note(self, file: str, made_from: str, about: str, pages: Sequence[Written]) -> None:
        """Keep what the pages of a relation were made from."""
        row = (file, made_from, about, _text(pages))
        self._base.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", row)

    def whole(self, page: str) -> Noted | None:
        """Give a page about the whole book as the last build noted it."""
        row = self._base.execute("SELECT asked, written FROM whole WHERE page = ?", (page,)).fetchone()
        return None if row is None else Noted(row[0], row[1].split("\n"))

    def note_whole(self, page: str, asked: Iterable[str], written: Sequence[Written]) -> None:
        """Keep what a page about the whole book asked for."""
        row = (page, json.dumps([*asked]), _text(written))
        self._base.execute("INSERT OR REPLACE INTO whole VALUES (?, ?, ?)", row)

    def with_rows(self) -> set[str]:
        """Give the relations of which the row in the list of all is kept."""
        return {file for (file,) in self._base.execute("SELECT file FROM rows")}

    def rows(self, files: Sequence[str]) -> list[str]:
        """Give the rows of some relations."""
        marks = ",".join("?" * len(files))
        query = f"SELECT file, html FROM rows WHERE file IN ({marks})"  # noqa: S608 -- question marks
        found = dict(self._base.execute(query, files))
        return [found[file] for file in files]

    def note_rows(self, rows: Mapping[str, str]) -> None:
        """Keep rows of relations."""
        self._base.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?)", rows.items())

    def forget_rows(self, files: Iterable[str]) -> None:
        """Forget the rows of some relations."""
        self._base.executemany("DELETE FROM rows WHERE file = ?", [(file,) for file in files])

    def worked(self, name: str) -> Noted | None:
        """Give what was worked out under a name."""
        row = self._base.execute("SELECT asked, value FROM worked WHERE name = ?", (name,)).fetchone()
        return None if row is None else Noted(row[0], json.loads(row[1]))

    def note_worked(self, name: str, asked: Iterable[str], value: Any) -> None:
        """Keep what was worked out."""
        row = (name, json.dumps([*asked]), json.dumps(value))
        self._base.execute("INSERT OR REPLACE INTO worked VALUES (?, ?, ?)", row)

    def save(self, files: Container[str] | None, pages: Iterable[str], state: Mapping[str, object]) -> None:
        """Write down what is kept of these pages and relations (None: the same as before), and forget all others.

        A disk that refuses only costs time.
        """
        with suppress(sqlite3.Error):
            self._leave_only("whole", "page", frozenset(pages))
            if files is not None:
                self._leave_only("pages", "file", files)
                self._leave_only("rows", "file", files)
            self._base.execute("DELETE FROM state")
            rows = [(name, json.dumps(value)) for name, value in state.items()]
            self._base.executemany("INSERT INTO state VALUES (?, ?)", rows)
            self._base.execute("COMMIT")
        self.close()

    def _leave_only(self, table: str, column: str, names: Container[str]) -> None:
        query = f"SELECT {column} FROM {table}"  # noqa: S608 -- names from here
        gone = [name for (name,) in self._base.execute(query) if name not in names]
        leave_out = f"DELETE FROM {table} WHERE {column} = ?"  # noqa: S608 -- the same
        self._base.executemany(leave_out, [(name,) for name in gone])

    def close(self) -> None:
        """Let go of the database; what was not saved is gone."""
        self._base.close()


def _text(pages: Iterable[Written]) -> str:
    return "\n".join([one.line for one in pages])
