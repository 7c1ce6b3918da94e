"""What was offered, on the page of who asked for it."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from klantboek.book import Book
from klantboek.handbook import past
from klantboek.handbook.edition import Edition
from klantboek.handbook.scope import scope

OVEN = {"product": "oven", "quantity": 2, "unit_price": Decimal("100.50")}
GRILL = {"product": "oven", "quantity": Decimal("1.5"), "unit_price": 10}


def _quote(number: str, *lines: dict[str, Any], **more: str) -> dict[str, Any]:
    return {"number": number, "date": "2026-03-02", "status": "open", "lines": list(lines), **more}


QUOTES = {
    "O-1": (_quote("O-1", OVEN, GRILL), "€216.00"),
    "O-2": (
        _quote("O-2", {**OVEN, "discount_percent": 10}, {**GRILL, "discount_amount": Decimal("5.50")}),
        "€190.40",
    ),
    "O-3": (_quote("O-3", OVEN, currency="USD"), "US$201.00"),
}


def test_quote_says_what_it_comes_to(book_of: Callable[..., Book]) -> None:
    """The head of a quote has its amount, in its currency, discounts taken off; not for who may not see a discount."""
    given = {"quotes": [quote for quote, _ in QUOTES.values()]}
    book = book_of(
        {"book.yaml": {"currency": "EUR"}, "products/oven.yaml": {}, "relations/R-00001.yaml": given}
    )
    edition = Edition(book, "en", (), {})
    record = book.find("relation", "R-00001")
    assert record is not None
    for seen, told in (
        (edition, {number: [amount] for number, (_, amount) in QUOTES.items()}),
        (
            replace(edition, sees=lambda path: not path.endswith("discount_percent")),
            {number: [] for number in QUOTES},
        ),
    ):
        section = past.in_short(seen.cells("../"), record, scope(seen, record), "quotes")
        heads = [part.partition("</th>")[0] for part in section.body.split("<tbody")[1:]]
        found = {
            number: re.findall("<small>([^<]*)</small>", head)
            for number in QUOTES
            for head in heads
            if number in head
        }
        assert found == told


def test_quotes_of_the_example_have_an_amount(shown: Path) -> None:
    """A discount of 8 % is taken off a price of € 865."""
    page = (shown / "relations" / "R-00022.html").read_text(encoding="utf-8").replace("\xa0", " ")
    quotes = page.partition("<section id=quotes>")[2].partition("</section>")[0]
    assert "O26-00022-22" in quotes
    assert "<small>€ 795,80</small>" in quotes
