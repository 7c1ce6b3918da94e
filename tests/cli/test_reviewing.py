"""The review of pairs on a terminal and through a pipe: keys in, one file an answer out."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from given import Given
from klantboek.book import Book

RUN = """
import sys
from pathlib import Path
from klantboek.book import load
from klantboek.cli.reviewing import Asking
from klantboek.duplicates.pairs import Pair, Reason
from klantboek.errors import KlantboekError
book = load(Path("records").resolve(), None, __import__("datetime").date(2026, 11, 20))
reasons = (Reason("vat", "equal", 12.5, "same VAT number"), Reason("city", "other", -3.1, "other city"))
pairs = [Pair(f"R-0000{a}", f"R-0000{b}", 9.4, 0.98, reasons) for a, b in ((1, 2), (3, 4))]
try:
    Asking(sys.argv[1]).by_staff(book).review(book, pairs)
except KlantboekError as error:
    sys.exit(error.message)
"""
GIVEN: Given = {
    "relations/R-00001.yaml": {
        "organisation": {"name": "Bakkerij ##[error]x"},
        "phones": [{"number": "+31570001101", "kind": "landline"}],
    },
    "relations/R-00002.yaml": {"organisation": {"name": "De Halm met een naam die lang is " * 3}},
    "relations/R-00003.yaml": {"organisation": {"name": "Vos"}},
    "relations/R-00004.yaml": {"organisation": {"name": "Bos"}},
}


@pytest.fixture
def project(book_of: Callable[..., Book]) -> Path:
    """Give the folder of a book with two pairs; one name holds a command for the log of a job."""
    return book_of(GIVEN).project


def _piped(project: Path, keys: str, by: str = "hdv", columns: int = 100) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", RUN, by],
        cwd=project,
        input=keys,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": str(columns), "LINES": "40"},
    )


def _judged(project: Path) -> dict[str, str]:
    files = sorted((project / "records" / "judgements").glob("*.yaml"))
    lines = (file.read_text(encoding="utf-8").splitlines() for file in files)
    return {
        file.stem: next(line.partition(": ")[2] for line in found if line.startswith("verdict"))
        for file, found in zip(files, lines, strict=True)
    }


def test_answers_through_a_pipe(project: Path) -> None:
    """A key and a reason an answer; an empty reason takes the one that is offered."""
    done = _piped(project, "s\n\nd\nTwo families\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert _judged(project) == {"R-00001_R-00002": "same", "R-00003_R-00004": "distinct"}
    text = (project / "records" / "judgements" / "R-00001_R-00002.yaml").read_text()
    assert "reason: Same VAT number\n" in text
    assert "Judged 2; nothing is left." in done.stdout


def test_skip_undo_and_quit(project: Path) -> None:
    """What was passed over is left, what was taken back is gone, and unknown keys ask nothing."""
    assert _judged(project) == {}
    done = _piped(project, "k\nu\n\nz\nz\nz\nx\ns\n\nq\n")
    assert done.returncode == 0
    assert _judged(project) == {"R-00001_R-00002": "same"}
    assert done.stdout.count("taken back") == 2
    assert "There is nothing to take back." in done.stdout
    assert "Judged 1; 1 left." in done.stdout


def test_end_of_input_is_quit(project: Path) -> None:
    """What was answered before the input ended is written."""
    done = _piped(project, "d\nx\n")
    assert done.returncode == 0
    assert _judged(project) == {"R-00001_R-00002": "distinct"}


def test_somebody_judges(project: Path) -> None:
    """Without a name, or with one that nobody has, nothing is asked."""
    assert "names who gave it" in _piped(project, "s\n\n", by="").stderr
    assert "There is no staff code 'xx'" in _piped(project, "s\n\n", by="xx").stderr
    assert _judged(project) == {}


@pytest.mark.parametrize("columns", [40, 60, 100, 200])
def test_lines_fit(project: Path, columns: int) -> None:
    """Rows are as wide as the terminal allows, in two columns or below each other, and commands in names are dead."""
    done = _piped(project, "q\n", columns=columns)
    rows = [line for line in done.stdout.splitlines() if "Halm" in line or "naam" in line]
    assert rows
    assert max(map(len, rows)) <= columns
    assert "##[error]" not in done.stdout
    assert "\\u0023[" in done.stdout


def test_on_a_terminal(project: Path) -> None:
    """On a real terminal one key is enough, and the reason can be typed."""
    shown = _typed(project, [(b"other city", b"s"), (b"", b"Same owner\r"), (b"", b"q")])
    assert _judged(project) == {"R-00001_R-00002": "same"}
    text = (project / "records" / "judgements" / "R-00001_R-00002.yaml").read_text()
    assert "reason: Same owner\n" in text
    assert b"Judged 1; 1 left." in shown


def test_interrupted_on_a_terminal(project: Path) -> None:
    """Ctrl+C while the reason is asked takes the answer back, and at a key it ends the review; nothing is written."""
    shown = _typed(project, [(b"bits together", b"s"), (b"", b"\x03"), (b"", b"\x03")])
    assert _judged(project) == {}
    assert shown.count(b"Reason [") == 1
    assert b"Judged 0; 2 left." in shown
    assert b"Traceback" not in shown


def _typed(project: Path, keys: list[tuple[bytes, bytes]]) -> bytes:
    """Run the review on a terminal of its own: when a text appears, type the keys that go with it."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(project)
        os.execv(sys.executable, [sys.executable, "-c", RUN, "hdv"])  # noqa: S606 -- our own interpreter
    shown, waiting = b"", list(keys)
    for text, typed in waiting:
        shown += _until(terminal, text)
        # A key that comes before the program listens for it is lost, as with a hasty finger: it is pressed again.
        for _ in range(10):
            os.write(terminal, typed)
            answer = _until(terminal, b"\n", patience=2)
            shown += answer
            if len(answer) > len(typed) + 2:
                break
    shown += _until(terminal, b"never shown")
    os.close(terminal)
    os.waitpid(child, 0)
    return shown


def _until(terminal: int, text: bytes, patience: float = 20) -> bytes:
    """Read until a text has been shown and nothing follows it, or the program has ended."""
    shown, end = b"", time.monotonic() + patience
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.3)[0]:
            if text in shown:
                break
            continue
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    return shown
