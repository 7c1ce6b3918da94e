"""Files that were written the time before, taken over when what they hold is the same."""

import os
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, NamedTuple

from klantboek.tables.database import load_lines
from klantboek.tables.files import FORMATS, write
from klantboek.tables.rows import text
from klantboek.tables.table import Column, Holds

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_COLUMNS = (
    *(Column(name, Holds.TEXT, "") for name in ("folder", "file", "key")),
    *(Column(name, Holds.INTEGER, "") for name in ("size", "modified", "number")),
)
# Smaller files of Parquet are written as a whole.
_LARGE = 50_000


class _State(NamedTuple):
    """How the disk tells one file from another, and from itself at another time."""

    size: int
    modified: int
    number: int


class Written:
    """The files of a folder that is written anew beside the old one; ``keep`` once they are in their place.

    What each file holds is known by a key. A file is taken over only as long as nobody touched it.
    """

    def __init__(self, connection: "DuckDBPyConnection", folder: Path, new: Path) -> None:
        self._connection = connection
        self._folder = folder
        self.new = new
        self._keys: dict[str, str] = {}
        self._before = self._read()

    def _read(self) -> dict[str, tuple[str, _State]]:
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS kept.written"
            " (folder VARCHAR, file VARCHAR, key VARCHAR, size BIGINT, modified BIGINT, number BIGINT)"
        )
        rows = self._connection.execute(
            "SELECT file, key, size, modified, number FROM kept.written WHERE folder = $folder",
            {"folder": str(self._folder)},
        ).fetchall()
        return {file: (key, _State(*state)) for file, key, *state in rows}

    def has(self, name: str, key: str) -> bool:
        """Tell whether all files of a table or aggregate are there and hold what the key stands for."""
        return all(self._is(f"{form}/{name}.{form}", key) for form in FORMATS)

    def _is(self, file: str, key: str) -> bool:
        found = self._before.get(file)
        return found is not None and found[0] == key and _state(self._folder / file) == found[1]

    def _may_splice(self, name: str) -> bool:
        """Tell whether the files of a table or aggregate hold the same rows, and so many that few may be others."""
        files = [f"{form}/{name}.{form}" for form in FORMATS]
        found = [self._before.get(file, ("", None)) for file in files]
        key, state = found[0]
        return state is not None and state.size >= _LARGE and all(self._is(file, key) for file in files)

    def put(self, name: str, key: str, query: str) -> None:
        """Take the files of a table or aggregate over, or write the rows of a SELECT. Raises UnwritableError."""
        if self.has(name, key):
            for form in FORMATS:
                self._take_over(f"{form}/{name}.{form}")
        else:
            write(self._connection, name, query, self.new, self._folder if self._may_splice(name) else None)
        self._keys.update(dict.fromkeys((f"{form}/{name}.{form}" for form in FORMATS), key))

    def _take_over(self, file: str) -> None:
        there = self.new / file
        there.parent.mkdir(exist_ok=True)
        try:
            os.link(self._folder / file, there, follow_symlinks=False)
        except OSError:
            copyfile(self._folder / file, there, follow_symlinks=False)

    def keep(self) -> None:
        """Write down how the files stand now that they are in their place."""
        rows = [
            ",".join((text(str(self._folder)), text(file), text(key), *map(str, state)))
            for file, key in self._keys.items()
            if (state := _state(self._folder / file)) is not None
        ]
        self._connection.execute("BEGIN")
        self._connection.execute(
            "DELETE FROM kept.written WHERE folder = $folder", {"folder": str(self._folder)}
        )
        load_lines(self._connection, "kept.written", _COLUMNS, rows)
        self._connection.execute("COMMIT")


def _state(file: Path) -> _State | None:
    try:
        found = file.lstat()
    except OSError:
        return None
    return _State(found.st_size, found.st_mtime_ns, found.st_ino % (1 << 63))
