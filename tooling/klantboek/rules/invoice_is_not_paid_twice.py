"""KB419, an invoice is not paid twice."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.amounts import currency_of
from klantboek.book.minor import minor_units, printed
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB419", requirement="M22", severity=Severity.WARNING)
def invoice_is_not_paid_twice(book: Book) -> Iterator[Problem]:
    """The payments of an invoice come to no more than its amount.

    What is too much belongs to another invoice, which is reminded for nothing, or goes back to the customer.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121, payments: [{on: 2026-05-20, amount: 121}, {on: 2026-06-02, amount: 121}]}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121, payments: [{on: 2026-05-20, amount: 60}, {on: 2026-06-02, amount: 61}]}]}]`
    """
    for relation in book.relations:
        for order in relation.orders:
            for invoice in order.invoices:
                # As they are written: most invoices are paid once, in full.
                if invoice.amount < 0 or sum(one.amount for one in invoice.payments) <= invoice.amount:
                    continue
                currency = currency_of(book, order)
                amount = minor_units(invoice.amount, currency)
                over = sum(minor_units(one.amount, currency) for one in invoice.payments) - amount
                yield Problem(
                    invoice,
                    "payments",
                    f"{printed(over, currency)} {currency} more was paid on {invoice.number} than its amount",
                    "Look to which invoice the payment belongs; what is really too much, pay back.",
                    invoice,
                    "amount",
                    "the amount",
                )
