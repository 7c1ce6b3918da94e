"""How the book does, on the first page."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from given import results
from klantboek.book import Book
from klantboek.handbook.edition import Edition
from klantboek.handbook.opening import open_edition
from klantboek.handbook.standing import numbers
from klantboek.handbook.whole import edition

TODAY = date(2026, 11, 20)
LINE = {"product": "oven", "quantity": 1}
# The first and the last day of the last twelve months and of the twelve before, and those just outside.
SOLD = {
    "2026-11-20": 1, "2025-11-21": 20, "2025-11-20": 500, "2024-11-21": 1000, "2024-11-20": 70000,
}  # fmt: skip


def _told(asked: Edition) -> dict[str, tuple[str, str]]:
    """Give the numbers and their notes by their labels."""
    return {one.label: (one.value, one.note) for one in numbers(asked)}


def _orders(days: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {"number": day, "date": day, "channel": "shop", "lines": [{**LINE, "unit_price": price}]}
        for day, price in days.items()
    ]


def test_turnover_of_a_year_is_that_of_its_days(book_of: Callable[..., Book]) -> None:
    """A year ends today and began the same day a year ago, like that of each relation; so does the one beside it."""
    abroad = {**_orders({"2026-11-19": 9})[0], "currency": "USD"}
    book = book_of(
        {"products/oven.yaml": {}, "relations/R-00001.yaml": {"orders": [*_orders(SOLD), abroad]}}, TODAY
    )
    held = edition(book, "en")
    kept = open_edition(book.root, TODAY, language="en")
    assert _told(held)["Turnover 12 months, excl. VAT"] == (
        "€21",
        "\N{MINUS SIGN}99% against the year before",
    )
    assert _told(held) == _told(kept)
    kept.close()
    assert sum(held.turnovers.values()) == 2100


def test_who_came_and_went_is_counted_by_calendar_month(book_of: Callable[..., Book]) -> None:
    """What is counted by calendar month says so."""
    told = _told(edition(book_of({"relations/R-00001.yaml": {"orders": _orders(SOLD)}}, TODAY), "en"))
    assert told["New, 12 calendar months"] == ("0", "0 in the twelve before")
    assert told["Lost, 12 calendar months"] == ("0", "0 in the twelve before")


def test_where_nobody_may_know_each_order_nothing_is_summed(small_book: Book) -> None:
    """Who sees the months and no orders is told no turnover of a year; who is not told each month is told nothing."""
    month = {"month": date(2026, 11, 1), "buyers": 3, "active": 3, "promoter_score": None}
    months = {"turnover_minor": 500, "new_relations": 1, "lost": 0}
    seen = Edition(small_book, "en", (), results({"book_by_month": [{**month, **months}]}))
    assert list(_told(seen)) == ["Active customers", "New, 12 calendar months", "Lost, 12 calendar months"]
    untold = Edition(small_book, "en", (), results({"book_by_month": [{**month, "buyers": None}]}))
    assert _told(untold) == {}
