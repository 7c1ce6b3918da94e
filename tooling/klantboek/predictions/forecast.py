"""What each relation of a book will probably do, with intervals; silent with a reason where that can't be told."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import overload

import numpy as np

from klantboek.predictions.back_test import BackTest, Method, back_test, mean_redrawn, naive_forecast
from klantboek.predictions.bgnbd import (
    BuyingFit,
    expected_purchases,
    fit_buying,
)
from klantboek.predictions.enough import too_few
from klantboek.predictions.gamma_gamma import SpendFit, fit_spend
from klantboek.predictions.lifetime import lifetime_value
from klantboek.predictions.purchases import Bought, Floats, Histories, Purchases, histories
from klantboek.predictions.redrawn import Curved, Models, Redrawn, doubt
from klantboek.predictions.scales import Ahead, Scaled, chances
from klantboek.predictions.told import Estimate, Reason, Told

_AT_ONCE = 2000
_Z = 1.959964

ONE_PURCHASE = "bought on one day only: from one purchase nothing can be told"
YOUNG = "bought for the first time {age} weeks ago; it takes the {weeks} weeks that are looked ahead"
NAIVE_ONLY = "the model is not shown to be better than repeating the past on this book"
ABROAD = "it also buys in another currency than the book's"
NOTHING_SPENT = "its repeat purchases brought nothing in"


@dataclass(frozen=True)
class Forecast:
    """What one relation will do in the weeks ahead, told from its ``repeats`` in the ``weeks`` since it first bought.

    ``active`` is the chance that it still is a customer, ``buys`` that it buys, ``purchases`` the purchase days
    to expect, made with ``method``; ``spend`` the amount of a purchase and ``value`` what all purchases within
    the horizon are worth today, both in minor units. Intervals are those of the expectation, for what a fit on so few
    relations leaves open; what one relation does varies more.
    """

    relation: str
    repeats: int
    weeks: int
    method: Method
    active: Told[Estimate]
    buys: Told[Estimate]
    purchases: Told[Estimate]
    spend: Told[Estimate]
    value: Told[Estimate]


@dataclass(frozen=True, eq=False)
class Outlook:
    """The forecasts of a book, what they rest on, and the purchase days of all its relations together."""

    test: Told[BackTest]
    method: Method
    buying: Told[BuyingFit]
    spend: Told[SpendFit]
    total: Told[Estimate]
    each: "Forecasts"


def outlook(purchases: Bought, as_of: date, ahead: Ahead, abroad: frozenset[str] = frozenset()) -> Outlook:
    """Forecast on the purchases until the day of the book: by the model where its back-test is won, else naively.

    Where there are too few nothing is told; a model that does not settle is no reason for that.
    A naive forecast repeats the weeks before. It tells nothing of being active or of value; its interval is that of a
    Poisson count (Byar's approximation, Breslow and Day 1987), and for all relations together that of drawing them again.
    Of relations that buy in another currency (``abroad``) nothing is said about amounts.
    """
    purchases = Purchases.of(purchases)
    known = _without_amounts(histories(purchases, as_of), abroad)
    test = back_test(purchases, as_of, ahead.weeks, ahead.seed)
    buying, spend = fit_buying(known), fit_spend(known)
    method = test.value.method if test.value and buying.value else Method.NAIVE
    naive = naive_forecast(purchases, known, as_of, ahead.weeks)
    model = buying.value if method is Method.MODEL else None
    how_sure = doubt(known, model, spend.value, ahead.draws, ahead.seed)
    seer = _Seer(buying, spend, method, how_sure, ahead, abroad, too_few(len(known), known.repeat_buyers))
    return Outlook(test, method, buying, spend, seer.total(known, naive), Forecasts(seer, known, naive))


def _without_amounts(known: Histories, abroad: frozenset[str]) -> Histories:
    kept = np.array([name not in abroad for name in known.relations], dtype=np.float64)
    return replace(known, spend=known.spend * kept)


def poisson(count: float) -> Estimate:
    """Give a count with the 95 % interval of its expectation."""
    more = count + 1
    low = count * (1 - 1 / (9 * count) - _Z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    high = more * (1 - 1 / (9 * more) + _Z / (3 * math.sqrt(more))) ** 3
    return Estimate(count, max(low, 0.0), high)


@dataclass(frozen=True, eq=False)
class _Seer:
    """The fitted models with how far they could be off, ready to be asked."""

    buying: Told[BuyingFit]
    spend: Told[SpendFit]
    method: Method
    doubt: Redrawn | Curved
    ahead: Ahead
    abroad: frozenset[str]
    thin: Reason | None

    def total(self, known: Histories, naive: Floats) -> Told[Estimate]:
        """Give the purchase days to expect of all relations together."""
        if self.thin:
            return Told(reason=self.thin)
        if self.method is Method.NAIVE:
            mean, size = mean_redrawn(naive, self.ahead.seed), len(known)
            return Told(Estimate(mean.value * size, mean.low * size, mean.high * size))
        (x, tx, age), places = known.alike[0].T, known.alike[1]
        counts = np.bincount(places)

        def of_all(models: Models) -> Floats:
            if models.buying is None:
                return np.array([np.nan])
            expected = counts @ expected_purchases(models.buying, x, tx, age, self.ahead.weeks)
            return np.array([np.log(expected)])

        middle = of_all(self._fitted)
        bounds = self.doubt.around(of_all, middle)
        return Told(Estimate(*(float(np.exp(one[0])) for one in (middle, *bounds))))

    def forecasts(self, known: Histories, naive: Floats) -> Iterator[Forecast]:
        """Give the forecast of each relation; figures are made of repeat buyers only."""
        repeat = known.only(known.repeats > 0)
        figures = iter(self._figures(repeat))
        for place, name in enumerate(known.relations):
            if not known.repeats[place]:
                nothing: Told[Estimate] = Told(reason=self.thin or Reason(ONE_PURCHASE))
                weeks = int(known.age[place])
                yield Forecast(name, 0, weeks, self.method, nothing, nothing, nothing, nothing, nothing)
            else:
                yield self._forecast(known, place, next(figures), float(naive[place]))

    def _forecast(self, known: Histories, place: int, figures: list[Estimate], naive: float) -> Forecast:
        active, buys, purchases, spend, value = figures
        name, age, has_spent = known.relations[place], float(known.age[place]), known.spend[place] > 0
        why_not = self._why_not(age)
        no_model = (
            why_not or self.buying.reason or (None if self.method is Method.MODEL else Reason(NAIVE_ONLY))
        )
        unspent = Reason(ABROAD if name in self.abroad else NOTHING_SPENT)
        no_spend = self.thin or self.spend.reason or (None if has_spent else unspent)
        return Forecast(
            name,
            int(known.repeats[place]),
            int(age),
            self.method,
            _told(active, no_model),
            _told(buys, no_model),
            _told(poisson(naive) if self.method is Method.NAIVE else purchases, why_not),
            _told(spend, no_spend),
            _told(value, no_model or no_spend),
        )

    def _why_not(self, age: float) -> Reason | None:
        if self.thin:
            return self.thin
        weeks = self.ahead.weeks
        return Reason(YOUNG, {"age": int(age), "weeks": weeks}) if age < weeks else None

    @property
    def _fitted(self) -> Models:
        return Models(
            self.buying.value.model if self.buying.value and self.method is Method.MODEL else None,
            self.spend.value.model if self.spend.value else None,
        )

    def _figures(self, known: Histories) -> list[list[Estimate]]:
        """Give the five figures of each relation; those of a model that is silent are no numbers.

        The interval of the value is that of the purchases within its horizon, times spend.
        """
        figures = Scaled(known, self.ahead)
        middle = figures(self._fitted)
        low, high = self.doubt.around(figures, middle)
        worth = lifetime_value(self._fitted, known, self.ahead.horizon)
        rows = [chances(one[:2]) for one in (middle, low, high)]
        amounts = [np.exp(one[2:4]) for one in (middle, low, high)]
        values = [worth * np.exp(one[4] - middle[4]) for one in (middle, low, high)]
        three = [np.vstack(one) for one in zip(rows, amounts, values, strict=True)]
        return [
            [Estimate(*figure) for figure in one]
            for one in np.stack(three, axis=-1).transpose(1, 0, 2).tolist()
        ]


class Forecasts(Sequence[Forecast]):
    """The forecast of each relation, made when it is asked for, a few thousand at a time: all take much room."""

    def __init__(self, seer: _Seer, known: Histories, naive: Floats) -> None:
        self._seer = seer
        self._known = known
        self._naive = naive
        self._made: tuple[int, list[Forecast]] = (-1, [])

    def __len__(self) -> int:
        return len(self._known)

    @overload
    def __getitem__(self, place: int) -> Forecast: ...

    @overload
    def __getitem__(self, place: slice) -> list[Forecast]: ...

    def __getitem__(self, place: int | slice) -> Forecast | list[Forecast]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        at = range(len(self))[place]
        start = at - at % _AT_ONCE
        if self._made[0] != start:
            until = start + _AT_ONCE
            some = self._seer.forecasts(self._known.part(start, until), self._naive[start:until])
            self._made = start, list(some)
        return self._made[1][at - start]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where the forecast of each relation stands, by its number."""
        return {name: place for place, name in enumerate(self._known.relations)}


def _told(figure: Estimate, reason: Reason | None) -> Told[Estimate]:
    return Told(reason=reason) if reason else Told(figure)
