"""KB407, an invoice is due on its date or later."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule


@rule("KB407", requirement="M22")
def invoice_is_due_after_its_date(book: Book) -> Iterator[Problem]:
    """An invoice is due on the day it is dated or later.

    Days late are counted from the due date: this customer would be late before having the invoice.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-05-03, amount: 121}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121}]}]`
    """
    for relation in book.relations:
        for order in relation.orders:
            for invoice in order.invoices:
                if invoice.due < invoice.date:
                    yield Problem(
                        invoice,
                        "due",
                        f"due on {invoice.due}, before the invoice of {invoice.date}",
                        "Write the last day to pay as it stands on the invoice.",
                        invoice,
                        "date",
                        "its date",
                    )
