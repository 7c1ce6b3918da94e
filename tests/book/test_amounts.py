"""What rules count in Python is what the aggregates count in SQL."""

from datetime import date
from pathlib import Path

import pytest

from given import data, lay_out
from klantboek.aggregates import Result, compute_all
from klantboek.book import Book, load
from klantboek.book.amounts import class_of, currency_of, open_invoices, order_amount, turnover
from klantboek.book.minor import printed
from klantboek.book.node import value_of
from klantboek.house import carried

ODD = Path(__file__).parent / "odd_orders.yaml"
CLASSES = [
    {"code": "large", "names": {"en": "Large"}, "turnover_from": 500},
    {"code": "small", "names": {"en": "Small"}, "turnover_from": 0},
]


@pytest.fixture(scope="module", params=["example", "example on an earlier day", "odd orders"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Give the example book, on its own day and on one with invoices open that are paid by now, and an odd one."""
    if request.param == "odd orders":
        root = tmp_path_factory.mktemp("odd") / "records"
        lay_out(root, {"book.yaml": {"classes": CLASSES}, **data(ODD), "products/P-1.yaml": {}})
        return load(root, date(2026, 11, 20))
    return load(carried("records"), date(2025, 2, 28) if "earlier" in request.param else None)


@pytest.fixture(scope="module")
def results(book: Book) -> dict[str, Result]:
    """Give the figures of the book."""
    return compute_all(book)


def test_orders_come_to_the_same(book: Book, results: dict[str, Result]) -> None:
    """Each order comes to the amount of the aggregate order_totals, returns too."""
    figures = _by_key(results["order_totals"], ("relation", "order_number"), ("amount_minor",))
    counted = {
        (relation.number, order.number): (order_amount(value_of(order), currency_of(book, order)),)
        for relation in book.relations
        for order in relation.orders
        if order.status != "cancelled" and order.date <= book.as_of
    }
    assert counted
    assert counted == figures


def test_turnover_and_class_are_the_same(book: Book, results: dict[str, Result]) -> None:
    """The turnover of twelve months and the class it gives are those of the aggregate customer_class."""
    figures = _by_key(results["customer_class"], ("relation",), ("turnover_minor", "class"))
    counted: dict[tuple[object, ...], tuple[object, ...]] = {
        (relation.number,): (amount := turnover(book, relation), class_of(book, amount))
        for relation in book.relations
    }
    assert figures
    assert {key: counted[key] for key in figures} == figures


def test_open_invoices_are_the_same(book: Book, results: dict[str, Result]) -> None:
    """What is overdue by relation and currency, and since when, is that of the aggregate payment_behaviour."""
    figures = _by_key(
        results["payment_behaviour"], ("relation", "currency"), ("overdue_minor", "overdue_since")
    )
    overdue = {key: found for key, found in figures.items() if found[1] is not None}
    counted: dict[tuple[object, ...], tuple[object, ...]] = {}
    for relation in book.relations:
        late = [one for one in open_invoices(book, relation) if one.invoice.due < book.as_of]
        for currency in {one.currency for one in late}:
            ours = [one for one in late if one.currency == currency]
            counted[relation.number, currency] = (
                sum(one.open_minor for one in ours),
                min(one.invoice.due for one in ours),
            )
    assert counted
    assert counted == overdue


def test_amounts_are_printed_with_the_decimals_of_their_currency() -> None:
    """Cents, whole yen, and a sign in front."""
    assert [printed(106326, "EUR"), printed(5, "EUR"), printed(-5, "USD"), printed(21, "JPY")] == [
        "1063.26",
        "0.05",
        "-0.05",
        "21",
    ]


def _by_key(
    result: Result, keys: tuple[str, ...], values: tuple[str, ...]
) -> dict[tuple[object, ...], tuple[object, ...]]:
    rows = [dict(zip((column.name for column in result.columns), row, strict=True)) for row in result.rows]
    return {tuple(row[key] for key in keys): tuple(row[value] for value in values) for row in rows}
