"""Which findings a book wants to see, and how much each matters."""

from collections.abc import Callable
from typing import Any

import pytest

from given import COVERED
from klantboek.book import Book
from klantboek.rules import lint

GIVEN: dict[str, Any] = {
    **COVERED,
    "relations/R-00001.yaml": {"emails": [{"address": "a@halm.example"}], "roles": ["other"]},
    "relations/R-00002.yaml": {"emails": [{"address": "a@halm.example"}]},
}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["KB501 error", "KB303 warning"]),
        ({"select": ["KB3"]}, ["KB303 warning"]),
        ({"ignore": ["KB303"]}, ["KB501 error"]),
        ({"severity": {"KB3": "advice", "KB5": "warning"}}, ["KB501 warning", "KB303 advice"]),
        ({"severity": {"KB3": "advice", "KB303": "error"}}, ["KB501 error", "KB303 error"]),
    ],
)
def test_settings(settings: dict[str, Any], expected: list[str], book_of: Callable[..., Book]) -> None:
    """select, ignore and severity take codes and families; the longest code wins."""
    found = lint(book_of({**GIVEN, "book.yaml": {"lint": settings}}))
    assert [f"{one.code} {one.severity}" for one in found] == expected


def test_what_can_not_be_read_is_always_said(book_of: Callable[..., Book]) -> None:
    """Reading and schema findings can't be ignored: that record is missing from every figure."""
    found = lint(
        book_of({"book.yaml": {"lint": {"ignore": ["KB"]}}, "relations/R-00002.yaml": {"city": "Ede"}})
    )
    assert [one.code for one in found] == ["KB101"]
