"""What is asked of the models, and their figures on scales on which each can be any number."""

from dataclasses import dataclass, field

import numpy as np

from klantboek.predictions.bgnbd import BgNbd, chance_active, chance_buys, expected_purchases
from klantboek.predictions.gamma_gamma import expected_spend
from klantboek.predictions.lifetime import Horizon
from klantboek.predictions.purchases import Floats, Histories
from klantboek.predictions.redrawn import Models

_TINY = 1e-300
_LEAST = 1e-15


@dataclass(frozen=True)
class Ahead:
    """What is asked: how many weeks and periods ahead.

    ``draws`` (at least one) from a ``seed`` make the intervals of small books.
    """

    weeks: int = 52
    horizon: Horizon = field(default_factory=Horizon)
    draws: int = 100
    seed: int = 20050301


class Scaled:
    """Five figures of each of some relations, each on a scale on which it can be any number.

    The log odds of being active and of buying; the logarithms of the purchases ahead, of spend, and of the
    purchases within the horizon times spend.
    """

    def __init__(self, known: Histories, ahead: Ahead) -> None:
        self._known = known
        self._ahead = ahead
        self._of: tuple[BgNbd | None, Floats] | None = None

    def __call__(self, models: Models) -> Floats:
        """Give the figures by these models, a row each."""
        found = np.full((5, len(self._known)), np.nan)
        if models.buying:
            found[[0, 1, 2, 4]] = self._buying(models.buying)
        if models.spend:
            found[3] = np.log(expected_spend(models.spend, self._known.repeats, self._known.spend))
        found[4] += found[3]
        return found

    def _buying(self, model: BgNbd) -> Floats:
        if self._of is None or self._of[0] != model:
            self._of = model, self._buying_of(model)
        return self._of[1]

    def _buying_of(self, model: BgNbd) -> Floats:
        history = self._known.repeats, self._known.last, self._known.age
        weeks, horizon = self._ahead.weeks, self._ahead.horizon
        ahead = expected_purchases(model, *history, weeks)
        within = horizon.periods * horizon.weeks
        until = ahead if within == weeks else expected_purchases(model, *history, within)
        return np.vstack(
            [
                log_odds(chance_active(model, *history)),
                log_odds(chance_buys(model, *history, weeks)),
                np.log(np.maximum(ahead, _TINY)),
                np.log(np.maximum(until, _TINY)),
            ]
        )


def log_odds(chance: Floats) -> Floats:
    """Give the log odds of chances, none of them without an end."""
    kept = np.clip(chance, _TINY, 1 - _LEAST)
    return np.asarray(np.log(kept) - np.log1p(-kept), dtype=np.float64)


def chances(log_odds: Floats) -> Floats:
    """Give the chances of log odds."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.exp(-np.logaddexp(0.0, -log_odds)), dtype=np.float64)
