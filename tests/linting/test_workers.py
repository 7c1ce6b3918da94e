"""Checks in several processes, and on a disk that doesn't stand still."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from klantboek.book import Book
from klantboek.book.files import BookFile
from klantboek.findings import Finding
from klantboek.linting import Way, check_book
from klantboek.linting.loaded import lint_loaded
from klantboek.linting.open_book import RestlessBookError
from klantboek.linting.sources import FolderSource, Source

TODAY = date(2026, 11, 20)
FILES = {
    f"relations/R-000{number:02}.yaml": {"registrations": {"kvk": "12345678"}} for number in range(1, 13)
}


@pytest.fixture
def book(book_of: Callable[..., Book]) -> Book:
    """Give a book of twelve relations that all have something to do with each other."""
    return book_of(FILES)


def checked(source: Path | Source, jobs: int, *, keeps: bool = False) -> list[Finding]:
    """Give the findings of a check in so many processes."""
    return list(check_book(source, TODAY, None, None, Way(jobs, keeps)).findings)


@pytest.mark.parametrize("jobs", [1, 2, 3, 100])
def test_any_number_of_processes(book: Book, jobs: int) -> None:
    """The findings are the same, also with more processes than files; progress counts every file."""
    told: list[tuple[int, int]] = []
    way = Way(jobs, keeps=False, progress=lambda done, of: told.append((done, of)))
    assert list(check_book(book.root, TODAY, None, None, way).findings) == lint_loaded(book) != []
    assert told == [(number, 12) for number in range(1, 13)]


class _Deadly(FolderSource):
    """A folder with a file that kills the process that reads it, if that is not the first one."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._first = os.getpid()

    def content(self, file: BookFile) -> bytes:
        if file.stem == "R-00007" and os.getpid() != self._first:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().content(file)


@pytest.mark.parametrize("jobs", [2, 5])
def test_a_process_that_dies(book: Book, jobs: int) -> None:
    """What a killed process was doing is done by the first one: nothing is missing, and nothing waits for ever."""
    assert checked(_Deadly(book.root), jobs) == lint_loaded(book)


class _Shifting(FolderSource):
    """A folder with a file that gets another content, or goes, each time after it was read."""

    def __init__(self, root: Path, changes: list[bytes | None]) -> None:
        super().__init__(root)
        self._changes = changes

    def content(self, file: BookFile) -> bytes:
        found = super().content(file)
        if file.stem == "R-00007" and self._changes:
            change = self._changes.pop(0)
            if change is None:
                file.path.unlink()
            else:
                file.path.write_bytes(change)
        return found


@pytest.mark.parametrize("change", [None, b"", b"number: R-00007\nnaem: x\n"], ids=["gone", "empty", "other"])
@pytest.mark.parametrize("keeps", [False, True])
def test_a_file_that_changes_meanwhile(book: Book, change: bytes | None, *, keeps: bool) -> None:
    """When a file changed after it was examined, the book is checked as it is then."""
    found = checked(_Shifting(book.root, [change]), 1, keeps=keeps)
    assert found == checked(book.root, 1) != lint_loaded(book)
    assert checked(book.root, 1, keeps=True) == found


def test_a_book_that_never_rests(book: Book) -> None:
    """A file that changes after every look ends the check with a named error."""
    text = (book.root / "relations" / "R-00007.yaml").read_bytes()
    changes: list[bytes | None] = [text + b"#" * number + b"\n" for number in range(1, 50)]
    with pytest.raises(RestlessBookError, match="change while they are checked"):
        checked(_Shifting(book.root, changes), 1)


class _Vanishing(FolderSource):
    """A folder of which a file goes between the listing and the reading."""

    def content(self, file: BookFile) -> bytes:
        if file.stem == "R-00007":
            file.path.unlink(missing_ok=True)
        return super().content(file)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_goes_before_it_is_read(book: Book, jobs: int) -> None:
    """A file that can't be read is told as such, and looked at again the next time."""
    found = checked(_Vanishing(book.root), jobs, keeps=True)
    assert [(one.code, one.record) for one in found if one.place.file == "relations/R-00007.yaml"] == [
        ("KB014", "file/relations/R-00007.yaml")
    ]
    (book.root / "relations" / "R-00007.yaml").write_bytes(b"naem: x\n")
    assert "KB101" in {one.code for one in checked(book.root, 1, keeps=True)}


SLOW = """
import os, sys, time
from pathlib import Path
from klantboek.linting import Way, check_book
from klantboek.linting.sources import FolderSource

class Slow(FolderSource):
    def content(self, file):
        if file.kind == "relation":
            # In one piece: two processes write to one pipe.
            os.write(1, b"at it\\n")
            time.sleep(60)
        return super().content(file)

try:
    check_book(Slow(Path(sys.argv[1])), None, None, None, Way(2))
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.mark.parametrize("how", ["interrupt", "kill"])
def test_a_stop_half_way(book: Book, how: str) -> None:
    """After Ctrl+C, or when the first process is killed, no process stays and nobody complains."""
    settings = book.root / "book.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "as_of: 2026-11-20\n", encoding="utf-8")
    words = [sys.executable, "-c", SLOW, str(book.root)]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        assert running.stdout is not None
        assert [running.stdout.readline() for _ in range(2)] == [b"at it\n"] * 2
        if how == "interrupt":
            os.killpg(running.pid, signal.SIGINT)
        else:
            running.kill()
        # The pipes close when the last process that holds them is gone.
        out, err = running.communicate(timeout=30)
    assert out.replace(b"at it\n", b"") == (b"stopped\n" if how == "interrupt" else b"")
    assert err == b""


def test_a_check_that_was_stopped_leaves_what_was_kept(book: Book) -> None:
    """What was kept before a check that was stopped is whole, and used."""
    expected = checked(book.root, 1, keeps=True)

    class Stopped(FolderSource):
        def content(self, file: BookFile) -> bytes:
            if file.stem == "R-00007":
                raise KeyboardInterrupt
            return super().content(file)

    for name in ("R-00006", "R-00007"):
        (book.root / "relations" / f"{name}.yaml").write_bytes(b"naem: x\n")
    with pytest.raises(KeyboardInterrupt):
        checked(Stopped(book.root), 1, keeps=True)
    for name in ("R-00006", "R-00007"):
        text = (book.root / "relations" / "R-00001.yaml").read_text(encoding="utf-8")
        (book.root / "relations" / f"{name}.yaml").write_text(text.replace("R-00001", name), encoding="utf-8")
    assert checked(book.root, 1, keeps=True) == expected
