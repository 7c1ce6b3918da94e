"""What orders and invoices come to, counted from the records as the aggregates count it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from klantboek.book.book import Book
from klantboek.book.minor import minor_units
from klantboek.book.node import Node, value_of
from klantboek.book.period import months_later

_YEAR = 12
_ONE = Decimal(1)


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice of an order that is not paid in full, with what is open in minor units of ``currency``."""

    order: Node
    invoice: Node
    open_minor: int
    currency: str


def currency_of(book: Book, order: Node) -> str:
    """Give the currency of an order: its own, or the book's."""
    found: str = order.currency or book.settings.currency
    return found


def lines_amount(order: Node, currency: str) -> int:
    """Give what the lines come to in minor units, without freight and VAT; each line is rounded on its own."""
    return sum(_line_amounts(value_of(order), currency))


def turnover(book: Book, relation: Node) -> int:
    """Give the turnover of the last twelve months in minor units, in the currency of the book; ledgers count.

    Returns are taken off; cancelled orders and orders of after today don't count.
    """
    bought = book.bulk.of(relation.number)
    return turnover_of(book, value_of(relation)) + (bought.turnover if bought else 0)


def turnover_of(book: Book, relation: dict[str, Any]) -> int:
    """Give the turnover of a relation by its plain values; see ``turnover``."""
    start, today, own = book.once(_year)
    # Plain values, here and below: an order line is read more often than anything else in a book.
    return sum(
        order_amount(order, own)
        for order in relation.get("orders", ())
        if start < order["date"] <= today
        and order.get("status") != "cancelled"
        and (order.get("currency") or own) == own
    )


def _year(book: Book) -> tuple[str, str, str]:
    """Give the day before the last twelve months, today, and the currency of the book."""
    start = months_later(book.as_of, -_YEAR)
    return start.isoformat(), book.as_of.isoformat(), book.settings.currency


def class_of(book: Book, amount: int) -> str | None:
    """Give the class of a turnover in minor units: the one with the highest threshold that is reached."""
    return next((code for threshold, code in book.once(_thresholds) if threshold <= amount), None)


def _thresholds(book: Book) -> list[tuple[int, str]]:
    """Give from which turnover each class starts, the highest first."""
    own = book.settings.currency
    starts = [(minor_units(one.turnover_from, own), one.code) for one in book.settings.classes]
    return sorted(starts, key=lambda one: one[0], reverse=True)


def highest_class(book: Book) -> str | None:
    """Give the code of the class with the highest threshold; None in a book that has one class or none."""
    classes = book.settings.classes
    if len(classes) < 2:  # noqa: PLR2004 -- one class says nothing about who is at the top
        return None
    found: str = max(classes, key=lambda one: one.turnover_from).code
    return found


def open_invoices(book: Book, relation: Node) -> list[OpenInvoice]:
    """Give the invoices that are open today, credit notes taken off, in the order of the record."""
    known = [
        (order, invoice, currency_of(book, order))
        for order in relation.orders
        for invoice in order.invoices
        if invoice.date <= book.as_of
    ]
    settled: dict[tuple[str, str], int] = defaultdict(int)
    for _, invoice, currency in known:
        if invoice.credit_for is not None:
            settled[invoice.credit_for, currency] += abs(minor_units(invoice.amount, currency))
        if not _is_credit(invoice):
            settled[invoice.number, currency] += sum(
                minor_units(payment.amount, currency)
                for payment in invoice.payments
                if payment.on <= book.as_of
            )
    return [
        OpenInvoice(order, invoice, still_open, currency)
        for order, invoice, currency in known
        if not _is_credit(invoice)
        and (still_open := minor_units(invoice.amount, currency) - settled[invoice.number, currency]) > 0
    ]


def _is_credit(invoice: Node) -> bool:
    return invoice.credit_for is not None or invoice.amount < 0


def order_amount(order: dict[str, Any], currency: str) -> int:
    """Give what an order, by its plain values, adds to turnover in minor units: less than nothing for a return."""
    amounts = _line_amounts(order, currency)
    return sum(-abs(amount) if order.get("status") == "returned" else amount for amount in amounts)


def _line_amounts(order: dict[str, Any], currency: str) -> Iterator[int]:
    for line in order["lines"]:
        amount = minor_units(line["unit_price"], currency) * line["quantity"]
        if percent := line.get("discount_percent"):
            amount = amount * (100 - Decimal(percent)) / 100
        if isinstance(amount, Decimal):
            amount = int(amount.quantize(_ONE, ROUND_HALF_UP))
        off = minor_units(line.get("discount_amount") or 0, currency)
        # A discount makes a line smaller, also one that takes goods back.
        yield amount + abs(off) if line["quantity"] < 0 else amount - off
