"""What a purchase brings in: the Gamma-Gamma model of spend (Fader and Hardie 2013, note 025).

The amounts of a relation vary about its own mean (gamma, shape p); those means vary between relations (q, v). It
takes what a relation spends to have nothing to do with how often it buys.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klantboek.predictions.bgnbd import LARGEST, SMALLEST, STEEPEST
from klantboek.predictions.climbing import FLAT, Top, climb
from klantboek.predictions.enough import Sureness, sureness, too_few
from klantboek.predictions.gamma_functions import digamma, log_gamma
from klantboek.predictions.purchases import Floats, Histories
from klantboek.predictions.told import Told, silent

# Above this correlation of spend and repeats the model's ground is gone.
MOST_CORRELATED = 0.3
_START = (2.0, 3.0, 1.0)

UNSETTLED = "the amounts don't fit the model: its estimate does not settle"
NO_MEAN = "the amounts differ so much between relations that they have no mean"
TOGETHER = "what relations spend goes with how often they buy (correlation {correlation:.2f})"


@dataclass(frozen=True)
class GammaGamma:
    """The model's parameters; ``v`` in minor units of the currency, the others without a unit."""

    p: float
    q: float
    v: float


@dataclass(frozen=True, eq=False)
class SpendFit:
    """A fitted model, its log-likelihood, what it rests on, and the top that was climbed.

    ``scale`` is the mean spend that amounts were divided by: the top is that of the logarithms of p, q, v/scale.
    """

    model: GammaGamma
    log_likelihood: float
    repeat_buyers: int
    correlation: float
    sureness: Sureness
    top: Top
    scale: float


def fit_spend(known: Histories) -> Told[SpendFit]:
    """Fit by maximum likelihood on the repeat buyers that spent something.

    Silent with fewer than the minimum, where no estimate settles (see ``bgnbd.fit_buying``), where q is at most 1,
    and where spend and repeats are correlated above 0.3 either way.
    """
    some = spenders(known)
    reason = too_few(len(known), len(some))
    if reason:
        return Told(reason=reason)
    correlation = _correlation(some)
    if abs(correlation) > MOST_CORRELATED:
        return silent(TOGETHER, correlation=correlation)
    top, scale = climb_spend(some)
    model = spend_model_at(top.place, scale)
    if top.at_bound or top.steepness >= STEEPEST:
        return silent(UNSETTLED)
    if model.q <= 1:
        return silent(NO_MEAN)
    height = (top.height - float(np.log(scale))) * len(some)
    return Told(SpendFit(model, height, len(some), correlation, sureness(len(known), len(some)), top, scale))


def spenders(known: Histories) -> Histories:
    """Give the repeat buyers whose repeat purchases brought something in."""
    return known.only((known.repeats > 0) & (known.spend > 0))


def climb_spend(
    some: Histories, weights: Floats | None = None, start: Floats | None = None, flat: float = FLAT
) -> tuple[Top, float]:
    """Find the logarithms of p, q and v/scale with the largest mean log-likelihood; and scale, the mean spend.

    Dividing by the mean makes the currency, and its unit, of no matter.
    """
    scale = float(some.spend.mean())
    share = (np.ones(len(some)) if weights is None else weights).astype(np.float64)
    share /= share.sum()
    m = some.spend / scale
    kinds = np.unique(some.repeats, return_inverse=True)

    def slope(logs: Floats) -> tuple[float, Floats]:
        each, gradient = _log_likelihood(np.exp(logs), m, *kinds)
        return float(share @ each), (gradient @ share) * np.exp(logs)

    begin = np.log(_START) if start is None else start
    return climb(slope, begin, np.log(SMALLEST), np.log(LARGEST), flat), scale


def spend_model_at(logs: Floats, scale: float) -> GammaGamma:
    """Give the model from the logarithms of p, q and v/scale."""
    p, q, v = (float(one) for one in np.exp(logs))
    return GammaGamma(p, q, v * scale)


def spend_influence(some: Histories, fit: SpendFit) -> Floats:
    """Give how far each of the fitted repeat buyers pulls the logarithms of the parameters, a row each."""
    three = np.exp(fit.top.place)
    kinds = np.unique(some.repeats, return_inverse=True)
    _, gradient = _log_likelihood(three, some.spend / fit.scale, *kinds)
    pulls: Floats = -(gradient * three[:, None]).T @ np.linalg.pinv(fit.top.curvature) / len(some)
    return pulls


def _log_likelihood(
    three: Floats, m: Floats, different: Floats, places: NDArray[np.intp]
) -> tuple[Floats, Floats]:
    """Give the log-likelihood of each mean spend, and its gradient: a row for each parameter.

    ``different`` are the numbers of repeats that occur, ``places`` which of them is each relation's.
    """
    p, q, v = three
    x = different[places]
    px = p * different
    # All at once: the arrays are short, and calling takes longer than counting.
    three_kinds = np.concatenate([px + q, px, [q]])
    size = len(different)
    logs, slopes = log_gamma(three_kinds), digamma(three_kinds)
    gammas = logs[:size] - logs[size:-1] - logs[-1]
    to_p, to_q = slopes[:size] - slopes[size:-1], slopes[:size] - slopes[-1]
    whole = np.log(x * m + v)
    each = gammas[places] + q * np.log(v) + (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * whole
    return each, np.array(
        [
            x * (to_p[places] + np.log(m) + np.log(x) - whole),
            to_q[places] + np.log(v) - whole,
            q / v - (p * x + q) / (x * m + v),
        ]
    )


def _correlation(some: Histories) -> float:
    """Give Pearson's correlation of repeats and spend; 0 where one of them is the same for all."""
    if np.ptp(some.repeats) == 0 or np.ptp(some.spend) == 0:
        return 0.0
    return float(np.corrcoef(some.repeats, some.spend)[0, 1])


def expected_spend(model: GammaGamma, x: Floats, m: Floats) -> Floats:
    """Give the amount to expect of a purchase, in minor units: p(v+xm)/(px+q-1); infinite without mean.

    ``m`` is the mean amount of the ``x`` repeat purchases.
    """
    below = model.p * x + model.q - 1
    above = model.p * (model.v + x * m)
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.inf)
