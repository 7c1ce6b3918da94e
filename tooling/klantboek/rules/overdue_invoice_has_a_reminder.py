"""KB409, an overdue invoice was reminded."""

from collections.abc import Iterator
from datetime import date, timedelta

from klantboek.book import Book, Node
from klantboek.book.amounts import OpenInvoice, open_invoices
from klantboek.book.minor import printed
from klantboek.book.node import value_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_DAYS = 14
_AT_WORK = {"open", "in_progress"}


@rule("KB409", requirement="M22", severity=Severity.WARNING)
def overdue_invoice_has_a_reminder(book: Book) -> Iterator[Problem]:
    """An invoice that is open two weeks after its due date, or the book's `lint.reminder_after_days`, has a reminder.

    The longer nobody asks, the less is paid. An invoice about which a complaint is open is left alone.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121, reminders: [{on: 2026-06-20, channel: email}]}]}]`
    """
    days = book.settings.lint.reminder_after_days
    patience = timedelta(days=_DAYS if days is None else days)
    for relation in book.relations:
        if not _may_be_late(relation, book.as_of - patience, book.as_of):
            continue
        disputed = {one.order for one in relation.complaints if one.status in _AT_WORK}
        for one in open_invoices(book, relation):
            late = book.as_of - one.invoice.due
            if late > patience and not one.invoice.reminders and one.order.number not in disputed:
                yield _forgotten(one, late.days)


def _may_be_late(relation: Node, last: date, today: date) -> bool:
    """Look for an invoice that was due before ``last`` and not paid in full by its own payments."""
    until, now = last.isoformat(), today.isoformat()
    return any(
        invoice["due"] < until
        and sum(one["amount"] for one in invoice.get("payments", ()) if one["on"] <= now) < invoice["amount"]
        for order in value_of(relation).get("orders", ())
        for invoice in order.get("invoices", ())
    )


def _forgotten(one: OpenInvoice, days: int) -> Problem:
    return Problem(
        one.invoice,
        "due",
        f"{printed(one.open_minor, one.currency)} {one.currency} is {days} days overdue without a reminder",
        "Look whether it was paid; if not, send a reminder and write it under reminders.",
    )
