"""KB807, with who is no customer any more nothing is open."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB807", requirement="M53", severity=Severity.WARNING)
def ended_relation_has_nothing_open(book: Book) -> Iterator[Problem]:
    """With a relation that is lost or ended no order, subscription or contract is open; with an ended one no quote, project or visit either.

    Either they are no customer any more and something is still being delivered and billed, or they still are.
    A lost customer may be visited and offered something: that is how one is won back.

    Bad: `{status: ended, interactions: [{on: 2026-12-01, state: planned, form: individual, kind: sales, channel: visit, subject: Oven}]}`

    Good: `{status: ended, interactions: [{on: 2026-12-01, state: cancelled, form: individual, kind: sales, channel: visit, subject: Oven}]}`
    """
    for relation in book.relations:
        if relation.status not in {"lost", "ended"}:
            continue
        for node, key, what in _open(book, relation):
            yield Problem(
                node,
                key,
                f"{what}, while the relation is {relation.status}",
                "Close it, or correct the status of the relation.",
                relation,
                "status",
                f"{relation.status} here",
            )


def _open(book: Book, relation: Node) -> Iterator[tuple[Node, str, str]]:
    for order in relation.orders:
        if order.status == "ordered":
            yield order, "status", f"order {order.number} is still to be delivered"
    for one in relation.subscriptions:
        if one.until is None and one.cancelled_on is None:
            yield one, "number", f"subscription {one.number} runs on"
    for one in relation.contracts:
        # A term that was paid for may run to its end.
        if period_of(one).holds(book.as_of) and (one.until is None or one.renews):
            yield one, "number", f"contract {one.number} runs on"
    if relation.status == "ended":
        yield from _plans(book, relation)


def _plans(book: Book, relation: Node) -> Iterator[tuple[Node, str, str]]:
    for quote in relation.quotes:
        if quote.status == "open":
            yield quote, "status", f"quote {quote.number} is open"
    for project in relation.projects:
        if project.status in {"planned", "running", "paused"}:
            yield project, "status", f"project {project.code} is {project.status}"
    for contact in relation.interactions:
        if contact.state == "planned" and contact.on >= book.as_of:
            yield contact, "state", f"a contact is planned for {contact.on}"
