"""Amounts in currencies that do not count in cents."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.book import Book
from klantboek.book.minor import major_units
from klantboek.handbook import build
from klantboek.handbook.writing import writing

TODAY = date(2026, 11, 20)
ORDER = {
    "number": "O-1",
    "date": "2026-03-02",
    "channel": "shop",
    "lines": [{"product": "oven", "quantity": 2, "unit_price": 61500}],
}


@pytest.mark.parametrize(
    ("minor", "currency", "written"),
    [
        (123456, "EUR", "€\u00a01.234,56"),
        (123000, "JPY", "JP¥\u00a0123.000"),
        (-1234567, "KWD", "KWD\u00a0\u22121.234,567"),
    ],
)
def test_minor_units(minor: int, currency: str, written: str) -> None:
    """An amount in minor units is written in the decimals of its own currency."""
    assert writing("nl").minor(minor, currency) == written


@given(st.integers(-(10**20), 10**20), st.sampled_from(["EUR", "JPY", "KWD"]), st.sampled_from(["nl", "en"]))
def test_minor_units_are_written_as_the_amount_is(minor: int, currency: str, language: str) -> None:
    """Whether it is given in cents or in euros, an amount reads the same."""
    write = writing(language)
    assert write.minor(minor, currency) == write.money(major_units(minor, currency), currency)


def test_whole_amounts() -> None:
    """A headline leaves all decimals out, whatever the currency."""
    assert writing("en").whole_money(123456, "JPY") == "JP¥123,456"
    assert writing("en").whole_money(1234, "KWD") == "KWD\u00a01,234"


def test_a_book_in_yen(book_of: Callable[..., Book], tmp_path: Path) -> None:
    """In a book that counts in yen the pages show yen, not a hundredth of them."""
    book = book_of(
        {
            "book.yaml": {"currency": "JPY", "languages": ["en"]},
            "products/oven.yaml": {},
            "relations/R-00001.yaml": {"orders": [ORDER, {**ORDER, "number": "O-2", "date": "2025-03-02"}]},
        }
    )
    built = build(book.root, book=book, folder=tmp_path / "out")
    pages = [file.read_text(encoding="utf-8") for file in built.folder.rglob("*.html")]
    assert any("JP¥246,000" in page for page in pages)
    assert not any("1,230" in page or "2,460" in page for page in pages)


def _bought(*orders: tuple[str, str, int]) -> dict[str, Any]:
    """Give the orders of a relation: of each the day, the currency and the price."""
    return {
        "orders": [
            {
                "number": f"O-{number}",
                "date": day,
                "channel": "shop",
                "currency": currency,
                "lines": [{"product": "oven", "quantity": 1, "unit_price": price}],
            }
            for number, (day, currency, price) in enumerate(orders)
        ]
    }


RECENT, LONG_AGO = "2026-03-02", "2023-03-02"
RELATIONS = {
    "R-00001": _bought((RECENT, "EUR", 10), (RECENT, "USD", 7)),
    "R-00002": _bought((RECENT, "USD", 20), (LONG_AGO, "USD", 300), (RECENT, "GBP", 5)),
    "R-00003": _bought((LONG_AGO, "USD", 40)),
    "R-00004": {},
    "R-00005": _bought((RECENT, "USD", 0)),
    "R-00006": _bought((LONG_AGO, "EUR", 90)),
}
# What each bought in twelve months by the tiles of its page, and in all by the list of relations.
TOLD: dict[str, tuple[list[str], str]] = {
    "R-00001": (["€10.00", "US$7.00"], "€10"),
    "R-00002": (["£5.00", "US$20.00"], "£5"),
    "R-00003": (["US$0.00"], "US$40"),
    "R-00004": ([], ""),
    "R-00005": (["US$0.00"], ""),
    "R-00006": (["€0.00"], "€90"),
}


def test_who_buys_in_another_currency_is_told_in_it(book_of: Callable[..., Book], tmp_path: Path) -> None:
    """Nobody who buys in dollars only is said to buy for no euros: on its page, in the list, among others alike."""
    given_ = {f"relations/{number}.yaml": relation for number, relation in RELATIONS.items()}
    book = book_of({"book.yaml": {"currency": "EUR"}, "products/oven.yaml": {}, **given_}, TODAY)
    held = build(book.root, book=book, folder=tmp_path / "held", language="en").folder
    kept = build(book.root, as_of=TODAY, folder=tmp_path / "kept", language="en").folder
    files = [file.relative_to(held) for file in held.rglob("*.html")]
    assert [file for file in files if (held / file).read_bytes() != (kept / file).read_bytes()] == []
    rows = (kept / "relations.html").read_text(encoding="utf-8").split("<tr>")
    for number, (tiles, whole) in TOLD.items():
        page = (kept / "relations" / f"{number}.html").read_text(encoding="utf-8")
        assert re.findall(r"<dt>Turnover 12 months</dt><dd>([^<]*)", page) == tiles
        (row,) = [one for one in rows if f">{number}<" in one]
        amounts = re.findall(r"(?:€|£|US\$)[^<]*", row)
        assert amounts == [one for one in [whole] if one]
    behind = [file.read_text(encoding="utf-8") for file in (kept / "figures").glob("*/*.html")]
    assert any("US$40" in page for page in behind)
    assert any("£5" in page for page in behind)
