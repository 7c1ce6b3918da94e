"""KB408, an order is delivered after it was placed."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB408", requirement="M18", severity=Severity.WARNING)
def delivery_follows_the_order(book: Book) -> Iterator[Problem]:
    """An order is delivered on the day it was placed or later.

    Delivery times are counted between the two days, and purchase figures by the day of the order.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, delivered_on: 2025-05-04, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, delivered_on: 2026-05-04, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]`
    """
    for relation in book.relations:
        for order in relation.orders:
            if order.delivered_on is not None and order.delivered_on < order.date:
                yield Problem(
                    order,
                    "delivered_on",
                    f"delivered on {order.delivered_on}, before the order of {order.date}",
                    "Correct the date that is wrong; often it is the year.",
                    order,
                    "date",
                    "the order",
                )
