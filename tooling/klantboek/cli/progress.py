"""How far work has come: one line on the terminal, which is gone when the work is done."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from klantboek.plain import plain

Told = Callable[[int, int], None]

# Seconds: work that takes less needs no line, and nobody reads faster than ten lines a second.
_PATIENCE = 1.0
_BETWEEN = 0.1
_COLUMNS = 80
_START_OF_LINE, _REST_OF_LINE = "\r", "\x1b[K"


@contextmanager
def progress(verb: str, unit: str, stream: TextIO | None = None) -> Iterator[Told]:
    """Give a function to call with how much is done and how much there is (0 when nobody knows).

    After a second of work it keeps a line such as "Checked 12,400 of 100,000 records" on the terminal that
    the errors go to, and takes it away at the end, however that comes. Anywhere else it writes nothing.
    """
    stream = stream or sys.stderr
    line = _Line(verb, unit, stream) if _is_terminal(stream) else None
    try:
        yield line.tell if line else _nothing
    finally:
        if line:
            line.erase()


def _nothing(done: int, total: int) -> None:
    """Tell nobody."""


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:  # closed
        return False


def _columns(stream: TextIO) -> int:
    stated = os.environ.get("COLUMNS", "")
    if stated.isdecimal():
        return max(int(stated), 2)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _COLUMNS
    except (OSError, ValueError):
        return _COLUMNS


class _Line:
    def __init__(self, verb: str, unit: str, stream: TextIO) -> None:
        self.verb, self.unit, self.stream = plain(verb), plain(unit), stream
        self.next = time.monotonic() + _PATIENCE
        self.is_shown = False

    def tell(self, done: int, total: int) -> None:
        """Write the line again, unless it was written a moment ago."""
        now = time.monotonic()
        if now < self.next:
            return
        self.next = now + _BETWEEN
        of = f" of {total:,}" if total else ""
        # A line that wraps could not be taken away.
        self._write(f"{self.verb} {done:,}{of} {self.unit}"[: _columns(self.stream) - 1])
        self.is_shown = True

    def erase(self) -> None:
        """Take the line away."""
        if self.is_shown:
            self._write("")
            self.is_shown = False

    def _write(self, text: str) -> None:
        try:
            self.stream.write(f"{_START_OF_LINE}{text}{_REST_OF_LINE}")
            self.stream.flush()
        except OSError:
            self.next = float("inf")  # the terminal is gone; the work goes on
