"""A small database of what is kept for the next time: opened as it was left, or begun anew."""

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NoReturn

_STATED = "stated"
_COLUMNS = "(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Layout:
    """The tables of a database, and indexes that are made with them.

    ``version`` is another when the same columns mean something else; ``cache`` is how much is held at a time, in KiB.
    """

    version: int
    tables: Mapping[str, str]
    indexes: Mapping[str, str] = field(default_factory=dict)
    cache: int = 2048


class Opened(NamedTuple):
    """A database in a transaction of its own, and whether there is nothing in it yet."""

    base: sqlite3.Connection
    is_new: bool


def opened(
    file: Path | None,
    layout: Layout,
    stated: Mapping[str, str] | None = None,
    *,
    borrowed: bool = False,
    patience: float = 0.0,
) -> Opened:
    """Open the database in a file, or one for this time only. Raises sqlite3.Error, also while another run is at it.

    It is begun anew unless all that is ``stated`` is what was stated when it was made. One that is ``borrowed`` is
    left as it was, and must have been made where the same was stated. Nobody else can read the file, and what is
    taken out of it can't be found there any more.
    """
    asked = {"layout": _named(layout), **(stated or {})}
    base = _connected(file, layout, patience)
    try:
        if asked.items() <= _stated(base).items():
            return Opened(base, is_new=False)
        if borrowed:
            _refuse()
        if file is not None and base.execute("SELECT 1 FROM sqlite_schema").fetchone():
            # To make a new file costs less than to wipe the old one.
            base.close()
            file.unlink(missing_ok=True)
            base = _connected(file, layout, patience)
        _begin(base, layout, asked)
    except BaseException:
        base.close()
        raise
    return Opened(base, is_new=True)


def opened_or_without(file: Path | None, layout: Layout, *, patience: float = 0.0) -> sqlite3.Connection:
    """Open the database in a file; one for this time only where that is damaged, or another run is at it."""
    try:
        return opened(file, layout, patience=patience).base
    except sqlite3.Error as error:
        if file is not None and "locked" not in str(error):
            with suppress(OSError):
                file.unlink()
        return opened(None, layout).base


def _connected(file: Path | None, layout: Layout, patience: float) -> sqlite3.Connection:
    """Connect, and begin a transaction of which nobody else sees anything."""
    kept = file is not None
    if file is not None:
        with suppress(OSError):
            file.touch(_OWNER_ONLY)
        close_to_others(file)
    base = sqlite3.connect(
        "" if file is None else file, isolation_level=None, timeout=patience, check_same_thread=False
    )
    try:
        base.execute(f"PRAGMA journal_mode = {'DELETE' if kept else 'OFF'}")
        base.execute(f"PRAGMA synchronous = {'NORMAL' if kept else 'OFF'}")
        base.execute(f"PRAGMA secure_delete = {'ON' if kept else 'OFF'}")
        base.execute(f"PRAGMA cache_size = -{layout.cache}")
        base.execute("BEGIN EXCLUSIVE")
    except BaseException:
        base.close()
        raise
    return base


def close_to_others(file: Path) -> None:
    """Let nobody but its owner read a file; not by opening it, for that would end the locks that this process has on it."""
    with suppress(OSError):
        if file.stat().st_mode & 0o777 != _OWNER_ONLY and file.is_file():
            file.chmod(_OWNER_ONLY)


def _named(layout: Layout) -> str:
    return repr((layout.version, sorted(layout.tables.items()), sorted(layout.indexes.items())))


def _stated(base: sqlite3.Connection) -> dict[str, str]:
    there = base.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (_STATED,)).fetchone()
    return dict(base.execute(f"SELECT name, value FROM {_STATED}")) if there else {}  # noqa: S608 -- a name from here


def _begin(base: sqlite3.Connection, layout: Layout, stated: Mapping[str, str]) -> None:
    for name, columns in (*layout.tables.items(), (_STATED, _COLUMNS)):
        base.execute(f"CREATE TABLE {name} {columns}")
    for name, columns in layout.indexes.items():
        base.execute(f"CREATE INDEX {name} ON {columns}")
    base.executemany(f"INSERT INTO {_STATED} VALUES (?, ?)", stated.items())  # noqa: S608 -- a name from here


def _refuse() -> NoReturn:
    raise sqlite3.OperationalError("made for another book or day")
