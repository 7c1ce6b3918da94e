"""KB605, a complaint is about a product that the relation bought."""

from collections.abc import Iterator
from functools import partial

from klantboek.book import Book, Node, Record
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if not is_living(record):
        return
    relation = record.node
    about = {complaint.product for complaint in relation.complaints} - {None}
    circle = {relation.number, *(link.to for link in relation.links)}
    if about and not about <= _had(relation):
        yield from ((Side.ASKS, number) for number in circle)
    if relation.links:
        yield from ((Side.GIVES, number) for number in circle)
    else:
        yield Side.GIVES, relation.number


@rule("KB605", requirement="M28", severity=Severity.ADVICE, across=Across(_claims, alone=True))
def complaint_is_about_something_they_bought(book: Book) -> Iterator[Problem]:
    """A complaint about a product stands with somebody who bought or uses it, or with their group.

    Otherwise the product is wrong, the relation is, or an order is missing; and complaints per product count wrongly.

    Bad: `{orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: mixer, quantity: 1, unit_price: 900}]}], complaints: [{number: K-1, on: 2026-09-01, nature: defect, product: oven, description: Too hot, status: open}]}`

    Good: `{orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: oven, quantity: 1, unit_price: 900}]}], complaints: [{number: K-1, on: 2026-09-01, nature: defect, product: oven, description: Too hot, status: open}]}`
    """
    for relation in book.relations:
        for complaint in relation.complaints:
            if complaint.product is None or _bought_in_bulk(book, relation):
                continue
            order = next((one for one in relation.orders if one.number == complaint.order), None)
            problem = partial(Problem, complaint, "product")
            own = _had(relation)
            if order is not None and own and complaint.product not in _ordered(order) | _in_use(relation):
                yield problem(
                    f"{complaint.product} is not in order {order.number}",
                    "Name the product or the order that the complaint is about.",
                    order,
                    "number",
                    "this order",
                )
            elif own and complaint.product not in own | _had_by_group(book, relation):
                yield problem(
                    f"{complaint.product} was never ordered or used here",
                    "Name the product they complain about, or add the order or the product in use.",
                )


def _ordered(order: Node) -> set[str]:
    return {line.product for line in order.lines}


def _in_use(relation: Node) -> set[str]:
    return {one.product for one in (*relation.products_in_use, *relation.subscriptions)}


def _had(relation: Node) -> set[str]:
    """Give every product that the relation ordered, reserved or uses; empty where the book knows none."""
    reserved = {one.product for one in relation.reservations}
    return _in_use(relation).union(reserved, *map(_ordered, relation.orders))


def _bought_in_bulk(book: Book, relation: Node) -> bool:
    """Tell whether ledgers have orders of the relation or of its group: what was in them is not looked at here."""
    return any(book.bulk.of(one) for one in (relation.number, *(link.to for link in relation.links)))


def _had_by_group(book: Book, relation: Node) -> set[str]:
    to = {link.to for link in relation.links}
    others = (
        other
        for other in book.relations
        if other.number in to or any(link.to == relation.number for link in other.links)
    )
    return set().union(*map(_had, others))
