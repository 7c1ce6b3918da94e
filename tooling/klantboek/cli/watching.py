"""Checking again at every change of a file, until somebody stops it."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from types import FrameType

import click

from klantboek.cli.options import forget_books, today
from klantboek.cli.screen import paint, say_error, shown
from klantboek.errors import KlantboekError, UnforeseenError
from klantboek.plain import plain
from klantboek.rules.baseline import FILE as BASELINE

# Seconds between two looks at the files, and until a look finds them as the one before: editors write in steps.
_BETWEEN, _REST, _LONGEST_REST = 0.3, 0.1, 2.0
# Looking at a very large book may take no more than this part of the time.
_SHARE = 0.1
# The day that counts as today, and of each file what changes when somebody writes it.
_State = tuple[date, dict[str, tuple[int, int, int]]]


def watch(root: Path, check: Callable[[], object]) -> None:
    """Run a check now and after every change below the folder; Ctrl+C ends it quietly.

    Errors of a check are told, and the next change starts another one.
    """
    changed: list[str] = []
    number, name = 0, shown(root)
    try:
        with _stops() as asked:
            state = _state(root)
            while True:
                number += 1
                _begin(number, changed)
                forget_books()
                _run(check, asked)
                _say_watching(name, len(state[1]))
                before, state = state, _changed_state(root, state)
                changed = _differences(before[1], state[1])
    except (KeyboardInterrupt, click.Abort):
        click.echo("")


@contextmanager
def _stops() -> Iterator[list[int]]:
    """Give a list that is no longer empty once Ctrl+C was pressed.

    A library that calls us back may take the interruption for an error of ours and go on.
    """
    asked: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _begin(number: int, changed: list[str]) -> None:
    """Begin on an empty screen, or below a line where there is no terminal."""
    after = ""
    if changed:
        more = f" and {len(changed) - 1:,} more" if len(changed) > 1 else ""
        after = f", after a change of {plain(changed[0])}{more}"
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        click.clear()
    elif number > 1:
        click.echo("\n----------\n")
    click.echo(paint(f"Check {number:,}{after}", "bold") + "\n")


def _run(check: Callable[[], object], asked: list[int]) -> None:
    try:
        check()
    except BrokenPipeError:
        raise
    except KlantboekError as error:
        say_error(error)
    except Exception as error:
        if asked:
            raise KeyboardInterrupt from error
        if click.get_current_context().find_root().params["debug"]:
            raise
        say_error(UnforeseenError(error))
    if asked:
        raise KeyboardInterrupt


def _say_watching(name: str, files: int) -> None:
    click.echo(f"\nWatching {files:,} {'file' if files == 1 else 'files'} in {name}; Ctrl+C stops.")


def _changed_state(root: Path, state: _State) -> _State:
    """Wait until the files differ from a state, and then until they stay as they are."""
    while True:
        began = time.monotonic()
        now = _state(root)
        if now != state:
            break
        took = time.monotonic() - began
        time.sleep(max(_BETWEEN, took / _SHARE))
    until = time.monotonic() + _LONGEST_REST
    while time.monotonic() < until:
        time.sleep(_REST)
        before, now = now, _state(root)
        if now == before:
            break
    return now


def _differences(
    before: dict[str, tuple[int, int, int]], after: dict[str, tuple[int, int, int]]
) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _state(root: Path) -> _State:
    return today(), dict(_files(root, ""))


def _files(folder: Path | str, prefix: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Give what is known of the files below a folder; what vanishes meanwhile is not there."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and entry.name != BASELINE:
                continue
            with suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(entry.path, f"{prefix}{entry.name}/")
                else:
                    facts = entry.stat(follow_symlinks=False)
                    yield f"{prefix}{entry.name}", (facts.st_mtime_ns, facts.st_size, facts.st_ino)
