"""The invoices that are open, what is overdue first."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from klantboek.handbook import links
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import anchor
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import badge, link, span_of
from klantboek.handbook.page import Page

_COLUMNS = (
    "relation",
    "invoice",
    "state",
    "due_on",
    "days_late",
    "open",
    "reminders",
    "last_reminder",
    "owner",
)
_NUMBERS = frozenset(["days_late", "open", "reminders"])
OPEN = frozenset(["open", "overdue"])


def pages(edition: Edition) -> Iterator[Page]:
    """Give the list of open invoices."""
    yield Page(
        "invoices.html", "list", edition.words("invoices.title"), partial(_make, edition), "customers", 13
    )


def _make(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    rows = [row for row in edition.all_rows("invoice_status") if row["state"] in OPEN]
    numbers = {row["relation"] for row in rows}
    owners = edition.index.owners([record for record in edition.listed if record.id in numbers])
    rows.sort(key=lambda row: (row["due"] is None, row["due"], row["relation"], row["number"]))
    columns = [
        Column(
            words(f"column.{name}"),
            "n" if name in _NUMBERS else "",
            name if name in {"state", "owner"} else "",
        )
        for name in _COLUMNS
    ]
    return {
        "title": words("invoices.title"),
        "intro": " ".join([words("invoices.intro"), *_totals(edition, rows)]),
        "listing": Listing.of(
            columns, (_row(edition, cells, row, owners.get(row["relation"], "")) for row in rows)
        ),
    }


def _totals(edition: Edition, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say what is open in all in each currency, that of the book first, and how much of it is overdue."""
    home = edition.book.settings.currency
    for currency in sorted({row["currency"] for row in rows}, key=lambda one: (one != home, one)):
        some = [row for row in rows if row["currency"] == currency]
        late = [row["open_minor"] for row in some if row["state"] == "overdue"]
        amount = edition.write.minor(sum(row["open_minor"] for row in some), currency)
        yield edition.words("invoices.total", amount=amount, late=edition.write.minor(sum(late), currency))


def _row(edition: Edition, cells: Cells, row: Mapping[str, Any], owner: str) -> list[Sorted]:
    write, record = edition.write, edition.book.find("relation", row["relation"])
    where = anchor("orders", row["orders_position"] - 1)
    page = f"{links.href(edition.page_of(record))}#{where}" if record is not None else ""
    state, last = row["state"], row["last_reminder_on"]
    return [
        (cells.record("relation", row["relation"]), ""),
        (span_of("nb", link(page, row["number"])), ""),
        (badge(edition.words(f"invoices.{state}"), "bad" if state == "overdue" else ""), ""),
        keyed(cells.date(row["due"]), row["due"]) if row["due"] else EMPTY,
        keyed(write.number(row["days_late"]), row["days_late"]) if row["days_late"] else EMPTY,
        keyed(write.minor(row["open_minor"], row["currency"]), row["open_minor"]),
        keyed(write.number(row["reminders"]), row["reminders"]) if row["reminders"] else EMPTY,
        keyed(cells.date(last), last) if last else EMPTY,
        text(edition.names.staff(owner) if owner else None),
    ]
