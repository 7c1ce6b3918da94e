"""Stretches of time: the days from which and until which something holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from klantboek.book.node import Node


@dataclass(frozen=True)
class Period:
    """From the first day until the last, both included; None is open."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return (self.last is None or other.first is None or other.first <= self.last) and (
            other.last is None or self.first is None or self.first <= other.last
        )


def period_of(node: Node) -> Period:
    """Give the period that a node states with ``from`` and ``until``."""
    return Period(node.from_, node.until)


def days_later(day: date, days: int) -> date:
    """Give the day so many days later, or earlier; what lies outside the calendar is its last or first day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_later(day: date, months: int) -> date:
    """Give the same day so many months later, or earlier; the last of the month where that day does not exist.

    What lies outside the calendar is its first or last day.
    """
    year, month = divmod(day.month - 1 + months, 12)
    if not date.min.year <= day.year + year <= date.max.year:
        # Beyond the calendar nothing is later or earlier than its last or first day.
        return date.max if months > 0 else date.min
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


@cache
def first_within(today: date, months: int) -> date:
    """Give the first day from which so many months last until today or longer."""
    first = months_later(today, -months)
    while first < date.max and months_later(first, months) < today:
        first = days_later(first, 1)
    while first > date.min and months_later(days_later(first, -1), months) >= today:
        first = days_later(first, -1)
    return first
