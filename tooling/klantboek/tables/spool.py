"""Lines of tables on their way to the database."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Self


class Spool:
    """Lines of tables, by the names of these, on their way to the database in files of their own."""

    def __init__(self, names: Iterable[str]) -> None:
        self.lines: dict[str, list[str]] = {name: [] for name in names}

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="klantboek-")
        self._open: dict[str, IO[str]] = {}
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._open.values():
            stream.close()
        self._folder.cleanup()

    def flush(self) -> None:
        """Write the lines so far to the files."""
        for name, lines in self.lines.items():
            if lines:
                self._stream(name).write("\n".join(lines) + "\n")
                lines.clear()

    def _stream(self, name: str) -> IO[str]:
        if name not in self._open:
            file = Path(self._folder.name, f"{name}.csv")
            self._open[name] = file.open("w", encoding="utf-8", newline="")
        return self._open[name]

    def file(self, name: str) -> Path | None:
        """Give the file of a table, closed; None when it has no lines."""
        self.flush()
        stream = self._open.get(name)
        if stream is None:
            return None
        stream.close()
        return Path(stream.name)
