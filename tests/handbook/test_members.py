"""Who is in a segment: on its page, and how many in the list of segments."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from klantboek.book import Book
from klantboek.handbook import behind, build
from klantboek.handbook.edition import Edition
from klantboek.handbook.pages import records, registers

TODAY = date(2026, 11, 20)
MEMBER = re.compile(r"relations/(R-\d+)\.html")


def _relation(price: int) -> dict[str, Any]:
    line = {"product": "oven", "quantity": 1, "unit_price": price}
    return {"orders": [{"number": "O-1", "date": "2026-03-02", "channel": "shop", "lines": [line]}]}


def _book(book_of: Callable[..., Book]) -> Book:
    return book_of(
        {
            "book.yaml": {"languages": ["en"]},
            "products/oven.yaml": {},
            "segments/bakers.yaml": {"condition": "orders > 0"},
            "segments/nobody.yaml": {"condition": "orders > 9"},
            "segments/wrong.yaml": {"shoe_size": 44},
            "relations/R-00001.yaml": _relation(10),
            "relations/R-00002.yaml": _relation(30),
            "relations/R-00003.yaml": _relation(20),
            "relations/R-00004.yaml": {},
        },
        TODAY,
    )


@pytest.mark.parametrize("is_held", [True, False])
def test_segment_shows_its_members(
    book_of: Callable[..., Book], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_held: bool  # noqa: FBT001 -- a case
) -> None:  # fmt: skip
    """Those that bought most come first, as many as fit on a page; it says how many there are and how many more."""
    monkeypatch.setattr(behind, "FIRST", 2)
    book = _book(book_of)
    folder = build(book.root, book=book if is_held else None, as_of=TODAY, folder=tmp_path / "out").folder
    page = (folder / "segments/bakers.html").read_text(encoding="utf-8")
    head, _, section = page.partition("<section id=members>")
    assert section.startswith("<h2>Who is in it <small>3</small></h2>")
    assert MEMBER.findall(section) == ["R-00002", "R-00003"]
    assert "1 more row" in section
    assert MEMBER.findall(head) == []
    assert "id=members" not in (folder / "segments/nobody.html").read_text(encoding="utf-8")
    rows = (folder / "segments.html").read_text(encoding="utf-8").partition("<tbody>")[2].split("<tr>")[1:]
    sizes = {
        name: re.findall(r'<td class="n"[^>]*>(\d+)', row)
        for row in rows
        for name in ("bakers", "nobody", "wrong")
        if f"segments/{name}.html" in row
    }
    assert sizes == {"bakers": ["3"], "nobody": ["0"], "wrong": ["0"]}


def test_members_that_nobody_may_know_are_not_counted(book_of: Callable[..., Book]) -> None:
    """Where the figure of members is closed there is no column for them, and no list."""
    edition = Edition(_book(book_of), "en", (), {})
    made = {page.file: page.make() for page in registers.pages(edition) if page.file == "segments.html"}
    assert "Members" not in [column.label for column in made["segments.html"]["listing"].columns]
    (page,) = [page for page in records.pages(edition) if page.file == "segments/bakers.html"]
    assert "members" not in [section.anchor for section in page.make()["sections"]]
