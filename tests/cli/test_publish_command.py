"""``klantboek handbook --audience`` and ``klantboek publish`` as people run them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from klantboek.book import Book
from klantboek.cli.app import app

BookOf = Callable[..., Book]
AUDIENCES = [{"code": "desk", "names": {"nl": "Balie", "en": "Desk"}, "sees": ["none", "contact"]}]


def _run(book: Book, name: str, *words: str) -> Result:
    return CliRunner().invoke(app, [name, "--book", str(book.root), *words])


@pytest.fixture
def book(book_of: BookOf) -> Book:
    """Give a book with an audience."""
    return book_of({"book.yaml": {"audiences": AUDIENCES}, "relations/R-00001.yaml": {}})


def test_published_for_everybody_says_so(book: Book, tmp_path: Path) -> None:
    """The handbook is in its place, and the last line says that it holds everything."""
    done = _run(book, "publish", "--to", str(tmp_path / "srv" / "site"))
    assert done.exit_code == 0, done.output
    assert (tmp_path / "srv" / "site" / "relations" / "R-00001.html").is_file()
    assert "It holds everything in the book." in done.output


def test_place_of_other_readers_is_refused(book: Book, tmp_path: Path) -> None:
    """A handbook with more in it does not go where one with less stands."""
    target = str(tmp_path / "site")
    assert _run(book, "publish", "--to", target, "--audience", "desk").exit_code == 0
    refused = _run(book, "publish", "--to", target)
    assert refused.exception is not None
    assert "the audience desk" in str(refused.exception)


def test_audience_has_a_folder_of_its_own(book: Book) -> None:
    """The whole handbook stays where it is, and the next command is said with the same audience."""
    done = _run(book, "handbook", "--audience", "desk")
    assert done.exit_code == 0, done.output
    assert (book.project / "build" / "handbook-desk" / "index.html").is_file()
    assert "klantboek serve --audience desk" in done.output


def test_unknown_audience_is_named(book: Book) -> None:
    """A slip is an error with the audience that was meant."""
    refused = _run(book, "handbook", "--audience", "disk")
    assert "There is no audience 'disk'." in str(refused.exception)
