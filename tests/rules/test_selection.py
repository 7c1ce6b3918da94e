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


FOLDERS: dict[str, Any] = {
    **COVERED,
    "relations/R-00001.yaml": {"roles": ["other"]},
    "relations/archive/R-00002.yaml": {"roles": ["other"], "owner": "nobody"},
    "relations/archive/old/R-00003.yaml": {"roles": ["other"]},
}


@pytest.mark.parametrize(
    ("lint_settings", "expected"),
    [
        ({}, ["1 KB501 error", "2 KB110 error", "2 KB501 error", "3 KB501 error"]),
        (
            {"folders": [{"folder": "relations/archive", "ignore": ["KB5"]}]},
            ["1 KB501 error", "2 KB110 error"],
        ),
        (
            {"folders": [{"folder": "relations/archive/", "select": ["KB1"]}]},
            ["1 KB501 error", "2 KB110 error"],
        ),
        (
            {"ignore": ["KB501"], "folders": [{"folder": "relations/archive", "select": ["KB5"]}]},
            [],
        ),
        (
            {
                "severity": {"KB501": "warning"},
                "folders": [
                    {"folder": "relations/archive/old", "severity": {"KB5": "error"}},
                    {"folder": "relations/archive", "severity": {"KB501": "advice", "KB1": "warning"}},
                ],
            },
            ["1 KB501 warning", "2 KB110 warning", "2 KB501 advice", "3 KB501 error"],
        ),
        ({"folders": [{"folder": "relations/arch", "ignore": ["KB"]}]}, None),
    ],
)
def test_folders(
    lint_settings: dict[str, Any], expected: list[str] | None, book_of: Callable[..., Book]
) -> None:
    """A folder's settings stand on top of the book's: it selects from what is left, and says how severe it is there."""
    found = lint(book_of({**FOLDERS, "book.yaml": {"lint": lint_settings}}))
    if expected is None:
        expected = ["k KB114 error", "1 KB501 error", "2 KB110 error", "2 KB501 error", "3 KB501 error"]
    assert sorted(f"{one.record[-1]} {one.code} {one.severity}" for one in found) == sorted(expected)


def test_a_comment_in_a_folder_that_leaves_its_code_out_is_not_unused(book_of: Callable[..., Book]) -> None:
    """What the folder does not report can't be missing there; elsewhere it is."""
    comment = "roles: [customer] # klantboek: allow KB501 -- see the contract"
    given = {"relations/R-00001.yaml": comment, "relations/archive/R-00002.yaml": comment}
    settings = {"lint": {"folders": [{"folder": "relations/archive", "ignore": ["KB5"]}]}}
    found = lint(book_of({**COVERED, **given, "book.yaml": settings}))
    assert [(one.code, one.record) for one in found if one.code == "KB018"] == [("KB018", "relation/R-00001")]


def test_what_can_not_be_read_is_always_said(book_of: Callable[..., Book]) -> None:
    """Reading and schema findings can't be ignored: that record is missing from every figure."""
    found = lint(
        book_of({"book.yaml": {"lint": {"ignore": ["KB"]}}, "relations/R-00002.yaml": {"city": "Ede"}})
    )
    assert [one.code for one in found] == ["KB101"]
