"""KB411, an order number is used once."""

from collections.abc import Iterator

from klantboek.book import Book, Node, Record
from klantboek.book.node import record_of
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if is_living(record):
        numbers = [order.number for order in record.node.orders]
        yield from ((Side.HOLDS, number) for number in numbers)
        if len(set(numbers)) < len(numbers):
            yield Side.SUSPECT, ""


@rule("KB411", requirement="M18", across=Across(_claims))
def order_number_is_used_once(book: Book) -> Iterator[Problem]:
    """An order number stands on one order in the book.

    Deliveries, complaints and loyalty points name the order by it; and an order that is written twice counts
    twice in every figure.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}]}, {number: O-1, date: 2026-06-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}]}, {number: O-2, date: 2026-06-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]`
    """
    seen: dict[str, Node] = {}
    for relation in book.relations:
        for order in relation.orders:
            first = seen.setdefault(order.number, order)
            if first is order:
                continue
            there = record_of(first).id
            yield Problem(
                order,
                "number",
                f"order number {order.number} is used twice"
                + ("" if there == relation.number else f", also in {there}"),
                "Remove the copy, or correct the number that is wrong.",
                first,
                "number",
                "first here",
            )
