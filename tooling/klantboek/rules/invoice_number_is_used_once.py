"""KB410, an invoice number is used once."""

from collections.abc import Iterator

from klantboek.book import Book, Node, Record
from klantboek.book.node import path_of, record_of
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side

_ORDER = 2


def _claims(record: Record) -> Iterator[Claim]:
    if not is_living(record):
        return
    seen: dict[str, Node] = {}
    for order in record.node.orders:
        for invoice in order.invoices:
            yield Side.HOLDS, invoice.number
            first = seen.setdefault(invoice.number, invoice)
            if first is not invoice and not _is_collective(first, invoice):
                yield Side.SUSPECT, ""


@rule("KB410", requirement="M22", across=Across(_claims))
def invoice_number_is_used_once(book: Book) -> Iterator[Problem]:
    """An invoice number stands on one invoice; one invoice for several orders of a relation has one date.

    The law asks for a number that is given out once, and payments and reminders are matched by it.

    Bad: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121}, {number: F-1, date: 2026-05-11, due: 2026-06-10, amount: 60}]}]`

    Good: `orders: [{number: O-1, date: 2026-05-01, channel: phone, lines: [{product: P-1, quantity: 1, unit_price: 100}], invoices: [{number: F-1, date: 2026-05-04, due: 2026-06-03, amount: 121}, {number: F-2, date: 2026-05-11, due: 2026-06-10, amount: 60}]}]`
    """
    seen: dict[str, Node] = {}
    for relation in book.relations:
        for order in relation.orders:
            for invoice in order.invoices:
                first = seen.setdefault(invoice.number, invoice)
                if first is invoice or _is_collective(first, invoice):
                    continue
                there = record_of(first).id
                yield Problem(
                    invoice,
                    "number",
                    f"invoice number {invoice.number} is used twice"
                    + ("" if there == relation.number else f", also in {there}"),
                    "Look the number up in the bookkeeping and correct the one that is wrong.",
                    first,
                    "number",
                    "first here",
                )


def _is_collective(first: Node, other: Node) -> bool:
    """Tell whether the two are one invoice for several orders of one relation."""
    same = record_of(first) is record_of(other) and first.date == other.date
    return same and path_of(first)[:_ORDER] != path_of(other)[:_ORDER]
