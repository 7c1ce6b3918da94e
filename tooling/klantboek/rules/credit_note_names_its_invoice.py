"""KB420, a credit note names its invoice."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.errors import nearest
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB420", requirement="M22", severity=Severity.WARNING)
def credit_note_names_its_invoice(book: Book) -> Iterator[Problem]:
    """A credit note names an invoice of the same relation in `credit_for`, of its own day or earlier.

    Otherwise the invoice stays open and is reminded, while the customer has the letter that takes it back.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121}, {number: C-1, date: 2026-05-11, due: 2026-05-11, amount: -121, credit_for: F-10}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121}, {number: C-1, date: 2026-05-11, due: 2026-05-11, amount: -121, credit_for: F-1}]}]`
    """
    for relation in book.relations:
        invoices = [invoice for order in relation.orders for invoice in order.invoices]
        notes = [invoice for invoice in invoices if invoice.credit_for is not None]
        known: dict[str, Node] = (
            {one.number: one for one in invoices if one.credit_for is None} if notes else {}
        )
        for credit in notes:
            invoice = known.get(credit.credit_for)
            if invoice is None:
                yield _unknown(credit, known)
            elif credit.date < invoice.date:
                yield Problem(
                    credit,
                    "date",
                    f"the credit note is of {credit.date}, before its invoice of {invoice.date}",
                    "Correct the date that is wrong.",
                    invoice,
                    "date",
                    "the invoice",
                )


def _unknown(credit: Node, known: dict[str, Node]) -> Problem:
    near = nearest(credit.credit_for, known)
    return Problem(
        credit,
        "credit_for",
        f"{credit.credit_for!r} is not an invoice of this relation",
        f"Did you mean {near!r}?" if near else "Name the invoice that is taken back.",
    )
