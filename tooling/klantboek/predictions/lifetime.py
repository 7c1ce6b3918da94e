"""What a relation will still bring in, worth today: purchases to expect, by spend, discounted."""

from dataclasses import dataclass

import numpy as np

from klantboek.predictions.bgnbd import expected_purchases
from klantboek.predictions.gamma_gamma import expected_spend
from klantboek.predictions.purchases import Floats, Histories
from klantboek.predictions.redrawn import Models


@dataclass(frozen=True)
class Horizon:
    """How far a value looks ahead: ``periods`` of ``weeks`` each, discounted at ``rate`` a period.

    ``margin`` is the part of turnover that is kept; 1 gives turnover, and must be labelled so.
    """

    periods: int = 12
    weeks: float = 52 / 12
    rate: float = 0.01
    margin: float = 1.0


def lifetime_value(models: Models, known: Histories, horizon: Horizon) -> Floats:
    """Give each relation's expected value in minor units: margin · spend · Σᵢ (E[iΔ]-E[(i-1)Δ])/(1+d)^i.

    The sum of discounted expected transactions times expected spend of Fader, Hardie and Lee (2005), "RFM and CLV",
    Journal of Marketing Research 42(4), 415-430; here by period, each counted at its end, and with the BG/NBD
    model for the transactions E. No numbers where one of the models is silent.
    """
    buying, spend = models.buying, models.spend
    if buying is None or spend is None:
        return np.full(len(known), np.nan)
    ends = np.arange(1, horizon.periods + 1, dtype=np.float64)
    until = expected_purchases(
        buying,
        known.repeats[:, None],
        known.last[:, None],
        known.age[:, None],
        np.asarray(ends[None, :] * horizon.weeks, dtype=np.float64),
    )
    within = np.diff(until, axis=1, prepend=0.0)
    worth = within @ (1 + horizon.rate) ** -ends
    found: Floats = horizon.margin * worth * expected_spend(spend, known.repeats, known.spend)
    return found
