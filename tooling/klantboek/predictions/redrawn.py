"""How far fitted models could be off: draws of relations with the fits on them, or how the likelihood curves.

An interval here is that of an expectation, for want of more relations. What one relation will do varies more.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from klantboek.predictions.bgnbd import BgNbd, BuyingFit, buying_influence, climb_buying, model_at
from klantboek.predictions.climbing import ENOUGH
from klantboek.predictions.enough import SURE_RELATIONS
from klantboek.predictions.gamma_gamma import (
    GammaGamma,
    SpendFit,
    climb_spend,
    spend_influence,
    spend_model_at,
    spenders,
)
from klantboek.predictions.purchases import Floats, Histories
from klantboek.predictions.told import Estimate

_BOUNDS = (2.5, 97.5)
_Z = 1.959964
_NEAR = 1e-3
_BUYING, _SPEND = 4, 3


@dataclass(frozen=True)
class Models:
    """The two models with some parameters; None where the fit itself is silent."""

    buying: BgNbd | None
    spend: GammaGamma | None


# Gives figures of models, each on a scale on which it can be any number.
Figures = Callable[[Models], Floats]


@dataclass(frozen=True, eq=False)
class Redrawn:
    """The models as they came out of draws of the relations with replacement (the bootstrap, Efron 1979)."""

    draws: tuple[Models, ...]

    def around(self, figures: Figures, middle: Floats) -> tuple[Floats, Floats]:
        """Give the bounds of figures: the 2.5th and 97.5th percentiles over the draws."""
        found = np.array([figures(one) for one in self.draws] or [middle])
        low, high = bounds(found)
        return np.minimum(low, middle), np.maximum(high, middle)


@dataclass(frozen=True, eq=False)
class Curved:
    """The models with the covariance of the logarithms of their parameters, those of buying first."""

    buying: BuyingFit | None
    spend: SpendFit | None
    covariance: Floats

    def around(self, figures: Figures, middle: Floats) -> tuple[Floats, Floats]:
        """Give the bounds of figures: 1.96 standard errors by their slopes (the delta method)."""
        slopes = np.array([self._slope(figures, middle, number) for number in range(_BUYING + _SPEND)])
        kept = np.array(
            [self.buying is not None] * _BUYING + [self.spend is not None] * _SPEND, dtype=np.bool_
        )
        used = slopes[kept]
        spread = np.einsum("k...,kl,l...->...", used, self.covariance[np.ix_(kept, kept)], used)
        step = _Z * np.sqrt(np.maximum(spread, 0.0))
        return middle - step, middle + step

    def _slope(self, figures: Figures, middle: Floats, number: int) -> Floats:
        if (self.buying if number < _BUYING else self.spend) is None:
            return np.zeros_like(middle)
        return np.asarray(
            (figures(self._aside(number, _NEAR)) - figures(self._aside(number, -_NEAR))) / (2 * _NEAR),
            dtype=np.float64,
        )

    def _aside(self, number: int, step: float) -> Models:
        aside = np.zeros(_BUYING + _SPEND)
        aside[number] = step
        buying, spend = self.buying, self.spend
        return Models(
            model_at(buying.top.place + aside[:_BUYING]) if buying else None,
            spend_model_at(spend.top.place + aside[_BUYING:], spend.scale) if spend else None,
        )


def doubt(
    known: Histories, buying: BuyingFit | None, spend: SpendFit | None, draws: int, seed: int
) -> Redrawn | Curved:
    """Give how far the models could be off; the same seed gives the same.

    Under 500 relations as many are drawn with replacement, ``draws`` times, and both models fitted again; fits
    that end at a bound of the parameters are kept, so that the interval is not too narrow. From there on the
    covariance of the parameters is the sandwich of how the likelihood curves and how much the relations pull at
    it (White 1982), which is what draws come to with more relations, also where the model is not quite true.
    """
    if len(known) >= SURE_RELATIONS:
        return Curved(buying, spend, _covariance(known, buying, spend))
    if buying is None and spend is None:
        return Redrawn(())
    # RandomState gives the same numbers in every version of numpy, which the newer generators don't promise.
    dice = np.random.RandomState(seed)
    return Redrawn(tuple(_fitted_again(dice, known, buying, spend) for _ in range(draws)))


def _covariance(known: Histories, buying: BuyingFit | None, spend: SpendFit | None) -> Floats:
    pulls = np.zeros((len(known), _BUYING + _SPEND))
    if buying:
        pulls[:, :_BUYING] = buying_influence(known, buying.top)
    if spend:
        pulls[(known.repeats > 0) & (known.spend > 0), _BUYING:] = spend_influence(spenders(known), spend)
    found: Floats = pulls.T @ pulls
    return found


def _fitted_again(
    dice: np.random.RandomState, known: Histories, buying: BuyingFit | None, spend: SpendFit | None
) -> Models:
    size = len(known)
    weights = np.bincount(dice.randint(size, size=size), minlength=size).astype(np.float64)
    again = model_at(climb_buying(known, weights, buying.top.place, ENOUGH).place) if buying else None
    if spend is None:
        return Models(again, None)
    counts = weights[(known.repeats > 0) & (known.spend > 0)]
    top, scale = climb_spend(spenders(known), counts, spend.top.place, ENOUGH)
    return Models(again, spend_model_at(top.place, scale))


def bounds(drawn: Floats) -> tuple[Floats, Floats]:
    """Give the 2.5th and 97.5th percentiles over the first axis, each a value that was drawn."""
    low = np.percentile(drawn, _BOUNDS[0], axis=0, method="lower")
    high = np.percentile(drawn, _BOUNDS[1], axis=0, method="higher")
    return low, high


def estimate(value: float, drawn: Floats) -> Estimate:
    """Give a figure with the interval that the same figure in the draws makes."""
    low, high = bounds(drawn)
    return Estimate(value, min(float(low), value), max(float(high), value))
