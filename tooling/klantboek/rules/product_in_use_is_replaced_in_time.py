"""KB414, a product in use is replaced in time."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB414", requirement="M21", severity=Severity.ADVICE)
def product_in_use_is_replaced_in_time(book: Book) -> Iterator[Problem]:
    """A product in use is replaced by the day that stands with it.

    A machine past its life stops on a busy day, and the customer then buys where it can be had tomorrow.

    Bad: `products_in_use: [{product: P-1, from: 2016-01-01, replace_by: 2026-01-01}]`

    Good: `products_in_use: [{product: P-1, from: 2016-01-01, until: 2026-01-10, replace_by: 2026-01-01}]`
    """
    for relation in book.relations:
        if relation.status in {"lost", "ended"}:
            continue
        for product in relation.products_in_use:
            due = product.replace_by
            if due is not None and due < book.as_of and period_of(product).holds(book.as_of):
                yield Problem(
                    product,
                    "replace_by",
                    f"{product.product} was to be replaced by {due} and is still in use",
                    "Make an offer; write until when it is gone, or a new replace_by when it lasts longer.",
                )
