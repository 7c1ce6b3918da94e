"""KB406, an invoice is paid after it was sent."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_BY_INVOICE = {"invoice", "direct_debit"}


@rule("KB406", requirement="M22", severity=Severity.WARNING)
def payment_follows_its_invoice(book: Book) -> Iterator[Problem]:
    """A payment is of the day of its invoice or later; of who pays in advance, of the day of the order or later.

    A payment before the invoice usually belongs to another invoice, which then stays open and is reminded.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121, payments: [{on: 2026-05-02, amount: 121}]}]}]`

    Good: `{relations/R-00001.yaml: {payment: {method: prepaid}, orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121, payments: [{on: 2026-05-02, amount: 121}]}]}]}}`
    """
    for relation in book.relations:
        later = _pays_later(relation)
        for order in relation.orders:
            for invoice in order.invoices:
                before, key = (invoice, "invoice") if later else (order, "order")
                for payment in invoice.payments:
                    if payment.on < before.date:
                        yield Problem(
                            payment,
                            "on",
                            f"paid on {payment.on}, before the {key} of {before.date}",
                            "Check to which invoice the payment belongs; who pays in advance has payment.method: prepaid.",
                            before,
                            "date",
                            f"the {key}",
                        )


def _pays_later(relation: Node) -> bool:
    """Tell whether a relation pays once it has the invoice; a person who buys in a shop pays first."""
    method = relation.payment.method
    return method in _BY_INVOICE if method is not None else relation.kind == "organisation"
