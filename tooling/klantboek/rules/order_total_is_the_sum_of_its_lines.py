"""KB402, an order's total is the sum of its lines."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.amounts import currency_of, lines_amount
from klantboek.book.minor import minor_units, printed
from klantboek.rules import Problem, rule


@rule("KB402", requirement="M18")
def order_total_is_the_sum_of_its_lines(book: Book) -> Iterator[Problem]:
    """The total of an order is what its lines come to less discount, plus freight, without VAT.

    One of the two was copied wrong; figures count the lines, the customer was told the total.

    Bad: `{products/P-1.yaml: {code: P-1}, relations/R-00001.yaml: {orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 2, unit_price: 100}], freight: 9.50, total: 200}]}}`

    Good: `{products/P-1.yaml: {code: P-1}, relations/R-00001.yaml: {orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 2, unit_price: 100}], freight: 9.50, total: 209.50}]}}`
    """
    for relation in book.relations:
        for order in relation.orders:
            if order.total is None or (order.status == "returned" and order.freight):
                continue
            currency = currency_of(book, order)
            counted = lines_amount(order, currency) + minor_units(order.freight or 0, currency)
            stated = minor_units(order.total, currency)
            if order.status == "returned":
                counted, stated = abs(counted), abs(stated)
            # Programs that round once, at the end, differ by at most half a cent a line.
            if abs(counted - stated) <= len(order.lines) // 2:
                continue
            parts = "lines and freight" if order.freight else "lines"
            yield Problem(
                order,
                "total",
                f"the total is {printed(stated, currency)}, but the {parts} come to {printed(counted, currency)}",
                "Compare with the confirmation: correct the line that differs, or the total.",
                order,
                "lines",
                "the lines",
            )
