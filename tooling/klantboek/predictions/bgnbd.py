"""When relations buy and when they stop: the BG/NBD model of Fader, Hardie and Lee (2005).

While active a relation buys at random at its own rate, gamma distributed (r, and alpha in weeks); after each purchase
it stops with its own chance, beta distributed (a, b). Marketing Science 24(2), 275-284. All arrays are of equal
length: ``x`` repeat purchases, ``tx`` week of the last one, ``age`` (T) in weeks; see ``purchases.Histories``.
"""

from dataclasses import dataclass

import numpy as np

from klantboek.predictions.climbing import FLAT, Top, climb
from klantboek.predictions.enough import Sureness, sureness, too_few
from klantboek.predictions.purchases import Floats, Histories
from klantboek.predictions.told import Told, silent

SMALLEST, LARGEST = 0.001, 1000.0
STEEPEST = 1e-4
_START = (0.5, 5.0, 1.0, 2.0)
_LEAST = 1e-12
# Below these a number is no longer one that can be multiplied up again.
_SMALLEST_LOG = -700.0
_TINY = 1e-300
_TERMS = 20_000
_CHECK_EVERY = 8
_AT_ONCE = 2000

UNSETTLED = "the orders don't fit the model: its estimate does not settle"


@dataclass(frozen=True)
class BgNbd:
    """The model's parameters; ``alpha`` in weeks, the others without a unit."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True, eq=False)
class BuyingFit:
    """A fitted model, its log-likelihood, what it rests on, and the top that was climbed (in logarithms)."""

    model: BgNbd
    log_likelihood: float
    relations: int
    repeat_buyers: int
    sureness: Sureness
    top: Top


def fit_buying(known: Histories) -> Told[BuyingFit]:
    """Fit by maximum likelihood; silent with fewer than the minimum, and where no estimate settles.

    An estimate settles when the gradient of the mean log-likelihood to the logarithms of the parameters is
    below 1e-4, and all parameters lie between 0.001 and 1000.
    """
    reason = too_few(len(known), known.repeat_buyers)
    if reason:
        return Told(reason=reason)
    top = climb_buying(known)
    if top.at_bound or top.steepness >= STEEPEST:
        return silent(UNSETTLED)
    how_sure = sureness(len(known), known.repeat_buyers)
    height = top.height * len(known)
    return Told(BuyingFit(model_at(top.place), height, len(known), known.repeat_buyers, how_sure, top))


def climb_buying(
    known: Histories, weights: Floats | None = None, start: Floats | None = None, flat: float = FLAT
) -> Top:
    """Find the logarithms of the parameters with the largest mean log-likelihood, within the bounds.

    ``weights`` says how often each relation counts, once by default; ``start`` where to begin (logarithms).
    """
    rows, places = known.alike
    counts = np.bincount(places, weights=weights, minlength=len(rows)).astype(np.float64)
    share = counts / counts.sum()
    x, tx, age = rows.T

    def slope(logs: Floats) -> tuple[float, Floats]:
        each, gradient = _log_likelihood(np.exp(logs), x, tx, age)
        return float(share @ each), (gradient @ share) * np.exp(logs)

    return climb(
        slope,
        np.log(_START) if start is None else start,
        np.log(SMALLEST),
        np.log(LARGEST),
        flat,
    )


def model_at(logs: Floats) -> BgNbd:
    """Give the model whose parameters have these logarithms."""
    return BgNbd(*(float(one) for one in np.exp(logs)))


def buying_influence(known: Histories, top: Top) -> Floats:
    """Give how far each relation pulls the logarithms of the parameters, a row each."""
    four = np.exp(top.place)
    _, gradient = _log_likelihood(four, known.repeats, known.last, known.age)
    pulls: Floats = -(gradient * four[:, None]).T @ np.linalg.pinv(top.curvature) / len(known)
    return pulls


def log_likelihood(model: BgNbd, known: Histories) -> float:
    """Give ln L of all histories, as in the paper; its gamma functions become sums, x being whole."""
    four = np.array([model.r, model.alpha, model.a, model.b])
    return float(_log_likelihood(four, known.repeats, known.last, known.age)[0].sum())


def _log_likelihood(four: Floats, x: Floats, tx: Floats, age: Floats) -> tuple[Floats, Floats]:
    """Give the log-likelihood of each history, and its gradient: a row for each parameter."""
    r, alpha, a, b = four
    steps = np.arange(int(x.max(initial=0)))
    at = x.astype(np.intp)
    rs, bs, abs_ = (_running(np.log(one + steps))[at] for one in (r, b, a + b))
    rs1, bs1, abs1 = (_running(1 / (one + steps))[at] for one in (r, b, a + b))
    repeat = x > 0
    before = np.where(repeat, b + x - 1, 1.0)
    log_age, log_tx = np.log(alpha + age), np.log(alpha + tx)
    alive = -(r + x) * log_age
    gone = np.where(repeat, np.log(a / before) - (r + x) * log_tx, -np.inf)
    both = np.logaddexp(alive, gone)
    stopped = np.exp(gone - both)
    each = rs + r * np.log(alpha) + bs - abs_ + both
    to_r = rs1 + np.log(alpha) - (1 - stopped) * log_age - stopped * log_tx
    to_alpha = r / alpha - (r + x) * ((1 - stopped) / (alpha + age) + stopped / (alpha + tx))
    to_a = stopped / a - abs1
    to_b = bs1 - abs1 - stopped / before
    return each, np.array([to_r, to_alpha, to_a, to_b])


def _running(terms: Floats) -> Floats:
    return np.concatenate([[0.0], np.cumsum(terms)])


def chance_active(model: BgNbd, x: Floats, tx: Floats, age: Floats) -> Floats:
    """Give the chance that a relation has not stopped: Fader and Hardie (2008), note 021.

    It is 1 for everybody without a repeat purchase, which says nothing: don't show it, never rank on it.
    """
    before = np.where(x > 0, model.b + x - 1, 1.0)
    odds = np.log(model.a / before) + (model.r + x) * np.log((model.alpha + age) / (model.alpha + tx))
    return np.where(x > 0, np.exp(-np.logaddexp(0.0, odds)), 1.0)


def chance_buys(model: BgNbd, x: Floats, tx: Floats, age: Floats, weeks: Floats | float) -> Floats:
    """Give the chance of at least one purchase in the next ``weeks``."""
    left = (model.r + x) * np.log((model.alpha + age) / (model.alpha + age + weeks))
    return np.asarray(-np.expm1(left) * chance_active(model, x, tx, age), dtype=np.float64)


def expected_purchases(model: BgNbd, x: Floats, tx: Floats, age: Floats, weeks: Floats | float) -> Floats:
    """Give the purchase days to expect in the next ``weeks``, the paper's E(Y(t) | x, tx, T).

    Summed differently, so that nothing cancels and nothing is divided by zero: the chance of being active times
    Σ wₙ (q₀ + … + qₙ₋₁), n = 1, 2 …, all terms above zero. wₙ is the chance of n purchases by a relation that
    never stops, negative binomial with r+x and z = t/(alpha+T+t); qₖ = (b+x)ₖ / (a+b+x)ₖ the chance not to stop
    at k purchases. With the hypergeometric series written out this is the paper's expression. Exact to ten
    digits while (r+x+30) t / (alpha+T) is below 15,000, else, after 20,000 terms, a lower bound.
    """
    x, tx, age, weeks = np.broadcast_arrays(
        *(np.asarray(one, dtype=np.float64) for one in (x, tx, age, weeks))
    )
    whole = model.alpha + age + weeks
    none = (model.r + x) * np.log1p(-weeks / whole)
    columns = none, model.r + x, weeks / whole, model.b + x, model.a + model.b + x
    flat = np.stack([one.reshape(-1) for one in columns])
    found = np.empty(flat.shape[1])
    # Those that take about as many terms are summed together.
    order = np.argsort(flat[2], kind="stable")
    for start in range(0, len(order), _AT_ONCE):
        places = order[start : start + _AT_ONCE]
        found[places] = _series(*flat[:, places])
    return np.asarray(found.reshape(x.shape) * chance_active(model, x, tx, age), dtype=np.float64)


def _series(none: Floats, shape: Floats, z: Floats, stays: Floats, all_: Floats) -> Floats:
    """Sum wₙ (q₀ + … + qₙ₋₁) until what follows can't be seen; ``none`` is the logarithm of w₀."""
    log_chance, chance = none, np.exp(none)
    vanishes = bool((none < _SMALLEST_LOG).any())
    stayed, times, total = np.ones_like(z), np.zeros_like(z), np.zeros_like(z)
    for n in range(1, _TERMS):
        times = times + stayed
        stayed = stayed * ((stays + n - 1) / (all_ + n - 1))
        growth = (shape + n - 1) / n * z
        if vanishes:
            log_chance = log_chance + np.log(np.maximum(growth, _TINY))
            chance = np.exp(log_chance)
        else:
            chance = chance * growth
        total = total + chance * times
        if n % _CHECK_EVERY == 0:
            # From here on a term is at most this part of the one before.
            ratio = (shape + n) / n * z
            if np.all((ratio < 1) & (chance * times * ratio <= _LEAST * total * (1 - ratio))):
                break
    return total
