"""What each relation of a book will probably do, with intervals; silent with a reason where that can't be told."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from klantboek.predictions.back_test import BackTest, Method, back_test, mean_redrawn, naive_forecast
from klantboek.predictions.bgnbd import (
    BgNbd,
    BuyingFit,
    chance_active,
    chance_buys,
    expected_purchases,
    fit_buying,
)
from klantboek.predictions.gamma_gamma import SpendFit, expected_spend, fit_spend
from klantboek.predictions.lifetime import Horizon, lifetime_value
from klantboek.predictions.purchases import Floats, Histories, Purchase, histories
from klantboek.predictions.redrawn import Drawn, bounds, estimate, redrawn
from klantboek.predictions.told import Estimate, Reason, Told, silent

_AT_ONCE = 2000
_Z = 1.959964

ONE_PURCHASE = "bought on one day only: from one purchase nothing can be told"
YOUNG = "bought for the first time {age} weeks ago; it takes the {weeks} weeks that are looked ahead"
NAIVE_ONLY = "the model is not shown to be better than repeating the past on this book"
NOTHING_SPENT = "its repeat purchases brought nothing in"


@dataclass(frozen=True)
class Forecast:
    """What one relation will do in the weeks ahead.

    ``active`` is the chance that it still is a customer, ``buys`` that it buys, ``purchases`` the purchase days
    to expect, made with ``method``; ``spend`` the amount of a purchase and ``value`` what all purchases within
    the horizon are worth today, both in minor units. Intervals are those of the expectation, for what a fit on so few
    relations leaves open; what one relation does varies more.
    """

    relation: str
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
    buying: Told[BuyingFit]
    spend: Told[SpendFit]
    total: Told[Estimate]
    each: tuple[Forecast, ...]


@dataclass(frozen=True)
class Ahead:
    """What is asked: how many weeks and periods ahead, and how many draws (at least one), from which seed, make the intervals."""

    weeks: int = 52
    horizon: Horizon = field(default_factory=Horizon)
    draws: int = 200
    seed: int = 20050301


def outlook(purchases: Sequence[Purchase], as_of: date, ahead: Ahead) -> Outlook:
    """Forecast on the purchases until the day of the book: by the model where its back-test is won, else naively.

    A naive forecast repeats the weeks before. It tells nothing of being active or of value; its interval is that of a
    Poisson count (Byar's approximation, Breslow and Day 1987), and for all relations together that of drawing them again.
    """
    known = histories(purchases, as_of)
    test = back_test(purchases, as_of, ahead.weeks, ahead.seed)
    buying, spend = fit_buying(known), fit_spend(known)
    method = test.value.method if test.value and buying.value else Method.NAIVE
    naive = naive_forecast(purchases, known, as_of, ahead.weeks)
    drawn = redrawn(known, buying.value, spend.value, ahead.draws, ahead.seed)
    seer = _Seer(buying, spend, method, drawn, ahead)
    each = tuple(
        one
        for start in range(0, len(known), _AT_ONCE)
        for one in seer.forecasts(_part(known, start), naive[start : start + _AT_ONCE])
    )
    return Outlook(test, buying, spend, seer.total(known, naive), each)


def _part(known: Histories, start: int) -> Histories:
    places = np.arange(len(known))
    return known.only((places >= start) & (places < start + _AT_ONCE))


def poisson(count: float) -> Estimate:
    """Give a count with the 95 % interval of its expectation."""
    more = count + 1
    low = count * (1 - 1 / (9 * count) - _Z / (3 * math.sqrt(count))) ** 3 if count else 0.0
    high = more * (1 - 1 / (9 * more) + _Z / (3 * math.sqrt(more))) ** 3
    return Estimate(count, max(low, 0.0), high)


@dataclass(frozen=True, eq=False)
class _Seer:
    """The fitted models with their draws, ready to be asked."""

    buying: Told[BuyingFit]
    spend: Told[SpendFit]
    method: Method
    drawn: list[Drawn]
    ahead: Ahead

    def total(self, known: Histories, naive: Floats) -> Told[Estimate]:
        """Give the purchase days to expect of all relations together."""
        if self.buying.value is None:
            return Told(reason=self.buying.reason)
        if self.method is Method.NAIVE:
            mean, size = mean_redrawn(naive, self.ahead.seed), len(known)
            return Told(Estimate(mean.value * size, mean.low * size, mean.high * size))
        (x, tx, age), places = known.alike[0].T, known.alike[1]
        counts = np.bincount(places)

        def sum_by(model: BgNbd) -> float:
            return float(counts @ expected_purchases(model, x, tx, age, self.ahead.weeks))

        drawn = np.array([sum_by(one.buying) for one in self.drawn if one.buying])
        return Told(estimate(sum_by(self.buying.value.model), drawn))

    def forecasts(self, known: Histories, naive: Floats) -> Iterator[Forecast]:
        """Give the forecast of each relation; figures are made of repeat buyers only."""
        repeat = known.only(known.repeats > 0)
        figures = iter(self._figures(repeat))
        for place, name in enumerate(known.relations):
            if not known.repeats[place]:
                nothing: Told[Estimate] = silent(ONE_PURCHASE)
                yield Forecast(name, self.method, nothing, nothing, nothing, nothing, nothing)
            else:
                age, has_spent = float(known.age[place]), known.spend[place] > 0
                yield self._forecast(name, next(figures), age, float(naive[place]), has_spent=bool(has_spent))

    def _forecast(
        self, name: str, figures: list[Estimate], age: float, naive: float, *, has_spent: bool
    ) -> Forecast:
        active, buys, purchases, spend, value = figures
        why_not = self._why_not(age)
        no_model = why_not or (Reason(NAIVE_ONLY) if self.method is Method.NAIVE else None)
        no_spend = self.spend.reason or (None if has_spent else Reason(NOTHING_SPENT))
        return Forecast(
            name,
            self.method,
            _told(active, no_model),
            _told(buys, no_model),
            _told(poisson(naive) if self.method is Method.NAIVE else purchases, why_not),
            _told(spend, no_spend),
            _told(value, no_model or no_spend),
        )

    def _why_not(self, age: float) -> Reason | None:
        if self.buying.reason:
            return self.buying.reason
        weeks = self.ahead.weeks
        return Reason(YOUNG, {"age": int(age), "weeks": weeks}) if age < weeks else None

    def _figures(self, known: Histories) -> list[list[Estimate]]:
        """Give the five figures of each relation; those of a model that is silent are no numbers."""
        fitted = Drawn(
            self.buying.value.model if self.buying.value else None,
            self.spend.value.model if self.spend.value else None,
        )
        middle = self._five(fitted, known)
        drawn = np.array([self._five(one, known) for one in self.drawn] or [middle])
        low, high = bounds(drawn)
        columns = np.stack([middle, np.minimum(low, middle), np.maximum(high, middle)], axis=-1)
        return [[Estimate(*figure) for figure in one] for one in columns.transpose(1, 0, 2).tolist()]

    def _five(self, models: Drawn, known: Histories) -> Floats:
        found = np.full((5, len(known)), np.nan)
        history = known.repeats, known.last, known.age
        if models.buying and self.method is Method.MODEL:
            found[0] = chance_active(models.buying, *history)
            found[1] = chance_buys(models.buying, *history, self.ahead.weeks)
            found[2] = expected_purchases(models.buying, *history, self.ahead.weeks)
            if models.spend:
                found[4] = lifetime_value(models.buying, models.spend, known, self.ahead.horizon)
        if models.spend:
            found[3] = expected_spend(models.spend, known.repeats, known.spend)
        return found


def _told(figure: Estimate, reason: Reason | None) -> Told[Estimate]:
    return Told(reason=reason) if reason else Told(figure)
