"""The quick look at retentions: it never passes over a relation in which something is late."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from klantboek.book import Book, load
from klantboek.book.dictionary import Dictionary
from klantboek.book.lateness import Lateness
from klantboek.book.retention import Retention
from klantboek.house import carried


@pytest.mark.parametrize("days", [-300, 0, 200, 400, 900, 3000])
def test_quick_look_misses_nothing(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On any day the parts that are late are the same with the quick look as without it."""
    book = load(carried("records"), date(2026, 11, 20) + timedelta(days=days))
    quick = _late(book)
    monkeypatch.setattr(Lateness, "is_possible", lambda *_: True)
    assert quick == _late(book)


def test_quick_look_passes_over_most(book_of: Callable[..., Book]) -> None:
    """What is young enough needs no second look; a day that is missing is not an early one."""
    book = book_of(
        {
            "dictionary/notes.yaml": {
                "fields": ["relation.notes", "relation.interests"],
                "retention": {"months": 24, "after": "collected"},
            },
            "relations/R-00001.yaml": {"notes": [{"on": "2024-11-20", "by": "hdv", "text": "Kept."}]},
            "relations/R-00002.yaml": {
                "notes": [{"on": "2024-11-19", "by": "hdv", "text": "A day too old."}]
            },
        }
    )
    lateness = Lateness(Dictionary(book), book.as_of)
    assert [lateness.is_possible(one, lambda _: None) for one in book.relations] == [False, True]


def _late(book: Book) -> list[tuple[object, ...]]:
    retention = Retention(Dictionary(book), book.as_of)
    return [
        (relation.number, one.path, one.due, one.entry.code)
        for relation in book.relations
        for one in retention.expired(relation)
    ]
