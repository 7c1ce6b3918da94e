"""Purchases by relation and day, and what a model of buying needs of them: recency, frequency, age and spend."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Purchase:
    """One order: who, when, and its amount in minor units of the currency; below zero for a return."""

    relation: str
    day: date
    amount: int


@dataclass(frozen=True, eq=False)
class Histories:
    """What is known of each relation that bought, one place each in arrays of the same length.

    ``repeats`` (x) counts purchase days after the first, ``last`` (tx) is the week of the last purchase and
    ``age`` (T) the week of the day of the book, both since the first purchase and in days / 7; ``spend`` (m) is
    the mean amount of a repeat purchase day in minor units, 0 without any. Fader, Hardie and Lee (2005).
    """

    relations: tuple[str, ...]
    repeats: Floats
    last: Floats
    age: Floats
    spend: Floats

    def __len__(self) -> int:
        return len(self.relations)

    @property
    def repeat_buyers(self) -> int:
        """How many bought on more than one day."""
        return int(np.count_nonzero(self.repeats))

    @cached_property
    def alike(self) -> tuple[Floats, NDArray[np.intp]]:
        """The different (x, tx, T), a row each, and the row of each relation: one-time buyers share most."""
        rows = np.column_stack([self.repeats, self.last, self.age])
        found, places = np.unique(rows, axis=0, return_inverse=True)
        return found, places.reshape(-1)

    def only(self, kept: NDArray[np.bool_]) -> "Histories":
        """Give the histories of some of the relations."""
        names = tuple(name for name, keep in zip(self.relations, kept, strict=True) if keep)
        return Histories(names, self.repeats[kept], self.last[kept], self.age[kept], self.spend[kept])


def histories(purchases: Iterable[Purchase], as_of: date) -> Histories:
    """Sum up purchases until the day of the book, that day included; relations in the order of their numbers.

    Orders of one day are one purchase. A day with nothing but returns is no purchase: its amount comes off the
    purchase day before it. Relations that have only returns are left out.
    """
    by_relation: dict[str, list[Purchase]] = defaultdict(list)
    for one in purchases:
        if one.day <= as_of:
            by_relation[one.relation].append(one)
    days = {name: bought for name in sorted(by_relation) if (bought := _days(by_relation[name]))}
    rows = np.array([_summary(bought, as_of) for bought in days.values()], dtype=np.float64).reshape(-1, 4)
    return Histories(tuple(days), rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3])


def bought_within(purchases: Iterable[Purchase], relations: Sequence[str], start: date, end: date) -> Floats:
    """Count the purchase days of each relation after ``start``, until and including ``end``."""
    days = {(one.relation, one.day) for one in purchases if start < one.day <= end and one.amount >= 0}
    counts = dict.fromkeys(relations, 0)
    for name, _ in days:
        if name in counts:
            counts[name] += 1
    return np.array([counts[name] for name in relations], dtype=np.float64)


def _days(purchases: list[Purchase]) -> list[tuple[date, int]]:
    """Give the days on which a relation bought, in order, with what they brought in."""
    bought = {one.day for one in purchases if one.amount >= 0}
    days: list[tuple[date, int]] = []
    for one in sorted(purchases, key=lambda one: (one.day, -one.amount)):
        if days and (days[-1][0] == one.day or one.day not in bought):
            days[-1] = (days[-1][0], days[-1][1] + one.amount)
        elif one.day in bought:
            days.append((one.day, one.amount))
    return days


def _summary(days: list[tuple[date, int]], as_of: date) -> tuple[float, float, float, float]:
    first, last = days[0][0], days[-1][0]
    repeats = len(days) - 1
    spend = sum(amount for _, amount in days[1:]) / repeats if repeats else 0.0
    return repeats, (last - first).days / DAYS_A_WEEK, (as_of - first).days / DAYS_A_WEEK, spend
