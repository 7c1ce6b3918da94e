"""Amounts in currencies that do not count in cents."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.book import Book
from klantboek.book.minor import major_units
from klantboek.handbook import build
from klantboek.handbook.writing import writing

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
