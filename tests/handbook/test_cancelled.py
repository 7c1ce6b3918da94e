"""Orders that were cancelled: they are on the page of who ordered, and count nowhere."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from klantboek.book import Book
from klantboek.handbook import build

TODAY = date(2026, 11, 20)


def _order(number: int, status: str) -> dict[str, Any]:
    line = {"product": "oven", "quantity": number, "unit_price": 100}
    return {
        "number": f"O-{number}",
        "date": f"2026-03-{number:02}",
        "channel": "shop",
        "status": status,
        "lines": [line, line],
    }


@pytest.mark.parametrize("is_held", [True, False])
def test_cancelled_order_counts_nowhere(
    book_of: Callable[..., Book], tmp_path: Path, parsed: Callable[[Path], Any], is_held: bool  # noqa: FBT001 -- a case
) -> None:  # fmt: skip
    """The heading of the orders says how many were cancelled; no list of a product has them, nor who ordered nothing else."""
    several = [_order(number, "cancelled" if number == 2 else "delivered") for number in range(1, 9)]
    book = book_of(
        {
            "book.yaml": {"languages": ["en"]},
            "products/oven.yaml": {"names": {"nl": "Oven", "en": "Oven"}},
            "relations/R-00001.yaml": {"orders": several},
            "relations/R-00002.yaml": {"orders": [_order(9, "cancelled")]},
        },
        TODAY,
    )
    folder = build(book.root, book=book if is_held else None, as_of=TODAY, folder=tmp_path / "out").folder
    pages = {
        name: (folder / f"{name}.html").read_text(encoding="utf-8")
        for name in ("products", "products/oven", "relations/R-00001", "relations/R-00001~past", "relations/R-00002")
    }  # fmt: skip
    headings = [re.findall(r"<section id=orders><h2>[^<]*<small>([^<]*)", pages[name]) for name in pages]
    assert headings[2:] == [["8, of which 1 cancelled"]] * 2 + [["1, of which 1 cancelled"]]
    row = pages["products"].partition("products/oven.html")[2].partition("</tr>")[0]
    assert re.findall(r">(\d+)</td>", row) == ["7", "1"]
    sold = parsed(folder / "products/oven.html").text.partition("Who bought it")[2]
    assert sold.split()[0] == "14"
    assert [number for number in range(1, 10) if f"O-{number} " not in sold] == [2, 9]


def test_who_cancelled_nothing_has_a_number_alone(handbooks: dict[str, Path]) -> None:
    """Where all orders count the heading says how many there are."""
    page = (handbooks["en"] / "relations" / "R-00003.html").read_text(encoding="utf-8")
    assert re.findall(r"<section id=orders><h2>[^<]*<small>([^<]*)", page) == ["2"]
