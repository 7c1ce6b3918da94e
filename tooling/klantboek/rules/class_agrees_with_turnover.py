"""KB401, the class of a customer agrees with its turnover."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.amounts import class_of, currency_of, turnover
from klantboek.book.minor import printed
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB401", requirement="M15", severity=Severity.WARNING)
def class_agrees_with_turnover(book: Book) -> Iterator[Problem]:
    """The class that a record states is the one that the turnover of the last twelve months gives.

    Discounts, visits and mailings follow the class: a wrong one spends them on the wrong customer.

    Bad: `{book.yaml: {classes: [{code: top, names: {en: Top}, turnover_from: 5000}, {code: small, names: {en: Small}, turnover_from: 0}]}, products/P-1.yaml: {code: P-1}, relations/R-00001.yaml: {classification: {class: top}, orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 2, unit_price: 100}]}]}}`

    Good: `{book.yaml: {classes: [{code: top, names: {en: Top}, turnover_from: 5000}, {code: small, names: {en: Small}, turnover_from: 0}]}, products/P-1.yaml: {code: P-1}, relations/R-00001.yaml: {classification: {class: small}, orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 2, unit_price: 100}]}]}}`
    """
    own, classes = book.settings.currency, book.once(_classes)
    for relation in book.relations:
        stated = relation.classification.class_
        if stated not in classes or relation.status in {"lost", "ended"} or not _counts_whole(book, relation):
            continue
        amount = turnover(book, relation)
        reached = class_of(book, amount)
        if reached is not None and reached != stated:
            yield Problem(
                relation.classification,
                "class",
                f"the class is {stated}, but {printed(amount, own)} {own} in the last twelve months is {reached}",
                f"Write class: {reached}, or leave it out to follow the figures.",
                classes[stated],
                "turnover_from",
                f"where {stated} starts",
            )


def _classes(book: Book) -> dict[str, Node]:
    return {one.code: one for one in book.settings.classes}


def _counts_whole(book: Book, relation: Node) -> bool:
    """Tell whether the turnover is the whole story: there are orders, all in the currency of the classes."""
    own, orders, bought = book.settings.currency, relation.orders, book.bulk.of(relation.number)
    if bought is not None and not bought.is_whole:
        return False
    return bool(orders or bought) and all(currency_of(book, order) == own for order in orders)
