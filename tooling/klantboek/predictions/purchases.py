"""Purchases by relation and day, and what a model of buying needs of them: recency, frequency, age and spend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from klantboek.predictions.placed import Gathered, Whole

Floats = NDArray[np.float64]
DAYS_A_WEEK = 7
# The ordinals of days take fewer bits.
_BITS = 24


@dataclass(frozen=True)
class Purchase:
    """One order: who, when, and its amount in minor units of the currency; below zero for a return."""

    relation: str
    day: date
    amount: int


@dataclass(frozen=True, eq=False)
class Purchases:
    """Many orders in arrays of the same length: two dozen bytes each.

    ``relations`` are in the order of their numbers, and ``places`` says which of them bought; ``days`` are ordinals,
    and ``amounts`` minor units.
    """

    relations: tuple[str, ...]
    places: Whole
    days: Whole
    amounts: Whole

    @classmethod
    def of(cls, purchases: "Purchases | Iterable[Purchase]") -> "Purchases":
        """Gather purchases, in any order."""
        if isinstance(purchases, Purchases):
            return purchases
        gathered = Gathered()
        for one in purchases:
            gathered.add(one.relation, one.day, amount=one.amount)
        rows = gathered.placed()
        return cls(rows.relations, rows.places, rows.days, rows.amounts)


Bought = Purchases | Iterable[Purchase]


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

    def part(self, start: int, until: int) -> "Histories":
        """Give the histories of the relations from one place to another."""
        at = slice(start, until)
        return Histories(self.relations[at], self.repeats[at], self.last[at], self.age[at], self.spend[at])

    def only(self, kept: NDArray[np.bool_]) -> "Histories":
        """Give the histories of some of the relations."""
        names = tuple(name for name, keep in zip(self.relations, kept, strict=True) if keep)
        return Histories(names, self.repeats[kept], self.last[kept], self.age[kept], self.spend[kept])


def histories(purchases: Bought, as_of: date) -> Histories:
    """Sum up purchases until the day of the book, that day included; relations in the order of their numbers.

    Orders of one day are one purchase. A day with nothing but returns is no purchase: its amount comes off the
    purchase day before it. Relations that have only returns are left out.
    """
    some = Purchases.of(purchases)
    places, days, amounts = _purchase_days(some, as_of.toordinal())
    firsts = np.flatnonzero(np.diff(places, prepend=-1))
    lasts = np.append(firsts[1:], len(places))[: len(firsts)] - 1
    repeats = lasts - firsts
    of_repeats = np.add.reduceat(amounts, firsts) - amounts[firsts] if len(firsts) else amounts
    first, last = days[firsts], days[lasts]
    return Histories(
        tuple(some.relations[place] for place in places[firsts].tolist()),
        repeats.astype(np.float64),
        (last - first) / DAYS_A_WEEK,
        (as_of.toordinal() - first) / DAYS_A_WEEK,
        np.where(repeats > 0, of_repeats / np.maximum(repeats, 1), 0.0),
    )


def bought_within(purchases: Bought, relations: Sequence[str], start: date, end: date) -> Floats:
    """Count the purchase days of each relation after ``start``, until and including ``end``."""
    some = Purchases.of(purchases)
    within = (some.days > start.toordinal()) & (some.days <= end.toordinal()) & (some.amounts >= 0)
    each = np.unique(some.places[within] << _BITS | some.days[within])
    counts = np.bincount(each >> _BITS, minlength=len(some.relations))
    at = {name: place for place, name in enumerate(some.relations)}
    return np.array([counts[at[name]] if name in at else 0 for name in relations], dtype=np.float64)


def _purchase_days(some: Purchases, until: int) -> tuple[Whole, Whole, Whole]:
    """Give the days on which relations bought, in order, each with what it brought in."""
    known = some.days <= until
    keys = some.places[known] << _BITS | some.days[known]
    each, where = np.unique(keys, return_inverse=True)
    amounts = np.zeros(len(each), dtype=np.int64)
    np.add.at(amounts, where, some.amounts[known])
    is_purchase = np.zeros(len(each), dtype=np.bool_)
    is_purchase[where[some.amounts[known] >= 0]] = True
    # What came back on a day of its own comes off the purchase day before it, if there is one.
    before = np.cumsum(is_purchase) - 1
    bought = each[is_purchase]
    counts = before >= 0
    counts[counts] = bought[before[counts]] >> _BITS == each[counts] >> _BITS
    sums = np.zeros(len(bought), dtype=np.int64)
    np.add.at(sums, before[counts], amounts[counts])
    return bought >> _BITS, bought & ((1 << _BITS) - 1), sums
