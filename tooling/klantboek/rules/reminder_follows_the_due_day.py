"""KB421, a reminder follows the due day."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB421", requirement="M22", severity=Severity.WARNING)
def reminder_follows_the_due_day(book: Book) -> Iterator[Problem]:
    """An invoice is reminded after the day on which it is due.

    Who is reminded too early is annoyed with reason; and a reminder of a wrong day hides that none was sent.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121, reminders: [{on: 2026-05-20, channel: email}]}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121, reminders: [{on: 2026-06-20, channel: email}]}]}]`
    """
    for relation in book.relations:
        for order in relation.orders:
            for invoice in order.invoices:
                for reminder in invoice.reminders:
                    if reminder.on <= invoice.due:
                        yield Problem(
                            reminder,
                            "on",
                            f"reminded on {reminder.on}, and it was due on {invoice.due}",
                            "Correct the day that is wrong.",
                            invoice,
                            "due",
                            "due here",
                        )
