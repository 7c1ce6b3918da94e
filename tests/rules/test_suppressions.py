"""What a comment in a record allows, and what is wrong with such comments."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.book import Book, load
from klantboek.rules import lint
from klantboek.rules.catalogue import entry

CASES = data(Path(__file__).with_name("suppressions.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any], book_of: Callable[..., Book]) -> None:
    """A comment allows the codes it names where it stands, and a comment that doesn't is reported."""
    book = book_of({"book.yaml": {"lint": {"select": ["KB2", "KB5", "KB911"]}}})
    (book.root / "relations" / "R-00001.yaml").write_text(case["text"], encoding="utf-8")
    found = lint(load(book.root, book.as_of))
    assert [f"{one.place.line} {one.code} {one.message}" for one in found] == case["finds"]
    assert all(one.place.file == "relations/R-00001.yaml" for one in found)


def test_comments_obey_the_severities_of_the_book(book_of: Callable[..., Book]) -> None:
    """A book may take an unused comment less seriously; without a setting it is a warning."""
    settings = {"lint": {"select": ["KB5"], "severity": {"KB018": "advice"}}}
    book = book_of({"book.yaml": settings})
    file = book.root / "relations" / "R-00001.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}# klantboek: allow KB501 -- gone\n# klantboek: allow\n", encoding="utf-8")
    found = lint(load(book.root, book.as_of))
    assert [(one.code, one.severity) for one in found] == [("KB018", "advice"), ("KB015", "warning")]


@pytest.mark.parametrize("code", ["KB015", "KB016", "KB017", "KB018", "KB019"])
def test_each_code_is_documented(code: str) -> None:
    """``klantboek rule`` explains what can be wrong with what was allowed or accepted."""
    found = entry(code)
    assert found.severity == "warning"
    assert found.why and found.help  # noqa: PT018 -- two texts of one entry
