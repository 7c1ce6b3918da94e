"""How far fitted models could be off: the same fits on relations drawn again, and intervals from those.

An interval here is that of an expectation, for want of more relations. What one relation will do varies more.
"""

from dataclasses import dataclass

import numpy as np

from klantboek.predictions.bgnbd import LARGEST, SMALLEST, BgNbd, BuyingFit, climb_buying, model_at
from klantboek.predictions.climbing import Top
from klantboek.predictions.gamma_gamma import GammaGamma, SpendFit, climb_spend, spend_model_at, spenders
from klantboek.predictions.purchases import Floats, Histories
from klantboek.predictions.told import Estimate

# Of more relations the normal approximation is as good, and fitting again takes too long.
MOST_FITTED_AGAIN = 5000
_BOUNDS = (2.5, 97.5)
_LEAST_CURVED = 1e-6


@dataclass(frozen=True)
class Drawn:
    """The models as they came out of one draw; None where the fit itself is silent."""

    buying: BgNbd | None
    spend: GammaGamma | None


def redrawn(
    known: Histories, buying: BuyingFit | None, spend: SpendFit | None, draws: int, seed: int
) -> list[Drawn]:
    """Give the models of ``draws`` draws; the same seed gives the same ones.

    Up to 5,000 relations: as many relations are drawn with replacement and both models fitted again (the
    bootstrap, Efron 1979); fits that end at a bound of the parameters are kept, so that the interval is not too
    narrow. Of more relations: the logarithms of the parameters are drawn from the normal distribution about
    the estimate, with the inverse curvature of the log-likelihood as its covariance.
    """
    if buying is None and spend is None:
        return []
    # RandomState gives the same numbers in every version of numpy, which the newer generators don't promise.
    dice = np.random.RandomState(seed)
    if len(known) > MOST_FITTED_AGAIN:
        return _about_the_top(dice, buying, spend, draws)
    return [_fitted_again(dice, known, buying, spend) for _ in range(draws)]


def _fitted_again(
    dice: np.random.RandomState, known: Histories, buying: BuyingFit | None, spend: SpendFit | None
) -> Drawn:
    size = len(known)
    weights = np.bincount(dice.randint(size, size=size), minlength=size).astype(np.float64)
    again = model_at(climb_buying(known, weights, buying.top.place).place) if buying else None
    if spend is None:
        return Drawn(again, None)
    counts = weights[(known.repeats > 0) & (known.spend > 0)]
    return Drawn(again, spend_model_at(*_spend_again(spenders(known), counts, spend.top.place)))


def _spend_again(some: Histories, counts: Floats, start: Floats) -> tuple[Floats, float]:
    top, scale = climb_spend(some, counts, start)
    return top.place, scale


def _about_the_top(
    dice: np.random.RandomState, buying: BuyingFit | None, spend: SpendFit | None, draws: int
) -> list[Drawn]:
    buyings = _normal(dice, buying.top, buying.relations, draws) if buying else None
    spends = _normal(dice, spend.top, spend.repeat_buyers, draws) if spend else None
    return [
        Drawn(
            None if buyings is None else model_at(buyings[number]),
            None if spends is None or spend is None else spend_model_at(spends[number], spend.scale),
        )
        for number in range(draws)
    ]


def _normal(dice: np.random.RandomState, top: Top, size: int, draws: int) -> Floats:
    values, vectors = np.linalg.eigh(-top.curvature * size)
    spread = vectors / np.sqrt(np.maximum(values, _LEAST_CURVED))
    steps = dice.standard_normal((draws, len(values))) @ spread.T
    return np.asarray(np.clip(top.place + steps, np.log(SMALLEST), np.log(LARGEST)), dtype=np.float64)


def bounds(drawn: Floats) -> tuple[Floats, Floats]:
    """Give the 2.5th and 97.5th percentiles over the first axis, each a value that was drawn."""
    low = np.percentile(drawn, _BOUNDS[0], axis=0, method="lower")
    high = np.percentile(drawn, _BOUNDS[1], axis=0, method="higher")
    return low, high


def estimate(value: float, drawn: Floats) -> Estimate:
    """Give a figure with the interval that the same figure in the draws makes."""
    low, high = bounds(drawn)
    return Estimate(value, min(float(low), value), max(float(high), value))
