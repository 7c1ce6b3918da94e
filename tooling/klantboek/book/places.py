"""The addresses of a relation that letters and goods still go to."""

from collections.abc import Iterator
from datetime import date

from klantboek.book.node import Node

_TO_COME = {None, "ordered"}


def places_in_use(relation: Node, today: date) -> Iterator[Node]:
    """Give its addresses, those of its contact persons at home, and those of orders that are still to be delivered.

    What was left, and where an order went, is history: nobody writes to it any more.
    """
    for address in (*relation.addresses, *(one.private_address for one in relation.contacts)):
        if address and (address.until is None or address.until >= today):
            yield address
    for order in relation.orders:
        if order.delivery_address and order.delivered_on is None and order.status in _TO_COME:
            yield order.delivery_address
