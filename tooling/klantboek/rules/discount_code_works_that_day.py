"""KB404, a discount code exists and works on the day of the order, for what was ordered."""

from collections import defaultdict
from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.period import period_of
from klantboek.errors import nearest
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB404", requirement="M31", severity=Severity.WARNING)
def discount_code_works_that_day(book: Book) -> Iterator[Problem]:
    """A discount code on an order was given out by a campaign, and works on the day of the order and for what was ordered.

    The effect of a campaign is counted by its codes: a code with a typing error counts for nobody, and one
    that is used too late, or for another product, gave away a discount for nothing.

    Bad: `{campaigns/lente.yaml: {code: lente, discount_codes: [{code: LENTE26, percent: 10, from: 2026-03-01, until: 2026-04-30}]}, relations/R-00001.yaml: {orders: [{number: O-1, date: 2026-06-01, channel: phone, discount_code: LENTE26, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]}}`

    Good: `{campaigns/lente.yaml: {code: lente, discount_codes: [{code: LENTE26, percent: 10, from: 2026-03-01, until: 2026-04-30}]}, relations/R-00001.yaml: {orders: [{number: O-1, date: 2026-04-01, channel: phone, discount_code: LENTE26, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]}}`
    """
    codes = book.once(_codes)
    for relation in book.relations:
        for order in relation.orders:
            if order.discount_code is None:
                continue
            given = codes.get(order.discount_code.casefold(), [])
            if not given:
                yield _unknown(order, book)
            elif not (working := [one for one in given if period_of(one).holds(order.date)]):
                yield _outside(order, given[0])
            elif not any(_is_for(one, order) for one in working):
                yield _for_others(order, working[0])
        for response in relation.campaign_responses:
            if response.discount_code is not None and response.discount_code.casefold() not in codes:
                yield _unknown(response, book)


def _codes(book: Book) -> dict[str, list[Node]]:
    """Give the discount codes of all campaigns; capitals make no difference."""
    codes: dict[str, list[Node]] = defaultdict(list)
    for campaign in book.nodes("campaign"):
        for code in campaign.discount_codes:
            codes[code.code.casefold()].append(code)
    return dict(codes)


def _is_for(code: Node, order: Node) -> bool:
    return not code.products or any(line.product in code.products for line in order.lines)


def _for_others(order: Node, code: Node) -> Problem:
    return Problem(
        order,
        "discount_code",
        f"{code.code} works for {', '.join(code.products)} only, and the order has none of these",
        "Charge the full price, or add the product to the code.",
        code,
        "products",
        "what it works for",
    )


def _unknown(node: Node, book: Book) -> Problem:
    known = [one.code for campaign in book.nodes("campaign") for one in campaign.discount_codes]
    meant = nearest(node.discount_code, known)
    return Problem(
        node,
        "discount_code",
        f"no campaign gave out the code {node.discount_code!r}",
        f"Did you mean {meant}?"
        if meant
        else "Add it to the discount_codes of the campaign that gave it out.",
    )


def _outside(order: Node, code: Node) -> Problem:
    until = f"until {code.until}" if code.until else "on"
    return Problem(
        order,
        "discount_code",
        f"{code.code} works from {code.from_} {until}, and the order is of {order.date}",
        "Charge the full price, or correct the period of the code.",
        code,
        None,
        "the code",
    )
