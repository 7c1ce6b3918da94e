"""How often products are bought, and by whom: what is bought again, what replaces, what follows on what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from klantboek.book.period import months_later
from klantboek.predictions.baskets import Basket, Baskets
from klantboek.predictions.buying import shuffled
from klantboek.predictions.hits import MOST_NAMED, Option
from klantboek.predictions.purchases import Floats
from klantboek.predictions.shares import leaning

# Products that are sold less often than so many others are never named, and rates are learnt from so many
# relations: more would make no figure surer, only slower.
MOST_PRODUCTS = 200
MOST_LEARNT = 20_000
# How many purchase days the rate of all products counts for beside what is known of one.
POOLED = 20.0
_ROWS = 8192

RHYTHM, AGAIN, DUE, TOGETHER, USUAL = "rhythm", "again", "due", "together", "usual"

Flags = NDArray[np.bool_]


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
class _Known:
    """What a relation had by a day: on how many of how many purchase days by product, and what is due again."""

    counts: Floats
    days: int
    due: Flags


class _Shelf:
    """The products that can be named, and how the purchase days of a relation look on them."""

    def __init__(self, codes: tuple[str, ...], lives: tuple[int, ...]) -> None:
        self.codes = codes
        self.lives = lives
        self.lasts: Flags = np.array(lives) > 0
        self._at = {code: place for place, code in enumerate(codes)}

    def places(self, basket: Basket) -> list[int]:
        """Give the places of the products of a purchase day."""
        return [self._at[code] for code in basket.products if code in self._at]

    def known(self, some: Sequence[Basket], day: date) -> _Known:
        """Sum up the purchase days of a relation as they look on a day."""
        counts = np.zeros(len(self.codes))
        last: dict[int, date] = {}
        for basket in some:
            for place in self.places(basket):
                counts[place] += 1
                if self.lives[place]:
                    last[place] = basket.day
        return _Known(counts, len(some), self._due(last, day))

    def _due(self, last: Mapping[int, date], day: date) -> Flags:
        due = np.zeros(len(self.codes), dtype=np.bool_)
        for place, bought in last.items():
            due[place] = months_later(bought, self.lives[place]) <= day
        return due

    def steps(self, some: Sequence[Basket]) -> Iterator[tuple[Flags, Flags, list[int]]]:
        """Give for each purchase day but the first what the relation had, what was due, and what it bought."""
        has = np.zeros(len(self.codes), dtype=np.bool_)
        last: dict[int, date] = {}
        for number, basket in enumerate(some):
            places = self.places(basket)
            if number:
                yield has.copy(), self._due(last, basket.day), places
            has[places] = True
            last.update((place, basket.day) for place in places if self.lives[place])


@dataclass(frozen=True, eq=False)
class Rates:
    """The rates at which products are bought, learnt from all purchase days but each relation's first.

    ``again`` counts what is used up, by relations that had it; ``due`` and ``not_due`` what lasts, by relations
    whose last one was past its life and whose was not; ``first`` what a relation never had; ``after`` the same
    by something that it did have, a row each. ``sold`` are the purchase days with each product, of all ``days``.
    """

    shelf: _Shelf
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
        shelf = _Shelf(codes, tuple(lives[code] for code in codes))
        counts = _counted(shelf, (baskets[name] for name in sorted(baskets, key=shuffled)[:MOST_LEARNT]))
        return cls(shelf, tuple(sold[code] for code in codes), baskets.days(), *counts)

    def usual(self) -> tuple[Option, ...]:
        """Give what is sold most, with its share of all purchase days."""
        return tuple(
            Option(code, leaning(sold, self.days, 0.0, 0.0), sold, self.days, USUAL)
            for code, sold in zip(self.shelf.codes[:MOST_NAMED], self.sold, strict=False)
        )

    def options(self, some: Sequence[Basket], day: date, weight: float) -> tuple[Option, ...]:
        """Give what a relation with these purchase days most likely buys on its next one, as things are on a day."""
        known = self.shelf.known(some, day)
        has, lasts = known.counts > 0, self.shelf.lasts
        chances = (known.counts + weight * self.again.rates) / (known.days + weight)
        kept = has & lasts
        chances[kept] = np.where(known.due, self.due.rates, self.not_due.rates)[kept]
        from_ = self._after[has].argmax(axis=0) if has.any() else np.zeros(len(has), dtype=np.intp)
        said = np.flatnonzero(has)[from_] if has.any() else from_
        chances[~has] = self._after[said, np.arange(len(has))][~has] if has.any() else self.first.rates[~has]
        best = sorted(range(len(has)), key=lambda place: (-chances[place], self.shelf.codes[place]))
        return tuple(self._option(place, known, int(said[place]), weight) for place in best[:MOST_NAMED])

    @cached_property
    def _after(self) -> Floats:
        found: Floats = (self.after.part + POOLED * self.first.rates) / (self.after.whole + POOLED)
        return found

    def _option(self, place: int, known: _Known, said: int, weight: float) -> Option:
        code, own = self.shelf.codes[place], int(known.counts[place])
        if own and not self.shelf.lasts[place]:
            chance = leaning(own, known.days, float(self.again.rates[place]), weight)
            return Option(code, chance, own, known.days, RHYTHM)
        if own:
            counts = self.due if known.due[place] else self.not_due
            part, whole, share = counts.part[place], counts.whole[place], counts.share
        elif known.counts.any():
            part, whole = self.after.part[said, place], self.after.whole[said, place]
            share = float(self.first.rates[place])
        else:
            part, whole, share = self.first.part[place], self.first.whole[place], self.first.share
        because = (DUE if known.due[place] else AGAIN) if own else TOGETHER
        return Option(code, leaning(part, whole, share, POOLED), int(part), int(whole), because)


def _counted(shelf: _Shelf, histories: Iterator[tuple[Basket, ...]]) -> list[Counts]:
    """Count over all purchase days but the first of each relation; some thousands at a time."""
    size = len(shelf.codes)
    sums = [np.zeros((2, size)) for _ in range(4)]
    after = np.zeros((2, size, size))
    rows = (step for some in histories for step in shelf.steps(some))
    while block := [one for one, _ in zip(rows, range(_ROWS), strict=False)]:
        has, due = (np.array([one[side] for one in block]) for side in (0, 1))
        came = np.zeros_like(has)
        for number, (_, _, places) in enumerate(block):
            came[number, places] = True
        for place, could in enumerate((has & ~shelf.lasts, due, has & shelf.lasts & ~due, ~has)):
            sums[place] += np.array([(came & could).sum(axis=0), could.sum(axis=0)])
        had = has.T.astype(np.float32)
        after += np.array([had @ (came & ~has), had @ (~has)])
    return [Counts(*one) for one in (*sums, after)]
