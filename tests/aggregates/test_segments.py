"""Segments of a book: their members, and what they turn over."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from klantboek.aggregates import Result, compute_all
from klantboek.book import Book

BookOf = Callable[..., Book]


def _segment(condition: str, **more: Any) -> dict[str, Any]:
    return {"condition": condition, **more}


def _said(state: str, on: str, **more: Any) -> dict[str, Any]:
    return {"purpose": "marketing", "channel": "email", "state": state, "on": on, "how": "form", **more}


def _order(number: str, price: int, **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "date": "2026-05-01",
        "channel": "web",
        "lines": [{"product": "P-1", "quantity": 1, "unit_price": price}],
        **more,
    }


GIVEN: dict[str, dict[str, Any]] = {
    "products/P-1.yaml": {"cost": 60},
    "relations/R-00001.yaml": {
        "orders": [_order("A", 100), _order("B", 50, currency="USD")],
        "custom": {"oven": "gas", "days": 6, "sour": True},
        "consents": [
            _said("withdrawn", "2026-01-01"),
            _said("given", "2026-01-02"),
        ],
    },
    "relations/R-00002.yaml": {
        "custom": {"oven": "$as_of", "days": "many"},
        "consents": [_said("given", "2026-01-01", until="2026-02-01")],
    },
    "relations/R-00003.yaml": {
        "consents": [
            _said("given", "2026-01-02"),
            _said("objected", "2026-01-02"),
        ],
    },
}


def _members(results: dict[str, Result]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    result = results["segment_members"]
    for row in result.rows:
        found.setdefault(str(row[result.position("segment")]), []).append(
            str(row[result.position("relation")])
        )
    return found


@pytest.mark.parametrize(
    ("condition", "members"),
    [
        ("TRUE", ["R-00001", "R-00002", "R-00003"]),
        ("FALSE", []),
        ("orders > 0", ["R-00001"]),
        ("turnover >= 100", ["R-00001"]),
        ("turnover > 100", []),
        ("custom('oven') = 'gas'", ["R-00001"]),
        ("custom('oven') = '$as_of'", ["R-00002"]),
        ("custom('days') >= 5", ["R-00001"]),
        ("custom('sour') = true", ["R-00001"]),
        ("custom('oven') IS NULL", ["R-00003"]),
        ("consent('marketing', 'email') = 'given'", ["R-00001"]),
        ("consent('marketing', 'email') IS NULL", ["R-00002"]),
        ("consent('marketing', 'email') = 'objected' OR custom('oven') LIKE 'g%'", ["R-00001", "R-00003"]),
        ("number = 'R-00002'", ["R-00002"]),
    ],
)
def test_members(book_of: BookOf, condition: str, members: list[str]) -> None:
    """A condition gives the relations that meet it; the last answer counts, one that ran out does not."""
    results = compute_all(book_of({**GIVEN, "segments/one.yaml": _segment(condition)}))
    assert _members(results).get("one", []) == members


def test_sales_by_segment(book_of: BookOf) -> None:
    """Each currency by itself; a segment of nobody has a row, one that can't be read or is over has none."""
    book = book_of(
        {
            **GIVEN,
            "segments/all.yaml": _segment("TRUE"),
            "segments/nobody.yaml": _segment("orders > 9"),
            "segments/wrong.yaml": _segment("ordres > 9"),
            "segments/over.yaml": _segment("TRUE", until="2026-11-19"),
            "segments/later.yaml": _segment("TRUE", **{"from": "2026-11-21"}),
        }
    )
    results = compute_all(book)
    sales = results["segment_sales"]
    asked = [
        sales.position(name)
        for name in ("segment", "members", "buyers", "turnover_minor", "margin_minor", "currency")
    ]
    assert [tuple(row[place] for place in asked) for row in sales.rows] == [
        ("all", 3, 1, 10000, 4000, "EUR"),
        ("all", 3, 1, 5000, None, "USD"),
        ("nobody", 0, 0, 0, 0, "EUR"),
    ]
    assert set(_members(results)) == {"all"}


def test_a_book_without_segments(book_of: BookOf) -> None:
    """There is nothing to tell, and nothing fails."""
    results = compute_all(book_of({}))
    assert (results["segment_members"].rows, results["segment_sales"].rows) == ((), ())


def test_segments_hold_on_their_day(book_of: BookOf) -> None:
    """Membership is worked out anew for the day of the figures."""
    given = {**GIVEN, "segments/one.yaml": _segment("orders > 0")}
    assert _members(compute_all(book_of(given, as_of=date(2026, 4, 30)))) == {}
