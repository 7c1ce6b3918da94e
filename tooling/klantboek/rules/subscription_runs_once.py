"""KB413, a subscription does not overlap itself."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from klantboek.book import Book, Node
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB413", requirement="M20", severity=Severity.WARNING)
def subscription_runs_once(book: Book) -> Iterator[Problem]:
    """A relation has one subscription at a time on a product with the same rhythm.

    Of two that overlap one was usually not closed: the customer is delivered and charged twice.

    Bad: `subscriptions: [{number: A-1, product: P-1, from: 2024-01-01, price: 20, per: month}, {number: A-2, product: P-1, from: 2026-01-01, price: 25, per: month}]`

    Good: `subscriptions: [{number: A-1, product: P-1, from: 2024-01-01, until: 2025-12-31, price: 20, per: month}, {number: A-2, product: P-1, from: 2026-01-01, price: 25, per: month}]`
    """
    for relation in book.relations:
        running: dict[Any, list[Node]] = defaultdict(list)
        for subscription in relation.subscriptions:
            same = running[subscription.product, subscription.per]
            for first in same:
                if period_of(first).overlaps(period_of(subscription)):
                    yield Problem(
                        subscription,
                        "from",
                        f"{subscription.number} overlaps {first.number}: both deliver {subscription.product} per {first.per}",
                        "Close the older one with `until`, or put the two together in `quantity`.",
                        first,
                        "until" if first.until else "from",
                        "the other one",
                    )
                    break
            same.append(subscription)
