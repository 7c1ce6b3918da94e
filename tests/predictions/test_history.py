"""What git's history shows of the fields of a book."""

from collections.abc import Callable

import pytest

from given import git as _git
from given import lay_out
from klantboek.book import Book, load
from klantboek.predictions.history import HistoryError, history

BookOf = Callable[..., Book]
DICTIONARY = {
    "dictionary/emails.yaml": {"fields": ["relation.emails"]},
    "dictionary/base.yaml": {"fields": ["relation"]},
}


def _committed(book: Book, given: dict[str, object]) -> None:
    lay_out(book.root, given)
    _git(book.project, "add", "-A")
    _git(book.project, "commit", "-q", "-m", "x")


def test_every_version_is_checked_once(book_of: BookOf) -> None:
    """A value that was wrong once counts, though it is right now; the same content counts once."""
    book = book_of(DICTIONARY)
    _git(book.project, "init", "-q")
    wrong = {"emails": [{"address": "no address"}], "since": "2020-13-01"}
    for record in (wrong, {"emails": [{"address": "info@halm.example"}]}, wrong, {}):
        _committed(book, {"relations/R-00002.yaml": record})
    _committed(book, {"relations/old/R-00003.yaml": "naem: x"})
    (book.root / "relations" / "R-00004.yaml").symlink_to("R-00001.yaml")
    _committed(book, {})
    found = history(load(book.root, book.as_of))
    assert found.versions == 5
    assert found.wrong == {"relation.emails": 1, "relation": 2}


def test_without_git(book_of: BookOf) -> None:
    """Outside a repository, and in one without commits, it says what is missing."""
    book = book_of(DICTIONARY)
    with pytest.raises(HistoryError, match="not a git repository"):
        history(book)
    _git(book.project, "init", "-q")
    with pytest.raises(HistoryError):
        history(book)
