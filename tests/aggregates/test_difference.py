"""One question asked of two states of a book."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from given import git, lay_out
from klantboek.aggregates.difference import difference
from klantboek.aggregates.query import QueryError, Question
from klantboek.book import Book
from klantboek.linting.sources import FolderSource
from klantboek.review import RevisionError, source_then
from klantboek.tables.store import State

BookOf = Callable[..., Book]
THEN: dict[str, Any] = {"relations/R-00002.yaml": {"status": "active"}, "relations/R-00003.yaml": {}}
NOW: dict[str, Any] = {"relations/R-00002.yaml": {"status": "ended"}, "relations/R-00004.yaml": {}}


@pytest.fixture
def states(book_of: BookOf) -> tuple[State, State]:
    """Give a book as git had it, and as it is on disk now."""
    book = book_of(THEN)
    git(book.root.parent, "init", "-q")
    git(book.root.parent, "add", "-A")
    git(book.root.parent, "commit", "-qm", "then")
    (book.root / "relations" / "R-00003.yaml").unlink()
    lay_out(book.root, NOW)
    then, _ = source_then(book.root, "HEAD")
    return (
        State(then, book.as_of, keeps=False),
        State(FolderSource(book.root), book.as_of, keeps=False),
    )


def test_rows_are_known_by_their_first_columns(states: tuple[State, State]) -> None:
    """A row that came is new, one that went is gone, of one that changed there is what it was and is."""
    found = difference(*states, Question("SELECT id, status FROM relations"))
    assert found.names == ("change", "id", "status")
    assert found.rows == [
        ("was", "R-00002", "active"),
        ("is", "R-00002", "ended"),
        ("gone", "R-00003", "active"),
        ("new", "R-00004", "active"),
    ]


def test_one_row_is_known_by_nothing(states: tuple[State, State]) -> None:
    """Of a single row in both answers it is told what it was and is."""
    sql = "SELECT COUNT(CASE WHEN status = 'active' THEN 1 END) FROM relations"
    assert difference(*states, Question(sql)).rows == [("was", 3), ("is", 2)]


def test_rows_that_nothing_names(states: tuple[State, State]) -> None:
    """Rows of which no column is different in all are compared whole, and counted."""
    assert difference(*states, Question("SELECT status FROM relations")).rows == [
        ("gone", "active"),
        ("new", "ended"),
    ]


def test_stated_key(states: tuple[State, State]) -> None:
    """The columns by which rows are known can be named."""
    found = difference(*states, Question("SELECT status, id FROM relations"), ["id"])
    assert [row[0] for row in found.rows] == ["was", "is", "gone", "new"]


@pytest.mark.parametrize(
    ("sql", "keys", "says"),
    [
        ("SELECT status FROM relations", ["status"], "same status"),
        ("SELECT id FROM relations", ["number"], "no column 'number'"),
        ("SELECT id AS change FROM relations", [], "already"),
        ("SELECT idd FROM relations", [], "idd"),
    ],
)
def test_what_can_not_be_compared(states: tuple[State, State], sql: str, keys: list[str], says: str) -> None:
    """One message says why."""
    with pytest.raises(QueryError, match=says):
        difference(*states, Question(sql), keys)


def test_rows_as_parquet(states: tuple[State, State], tmp_path: Path) -> None:
    """The same rows can be written with their types."""
    file = tmp_path / "rows.parquet"
    found = difference(*states, Question("SELECT id, since FROM relations"), file=file)
    with duckdb.connect(":memory:") as connection:
        assert connection.execute(f"FROM read_parquet('{file}')").fetchall() == found.rows


def test_unknown_revision(book_of: BookOf) -> None:
    """A revision that git does not know is a message."""
    book = book_of({})
    git(book.root.parent, "init", "-q")
    with pytest.raises(RevisionError):
        source_then(book.root, "nowhere")
