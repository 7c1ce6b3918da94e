"""KB415, a warranty ends after the first day of use."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB415", requirement="M21", severity=Severity.WARNING)
def warranty_follows_first_use(book: Book) -> Iterator[Problem]:
    """A warranty ends on the first day of use or later.

    Otherwise every repair is charged to a customer who has a right to it.

    Bad: `products_in_use: [{product: P-1, from: 2026-01-01, warranty_until: 2025-12-31}]`

    Good: `products_in_use: [{product: P-1, from: 2026-01-01, warranty_until: 2027-12-31}]`
    """
    for relation in book.relations:
        for product in relation.products_in_use:
            if product.warranty_until is not None and product.warranty_until < product.from_:
                yield Problem(
                    product,
                    "warranty_until",
                    f"the warranty ended on {product.warranty_until}, before the first use on {product.from_}",
                    "Correct the date that is wrong; a product bought second-hand without warranty needs no warranty_until.",
                    product,
                    "from",
                    "first use",
                )
