"""``klantboek lint --watch`` as it is used: a process that is left running while files change."""

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from given import COVERED
from klantboek.book import Book
from klantboek.cli.watching import watch

_HOSTS = {"GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"}
COMMAND = str(Path(sys.executable).with_name("klantboek"))
STOPS = "Ctrl+C stops."
PATIENCE = 60


class Watching:
    """A running command whose output is read as it comes."""

    def __init__(self, process: subprocess.Popen[bytes], output: int) -> None:
        """Take the process and where its output can be read."""
        self.process = process
        self.output = output

    def until(self, words: str = STOPS) -> str:
        """Give what is printed from now on, until these words are."""
        found = b""
        end = time.monotonic() + PATIENCE
        while words.encode() not in found:
            assert time.monotonic() < end, found.decode()
            if select.select([self.output], [], [], 1)[0]:
                piece = os.read(self.output, 65536)
                assert piece, found.decode()
                found += piece
        return found.decode()

    def stop(self) -> int:
        """Press Ctrl+C, and give how the process ends."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@contextmanager
def _watching(folder: Path, *words: str, terminal: bool = False) -> Iterator[Watching]:
    env = {name: value for name, value in os.environ.items() if name not in _HOSTS} | {"TERM": "xterm"}
    mine, its = pty.openpty() if terminal else os.pipe()
    process = subprocess.Popen(
        [COMMAND, "lint", "--watch", *words], cwd=folder, env=env, stdout=its, stderr=its, start_new_session=True
    )  # fmt: skip
    os.close(its)
    try:
        yield Watching(process, mine)
    finally:
        process.kill()
        process.wait()
        os.close(mine)


@pytest.fixture
def root(book_of: Callable[..., Book]) -> Path:
    """Give the folder of a clean book."""
    return book_of(COVERED).root


def test_every_change_is_a_new_check(root: Path) -> None:
    """A fault is reported soon after it is written, and gone when it is mended; Ctrl+C ends with 0."""
    file = root / "relations" / "R-00001.yaml"
    good = file.read_text(encoding="utf-8")
    with _watching(root) as running:
        first = running.until()
        assert first.startswith("Check 1\n\nChecked 5 records: nothing to mend.\n")
        assert "\x1b" not in first
        file.write_text(good.replace("active", "activ"), encoding="utf-8")
        second = running.until()
        assert "----------\n\nCheck 2, after a change of relations/R-00001.yaml\n" in second
        assert "error KB104" in second
        (root / "relations" / "R-00002.yaml").write_text(good.replace("00001", "00002"), encoding="utf-8")
        file.write_text(good, encoding="utf-8")
        while "Checked 6 records: nothing to mend." not in (third := running.until()):
            assert "Check " in third  # the two files may be seen one after the other
        assert running.stop() == 0
        assert "Traceback" not in os.read(running.output, 65536).decode()


def test_a_broken_book_is_waited_for(root: Path) -> None:
    """A book.yaml that can't be used, or is gone with all the rest, is an error now; when it is back, checks go on."""
    settings = root / "book.yaml"
    good = settings.read_text(encoding="utf-8")
    with _watching(root.parent) as running:
        running.until()
        settings.write_text("name: [", encoding="utf-8")
        assert "error: The book's own file can't be used" in running.until()
        settings.write_text(f"{good}colour: red\n", encoding="utf-8")
        assert "has no key" in running.until()
        shutil.move(root, root.with_name("away"))
        assert "error: No book found" in running.until()
        shutil.move(root.with_name("away"), root)
        settings.write_text(good, encoding="utf-8")
        while "nothing to mend" not in running.until():
            pass
        assert running.stop() == 0


def test_it_can_start_with_a_broken_book(root: Path) -> None:
    """The first check may fail as well."""
    (root / "book.yaml").write_text("name: [", encoding="utf-8")
    with _watching(root) as running:
        assert "Check 1\n\nerror: " in running.until()
        assert running.stop() == 0


def test_a_terminal_begins_on_an_empty_screen(root: Path) -> None:
    """On a terminal each check clears the screen first; a name with an escape code does nothing there."""
    with _watching(root, "--statistics", terminal=True) as running:
        assert running.until().startswith("\x1b[2J\x1b[1;1H")
        (root / "relations" / "\x1b[31m::error::x\n.yaml").write_text("a: 1\n", encoding="utf-8")
        second = running.until()
        assert second.startswith("\x1b[2J\x1b[1;1H")
        assert "after a change of relations/\\u001b[31m::error::x\\u000a.yaml" in second
        assert "\x1b[31m::" not in second
        assert running.stop() == 0


def test_a_stop_in_the_middle_of_a_check_is_quiet(root: Path) -> None:
    """Ctrl+C before the first check is through ends with 0 too, or as any command that has hardly begun."""
    with _watching(root) as running:
        running.until("Check 1")
        assert running.stop() == 0


@pytest.mark.parametrize("error", [None, RuntimeError])
def test_a_stop_that_somebody_else_took_counts(error: type[Exception] | None, tmp_path: Path) -> None:
    """A library that takes Ctrl+C for an error of what it called, or for nothing at all, does not keep us going."""
    checks: list[int] = []

    def check() -> None:
        checks.append(1)
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            if error:
                raise error from None

    before = signal.getsignal(signal.SIGINT)
    with click.Context(click.Command("lint")):
        watch(tmp_path, check)
    assert checks == [1]
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "json"), ("--format", "github"), ("--fix",), ("--unsafe-fixes",), ("--diff",), ("--accept",),
        ("--accept-new",),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(words: tuple[str, ...], root: Path) -> None:
    """A report for a program, and whatever writes, can't go on and on."""
    done = subprocess.run(
        [COMMAND, "lint", "--watch", *words], cwd=root, capture_output=True, text=True, check=False, timeout=PATIENCE
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--watch" in done.stderr


def test_without_a_book_there_is_nothing_to_watch(tmp_path: Path) -> None:
    """Where no book is, the command ends as always."""
    done = subprocess.run(
        [COMMAND, "lint", "--watch"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
