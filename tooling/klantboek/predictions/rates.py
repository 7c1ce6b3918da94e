"""How often products are bought, and by whom: what is bought again, what replaces, what follows on what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from klantboek.predictions.baskets import Basket, Baskets
from klantboek.predictions.buying import shuffled
from klantboek.predictions.hits import MOST_NAMED, Likeliest, Option
from klantboek.predictions.placed import Whole
from klantboek.predictions.purchases import Floats
from klantboek.predictions.shares import all_leaning, leaning
from klantboek.predictions.shelf import Flags, Had, Shelf, Stocked

# Products that are sold less often than so many others are never named, and rates are learnt from so many
# relations: more would make no figure surer, only slower.
MOST_PRODUCTS = 200
MOST_LEARNT = 20_000
# How many purchase days the rate of all products counts for beside what is known of one.
POOLED = 20.0

_AT_ONCE = 2000

RHYTHM, AGAIN, DUE, TOGETHER, USUAL = "rhythm", "again", "due", "together", "usual"
_BECAUSE = (RHYTHM, DUE, AGAIN, TOGETHER)


@dataclass(frozen=True)
class Offer:
    """A product and the days on which it can be sold; ``life_months`` is how long it lasts, 0 when it is used up."""

    code: str
    life_months: int = 0
    sold_from: date | None = None
    sold_until: date | None = None

    def is_sold(self, day: date) -> bool:
        """Tell whether it can be sold on a day."""
        return (self.sold_from is None or self.sold_from <= day) and (
            self.sold_until is None or day <= self.sold_until
        )


@dataclass(frozen=True, eq=False)
class Counts:
    """Purchase days on which a product was bought (``part``) of those on which it could have been (``whole``)."""

    part: Floats
    whole: Floats

    @cached_property
    def share(self) -> float:
        """The share of all products together."""
        whole = float(self.whole.sum())
        return float(self.part.sum()) / whole if whole else 0.0

    @cached_property
    def rates(self) -> Floats:
        """The share of each product, leaning on that of all."""
        found: Floats = (self.part + POOLED * self.share) / (self.whole + POOLED)
        return found


@dataclass(frozen=True, eq=False)
class Rates:
    """The rates at which products are bought, learnt from all purchase days but each relation's first.

    ``again`` counts what is used up, by relations that had it; ``due`` and ``not_due`` what lasts, by relations
    whose last one was past its life and whose was not; ``first`` what a relation never had; ``after`` the same
    by something that it did have, a row each. ``sold`` are the purchase days with each product, of all ``days``.
    """

    shelf: Shelf
    sold: tuple[int, ...]
    days: int
    again: Counts
    due: Counts
    not_due: Counts
    first: Counts
    after: Counts

    @classmethod
    def of(cls, known: Mapping[str, tuple[Basket, ...]], offers: Sequence[Offer], day: date) -> "Rates":
        """Learn the rates of what can be sold on a day."""
        baskets = Baskets.of(known)
        lives = {one.code: one.life_months for one in offers if one.is_sold(day)}
        sold = {code: count for code, count in baskets.sold().items() if code in lives}
        codes = tuple(sorted(sold, key=lambda code: (-sold[code], code))[:MOST_PRODUCTS])
        shelf = Shelf(codes, tuple(lives[code] for code in codes))
        counts = _counted(shelf.of(baskets), _learnt(tuple(baskets)))
        return cls(shelf, tuple(sold[code] for code in codes), baskets.days(), *counts)

    def usual(self) -> tuple[Option, ...]:
        """Give what is sold most, with its share of all purchase days."""
        return tuple(
            Option(code, leaning(sold, self.days, 0.0, 0.0), sold, self.days, USUAL)
            for code, sold in zip(self.shelf.codes[:MOST_NAMED], self.sold, strict=False)
        )

    def options(self, some: Sequence[Basket], day: date, weight: float) -> tuple[Option, ...]:
        """Give what a relation with these purchase days most likely buys on its next one, as things are on a day."""
        return self.likeliest(Baskets.of({"": tuple(some)}), day, weight).options(0)

    def likeliest(self, baskets: Baskets, day: date, weight: float) -> Likeliest:
        """Give what ``options`` gives, of all relations with these purchase days."""
        stocked = self.shelf.of(baskets)
        starts = range(0, max(len(baskets), 1), _AT_ONCE)
        parts = [
            self._likeliest(stocked.had(start, min(start + _AT_ONCE, len(baskets)), day), weight)
            for start in starts
        ]
        places, chances, part, whole, because = map(np.concatenate, zip(*parts, strict=True))
        return Likeliest(self.shelf.codes, places, chances, part, whole, because, _BECAUSE)

    def _likeliest(self, known: Had, weight: float) -> "_Columns":
        """Choose of each relation the best of all products; what says most about one it never had is the first of those."""
        has: Flags = np.asarray(known.counts > 0)
        lasts = self.shelf.lasts
        chances = (known.counts + weight * self.again.rates) / (known.days[:, None] + weight)
        chances = np.where(has & lasts, np.where(known.due, self.due.rates, self.not_due.rates), chances)
        said, after = np.zeros(has.shape, dtype=np.int64), np.full(has.shape, -1.0)
        for place, row in enumerate(self._after):
            better = has[:, place, None] & (row > after)
            said[better], after = place, np.where(better, row, after)
        some: Flags = np.asarray(has.any(axis=1))[:, None]
        chances = np.where(has, chances, np.where(some, after, self.first.rates))
        named = np.array(sorted(range(len(lasts)), key=lambda place: self.shelf.codes[place]), dtype=np.int64)
        best = named[np.argsort(-chances[:, named], axis=1, kind="stable")[:, :MOST_NAMED]]
        return self._columns(known, best, np.take_along_axis(said, best, axis=1), weight)

    @cached_property
    def _after(self) -> Floats:
        found: Floats = (self.after.part + POOLED * self.first.rates) / (self.after.whole + POOLED)
        return found

    def _columns(self, known: Had, best: Whole, said: Whole, weight: float) -> "_Columns":
        counts: Floats = np.take_along_axis(known.counts, best, axis=1)
        due: Flags = np.take_along_axis(known.due, best, axis=1)
        days, some = known.days[:, None], np.asarray(known.counts.any(axis=1))[:, None]
        own = counts > 0
        kept = own & self.shelf.lasts[best]
        cases = [own & ~kept, kept & due, kept, np.broadcast_to(some, own.shape)]

        def of(*values: Floats | float) -> Floats:
            return np.select(cases, [np.broadcast_to(one, own.shape) for one in values[:-1]], values[-1])

        part = of(
            counts,
            self.due.part[best],
            self.not_due.part[best],
            self.after.part[said, best],
            self.first.part[best],
        )
        whole = of(
            days,
            self.due.whole[best],
            self.not_due.whole[best],
            self.after.whole[said, best],
            self.first.whole[best],
        )
        pooled = (
            self.again.rates[best],
            self.due.share,
            self.not_due.share,
            self.first.rates[best],
            self.first.share,
        )
        chance = np.stack(
            all_leaning(part, whole, of(*pooled), of(weight, POOLED, POOLED, POOLED, POOLED)), axis=-1
        )
        return best, chance, part, whole, of(0, 1, 2, 3, 3).astype(np.int64)


Floats32 = NDArray[np.float32]
_Columns = tuple[Whole, Floats, Floats, Floats, Whole]


def _learnt(relations: Sequence[str]) -> Flags:
    """Choose the relations that rates are learnt from: of many a part, always the same."""
    found = np.ones(len(relations), dtype=np.bool_)
    if len(relations) > MOST_LEARNT:
        some = sorted(range(len(relations)), key=lambda place: shuffled(relations[place]))
        found[some[MOST_LEARNT:]] = False
    return found


def _counted(stocked: Stocked, learnt: Flags) -> list[Counts]:
    """Count over all purchase days but the first of each relation."""
    size, lasts = len(stocked.shelf.codes), stocked.shelf.lasts
    sums = [np.zeros((2, size)) for _ in range(4)]
    after = np.zeros((2, size, size))
    for one in stocked.steps(learnt):
        # What is due was had before, and lasts; whole numbers this small are exact in any kind of number.
        has, due, came = (flags.astype(np.float32) for flags in (one.has, one.due, one.came))
        had, late = (np.stack([_together(came, some), some.sum(axis=0)]) for some in (has, due))
        everything = np.stack([came.sum(axis=0), np.full(size, len(came))])
        for place, some in enumerate((had * ~lasts, late, had * lasts - late, everything - had)):
            sums[place] += some
        after += np.array([has.T @ (came * (1 - has)), has.T @ (1 - has)])
    return [Counts(*one) for one in (*sums, after)]


def _together(some: Floats32, others: Floats32) -> Floats32:
    """Count in each column the rows in which both are."""
    return np.asarray(np.einsum("ij,ij->j", some, others), dtype=np.float32)
