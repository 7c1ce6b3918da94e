"""What each relation of a book will probably do, with intervals; silent with a reason where that can't be told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cached_property

import numpy as np

from klantboek.predictions.back_test import BackTest, Method, back_test, mean_redrawn, naive_forecast
from klantboek.predictions.bgnbd import BuyingFit, expected_purchases, fit_buying
from klantboek.predictions.enough import too_few
from klantboek.predictions.gamma_gamma import SpendFit, fit_spend
from klantboek.predictions.lifetime import lifetime_value
from klantboek.predictions.placed import Whole
from klantboek.predictions.purchases import Bought, Floats, Histories, Purchases, histories
from klantboek.predictions.redrawn import Curved, Models, Redrawn, doubt
from klantboek.predictions.scales import Ahead, Scaled, chances
from klantboek.predictions.told import Estimate, Reason, Told, silent

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


class Figure(IntEnum):
    """What is told of each relation, in the order in which it stands in arrays."""

    ACTIVE, BUYS, PURCHASES, SPEND, VALUE = range(5)


@dataclass(frozen=True, eq=False)
class Forecasts:
    """The forecasts of some relations in arrays, in the order of their numbers.

    ``figures`` has for each figure its values, their lower and upper bounds. ``why`` says for each which of the
    ``reasons`` silences it; -1 where it is told, and everything else in ``figures`` says nothing.
    """

    known: Histories
    method: Method
    figures: Floats
    why: Whole
    reasons: tuple[Reason | None, ...]
    weeks: int

    def __len__(self) -> int:
        return len(self.known)

    def part(self, start: int, until: int) -> "Forecasts":
        """Give the forecasts of the relations from one place to another."""
        at = slice(start, until)
        return replace(
            self, known=self.known.part(start, until), figures=self.figures[:, :, at], why=self.why[:, at]
        )

    @property
    def codes(self) -> list[str]:
        """The codes of the reasons, for tables."""
        return [one.code if one else "" for one in self.reasons]

    def __iter__(self) -> Iterator[Forecast]:
        return (self[place] for place in range(len(self)))

    def __getitem__(self, place: int) -> Forecast:
        known = self.known
        told = [self._told(figure, place) for figure in Figure]
        return Forecast(
            known.relations[place], int(known.repeats[place]), int(known.age[place]), self.method, *told
        )

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where the forecast of each relation stands, by its number."""
        return {name: place for place, name in enumerate(self.known.relations)}

    def _told(self, figure: Figure, place: int) -> Told[Estimate]:
        why = int(self.why[figure, place])
        if why < 0:
            return Told(Estimate(*self.figures[figure, :, place].tolist()))
        if why == _Why.YOUNG:
            return silent(YOUNG, age=int(self.known.age[place]), weeks=self.weeks)
        return Told(reason=self.reasons[why])


class _Why(IntEnum):
    """Why nothing is told: the place of the reason."""

    THIN, ONCE, YOUNG, MODEL, SPEND, ABROAD, UNSPENT = range(7)


_TOLD = -1


@dataclass(frozen=True, eq=False)
class Outlook:
    """The forecasts of a book, what they rest on, and the purchase days of all its relations together."""

    test: Told[BackTest]
    method: Method
    buying: Told[BuyingFit]
    spend: Told[SpendFit]
    total: Told[Estimate]
    each: Forecasts


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
    return Outlook(test, method, buying, spend, seer.total(known, naive), seer.forecasts(known, naive))


def _without_amounts(known: Histories, abroad: frozenset[str]) -> Histories:
    kept = np.array([name not in abroad for name in known.relations], dtype=np.float64)
    return replace(known, spend=known.spend * kept)


def poisson(counts: Floats) -> Floats:
    """Give counts with the 95 % intervals of their expectations: three rows, the lower and upper bounds last."""
    some, more = np.maximum(counts, 1.0), counts + 1
    low = some * (1 - 1 / (9 * some) - _Z / (3 * np.sqrt(some))) ** 3
    high = more * (1 - 1 / (9 * more) + _Z / (3 * np.sqrt(more))) ** 3
    return np.stack([counts, np.where(counts > 0, np.maximum(low, 0.0), 0.0), high])


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

    def forecasts(self, known: Histories, naive: Floats) -> Forecasts:
        """Give the forecast of each relation; figures are made of repeat buyers only."""
        places = range(0, max(len(known), 1), _AT_ONCE)
        figures = np.concatenate([self._figures(known.part(at, at + _AT_ONCE)) for at in places], axis=-1)
        if self.method is Method.NAIVE:
            figures[Figure.PURCHASES] = poisson(naive)
        reasons = (
            self.thin,
            Reason(ONE_PURCHASE),
            Reason(YOUNG),
            self._no_model,
            self.spend.reason,
            Reason(ABROAD),
            Reason(NOTHING_SPENT),
        )
        return Forecasts(known, self.method, figures, self._why(known), reasons, self.ahead.weeks)

    @property
    def _no_model(self) -> Reason | None:
        return self.buying.reason or (None if self.method is Method.MODEL else Reason(NAIVE_ONLY))

    def _why(self, known: Histories) -> Whole:
        """Give which reason silences each figure of each relation; the first that holds."""
        young, spent = known.age < self.ahead.weeks, known.spend > 0
        abroad = np.array([name in self.abroad for name in known.relations], dtype=np.bool_)
        all_ = np.where(known.repeats > 0, _TOLD, _Why.ONCE) if self.thin is None else _Why.THIN
        told = np.broadcast_to(all_, len(known))
        purchases = np.where((told == _TOLD) & young, _Why.YOUNG, told)
        chances = np.where(purchases == _TOLD, _TOLD if self._no_model is None else _Why.MODEL, purchases)
        unspent = np.where(spent, _TOLD, np.where(abroad, _Why.ABROAD, _Why.UNSPENT))
        spend = np.where(told == _TOLD, unspent if self.spend.reason is None else _Why.SPEND, told)
        return np.stack([chances, chances, purchases, spend, np.where(chances == _TOLD, spend, chances)])

    @property
    def _fitted(self) -> Models:
        return Models(
            self.buying.value.model if self.buying.value and self.method is Method.MODEL else None,
            self.spend.value.model if self.spend.value else None,
        )

    def _figures(self, known: Histories) -> Floats:
        """Give the figures of each relation as ``Forecasts`` has them; those of a model that is silent are no numbers.

        The interval of the value is that of the purchases within its horizon, times spend.
        """
        found = np.full((len(Figure), 3, len(known)), np.nan)
        repeat = known.repeats > 0
        some = known.only(repeat)
        figures = Scaled(some, self.ahead)
        middle = figures(self._fitted)
        worth = lifetime_value(self._fitted, some, self.ahead.horizon)
        for at, one in enumerate((middle, *self.doubt.around(figures, middle))):
            parts = (chances(one[:2]), np.exp(one[2:4]), worth * np.exp(one[4] - middle[4]))
            found[:, at, repeat] = np.vstack(parts)
        return found
