"""KB405, an invoice is not dated before its order."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB405", requirement="M22", severity=Severity.WARNING)
def invoice_follows_its_order(book: Book) -> Iterator[Problem]:
    """An invoice is dated on the day of its order or later.

    One of the two dates is wrong, or the invoice hangs under the wrong order: turnover and days to pay are
    counted from them.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-04-01, due: 2026-05-31, amount: 121}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-01, due: 2026-05-31, amount: 121}]}]`
    """
    for relation in book.relations:
        for order in relation.orders:
            for invoice in order.invoices:
                if invoice.date < order.date:
                    yield Problem(
                        invoice,
                        "date",
                        f"the invoice is of {invoice.date}, before its order of {order.date}",
                        "Correct the date that is wrong, or move the invoice to the order it belongs to.",
                        order,
                        "date",
                        "the order",
                    )
