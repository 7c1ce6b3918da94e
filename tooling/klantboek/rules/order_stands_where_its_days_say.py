"""KB422, an order stands where its days say."""

from collections.abc import Iterator
from datetime import timedelta

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_PATIENCE = timedelta(days=30)


@rule("KB422", requirement="M18", severity=Severity.WARNING)
def order_stands_where_its_days_say(book: Book) -> Iterator[Problem]:
    """An order that was delivered is no longer `ordered`, and one that is was asked for at most a month ago.

    What stands open is on the list of work to do; a customer who waits longer than asked hears nothing.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], status: ordered, delivered_on: 2026-05-04}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], status: delivered, delivered_on: 2026-05-04}]`
    """
    for relation in book.relations:
        for order in relation.orders:
            if order.status != "ordered":
                continue
            if order.delivered_on is not None:
                what, key = (
                    f"{order.number} was delivered on {order.delivered_on}, and is still ordered",
                    "delivered_on",
                )
                advice = "Write status: delivered, or remove the day."
            elif order.requested_on is not None and order.requested_on + _PATIENCE < book.as_of:
                what, key = (
                    f"{order.number} was asked for {order.requested_on}, and is still ordered",
                    "requested_on",
                )
                advice = (
                    "Write delivered or cancelled; if it is really late, tell the customer when it comes."
                )
            else:
                continue
            yield Problem(order, "status", what, advice, order, key, "this day")
