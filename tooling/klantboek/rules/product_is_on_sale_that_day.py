"""KB403, a product is sold while it is on sale."""

from collections.abc import Iterator
from datetime import date

from klantboek.book import Book, Node
from klantboek.book.node import value_of
from klantboek.book.period import Period
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB403", requirement="M18", severity=Severity.WARNING)
def product_is_on_sale_that_day(book: Book) -> Iterator[Problem]:
    """A product is ordered and offered from the day it is available until the last day on which it is sold.

    What is not on sale can't be delivered; or the product's dates are wrong, and the catalogue with them.

    Bad: `{products/P-1.yaml: {code: P-1, sold_until: 2025-12-31}, relations/R-00001.yaml: {orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]}}`

    Good: `{products/P-1.yaml: {code: P-1, sold_until: 2025-12-31}, relations/R-00001.yaml: {orders: [{number: O-1, date: 2025-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}]}]}}`
    """
    limited = book.once(bounded)
    for relation in book.relations if limited else ():
        for sale in _sales(relation):
            # Plain values: an order line is read more often than anything else in a book.
            for position, plain in enumerate(value_of(sale)["lines"]):
                product, period = limited.get(plain["product"], _ALWAYS)
                if product is not None and plain["quantity"] > 0 and not period.holds(sale.date):
                    yield _off_sale(sale.lines[position], product, sale.date)


_ALWAYS = (None, Period(None, None))
# What became of an order that was no sale after all.
NO_SALE = frozenset({"cancelled", "returned"})


def bounded(book: Book) -> dict[str, tuple[Node, Period]]:
    """Give the products that are on sale for a time, by code."""
    products = {one.code: (one, _on_sale(one)) for one in book.products}
    return {code: found for code, found in products.items() if found[1] != Period(None, None)}


def _on_sale(product: Node) -> Period:
    starts = [day for day in (product.sold_from, product.available_from) if day is not None]
    return Period(max(starts, default=None), product.sold_until)


def _sales(relation: Node) -> Iterator[Node]:
    """Give the orders and the open quotes; what came back or was cancelled is no sale."""
    yield from (order for order in relation.orders if order.status not in NO_SALE)
    yield from (quote for quote in relation.quotes if quote.status == "open")


def _off_sale(line: Node, product: Node, day: date) -> Problem:
    key, message, advice = off_sale(product, day)
    return Problem(line, "product", message, advice, product, key, "the product")


def off_sale(product: Node, day: date) -> tuple[str, str, str]:
    """Say why a product is not on sale on a day: the key that says so, what is wrong, and what to do."""
    code = product.code
    if product.sold_until is not None and day > product.sold_until:
        advice = f"Sell {product.replaced_by} instead" if product.replaced_by else "Choose another product"
        key, message = "sold_until", f"{code} was last sold on {product.sold_until}, before {day}"
    elif product.sold_from is not None and day < product.sold_from:
        advice = "Check the date of the order"
        key, message = "sold_from", f"{code} was not sold before {product.sold_from}; this is of {day}"
    else:
        advice = "Make it a reservation"
        key = "available_from"
        message = f"{code} can't be delivered before {product.available_from}; this is of {day}"
    return key, message, f"{advice}, or correct the product's {key}."
