"""Accepting what is found today, as it is used: the list, what it leaves out, how it shrinks."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from given import COVERED
from klantboek.book import Book
from klantboek.rules.baseline import FILE

_HOSTS = {"GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"}
_KNOWN = {"roles": ["other"], "notes": [{"on": "2026-01-01", "by": "hdv", "text": "Hij is ziek."}]}
_FOUND = {**COVERED, "relations/R-00001.yaml": _KNOWN}
Lint = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def lint() -> Lint:
    """Give a runner of the installed command in the folder of a book."""

    def start(book: Book, *words: object) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("klantboek")), "lint", *map(str, words)]
        env = {name: value for name, value in os.environ.items() if name not in _HOSTS}
        return subprocess.run(command, cwd=book.root, env=env, capture_output=True, text=True, check=False)

    return start


def _edited(book: Book, old: str, new: str) -> None:
    file = book.root / "relations" / "R-00001.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_accepted_once_and_reported_no_more(book_of: Callable[..., Book], lint: Lint) -> None:
    """After accepting the book is clean, wherever the lines move; the list holds no value."""
    book = book_of(_FOUND)
    assert lint(book).returncode == 1
    done = lint(book, "--accept")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Accepted: 2 new, 0 as before, 0 gone."
    assert (book.root / FILE).read_text(encoding="utf-8") == (
        '{"format": 1, "accepted": [\n'
        '  {"rule": "KB501", "record": "relation/R-00001", "path": "roles"},\n'
        '  {"rule": "KB911", "record": "relation/R-00001", "path": "notes[2026-01-01].text"}\n'
        "]}\n"
    )
    assert [file.name for file in book.root.iterdir() if file.name.startswith(".")] == [FILE]
    _edited(book, "number:", "\n\n# Moved.\nnumber:")
    assert lint(book).returncode == 0


def test_list_shrinks_and_refuses_what_is_new(book_of: Callable[..., Book], lint: Lint) -> None:
    """What was mended is stale until it is taken off; what is new enters only when asked for."""
    book = book_of(_FOUND)
    lint(book, "--accept")
    _edited(book, "other", "customer")
    _edited(book, "notes:\n", "notes:\n  - {on: 2026-01-02, by: hdv, text: Zij is zwanger.}\n")
    # Only a report on the whole book can tell that an entry is not needed any more.
    assert "KB019" not in lint(book, "relations").stdout
    done = lint(book)
    # Long messages are cut over lines where the terminal is narrow.
    said = " ".join(done.stdout.replace("|", " ").split())
    assert "KB501 was accepted in relation/R-00001 at roles, and is not found there any more" in said
    assert done.stdout.count("error KB") + done.stdout.count("warning KB") == 2
    done = lint(book, "--accept")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == [
        "Accepted: 0 new, 1 as before, 1 gone.",
        "What is not on the list stays to be mended; --accept-new puts it there.",
    ]
    assert done.stdout.count("warning KB911") == 1
    done = lint(book, "--accept-new")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Accepted: 1 new, 1 as before, 0 gone.")


def test_personal_text_is_not_repeated(book_of: Callable[..., Book], lint: Lint) -> None:
    """A finding about what should stand nowhere shows neither the word nor the line."""
    done = lint(book_of(_FOUND))
    assert "KB911" in done.stdout
    assert "ziek" not in done.stdout


@pytest.mark.parametrize("words", [("relations",), ("--select", "KB5"), ("--severity", "error")])
def test_accepting_is_about_the_whole_book(
    words: tuple[str, ...], book_of: Callable[..., Book], lint: Lint
) -> None:
    """With a part of the findings the list would forget the rest."""
    book = book_of(_FOUND)
    done = lint(book, "--accept", *words)
    assert done.returncode == 2
    assert "--accept is about the whole book" in done.stderr
    assert not (book.root / FILE).exists()


def test_damaged_list(book_of: Callable[..., Book], lint: Lint) -> None:
    """A list that can't be read ends lint with an error of its own."""
    book = book_of(_FOUND)
    (book.root / FILE).write_text("{}", encoding="utf-8")
    done = lint(book)
    assert (done.returncode, done.stdout) == (17, "")
    assert "can't be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_program_reads_stays_whole(book_of: Callable[..., Book], lint: Lint) -> None:
    """In another format the words about the list go to the error stream."""
    book = book_of(_FOUND)
    done = lint(book, "--accept", "--format", "json")
    assert "Accepted: 2 new" in done.stderr
    assert "Accepted" not in done.stdout
