"""Who bought again in the last period, of those who had bought before it began."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from klantboek.book import Book
from klantboek.book.period import days_later

_PERIOD = 365
# More relations make the figures no surer to any decimal that is shown, only slower.
MOST = 20_000


@dataclass(frozen=True)
class Customer:
    """A relation that had bought by the start of the period, its kind, and whether it bought again within it."""

    id: str
    kind: str
    bought: bool


@dataclass(frozen=True)
class Period:
    """The last period of a book: it ends today and is as long as a relation counts as active without an order."""

    start: date
    end: date


def period_of(book: Book) -> Period:
    """Give the last period: ``activity.dormant_after_days`` of book.yaml, or else a year, until today."""
    days = book.settings.activity.dormant_after_days or _PERIOD
    return Period(days_later(book.as_of, -days), book.as_of)


def some_of(customers: Iterable[Customer]) -> list[Customer]:
    """Give customers in the order of their numbers.

    Of many a part: those whose numbers come first when they are shuffled, always in the same way.
    """
    found = list(customers)
    if len(found) > MOST:
        found = sorted(found, key=lambda one: shuffled(one.id))[:MOST]
    return sorted(found, key=lambda one: one.id)


def shuffled(number: str) -> int:
    """Give a number that has nothing to do with the relation's own, and is always the same."""
    return int.from_bytes(blake2b(number.encode(), digest_size=6).digest(), "big")


def bought_again(relation: dict[str, Any], period: Period) -> bool | None:
    """Tell whether a relation bought in a period; None when it had not bought before that began."""
    start, end = period.start.isoformat(), period.end.isoformat()
    days = [one["date"] for one in relation.get("orders", ()) if _is_purchase(one)]
    if not any(day <= start for day in days):
        return None
    return any(start < day <= end for day in days)


def _is_purchase(order: dict[str, Any]) -> bool:
    return order.get("status") not in {"cancelled", "returned"} and any(
        line["quantity"] >= 0 for line in order["lines"]
    )
