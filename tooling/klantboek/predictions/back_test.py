"""Whether the model of buying tells more than repeating the past: fitted on the past, held against what came."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from klantboek.predictions.bgnbd import expected_purchases, fit_buying
from klantboek.predictions.purchases import (
    DAYS_A_WEEK,
    Bought,
    Floats,
    Histories,
    bought_within,
    histories,
)
from klantboek.predictions.redrawn import estimate
from klantboek.predictions.told import Estimate, Reason, Told, silent

_DRAWS = 400

TOO_YOUNG = "the book has {age} weeks of orders before the tested {weeks} weeks; it takes as many"
BETTER = "on the last {weeks} weeks the model was nearer than repeating the {weeks} weeks before"
NOT_BETTER = (
    "on the last {weeks} weeks the model was not surely nearer than repeating the {weeks} weeks before"
)


class Method(StrEnum):
    """What a forecast is made with."""

    MODEL = "model"
    NAIVE = "naive"


@dataclass(frozen=True)
class BackTest:
    """Purchase days of the ``relations`` known on ``start``, until ``end``: what came and what was forecast.

    ``came``, ``by_model`` and ``by_naive`` are totals; the errors are root mean squares by relation. ``gain`` is
    the mean squared error of the naive forecast less that of the model, above zero where the model is nearer,
    with an interval from drawing the relations again (percentiles, 400 draws).
    """

    relations: int
    start: date
    end: date
    weeks: int
    came: int
    by_model: float
    by_naive: float
    model_error: float
    naive_error: float
    gain: Estimate

    @property
    def method(self) -> Method:
        """What to forecast with: the model only where all of the gain's interval is above zero."""
        return Method.MODEL if self.gain.low > 0 else Method.NAIVE

    @property
    def verdict(self) -> Reason:
        """The choice as a sentence."""
        return Reason(BETTER if self.method is Method.MODEL else NOT_BETTER, {"weeks": self.weeks})


def back_test(purchases: Bought, as_of: date, weeks: int, seed: int) -> Told[BackTest]:
    """Fit on what was known ``weeks`` before the day of the book, and compare with what came since.

    Silent where the orders before go less far back than ``weeks``, and where the past is too thin for the model.
    """
    start = as_of - timedelta(days=weeks * DAYS_A_WEEK)
    known = histories(purchases, start)
    fit = fit_buying(known)
    if fit.value is None:
        return Told(reason=fit.reason)
    # The first and the last day both count.
    if (days := round(float(known.age.max()) * DAYS_A_WEEK) + 1) < weeks * DAYS_A_WEEK:
        return silent(TOO_YOUNG, age=days // DAYS_A_WEEK, weeks=weeks)
    came = bought_within(purchases, known.relations, start, as_of)
    by_model = expected_purchases(fit.value.model, known.repeats, known.last, known.age, weeks)
    by_naive = naive_forecast(purchases, known, start, weeks)
    of_model, of_naive = (came - by_model) ** 2, (came - by_naive) ** 2
    return Told(
        BackTest(
            relations=len(known),
            start=start,
            end=as_of,
            weeks=weeks,
            came=int(came.sum()),
            by_model=float(by_model.sum()),
            by_naive=float(by_naive.sum()),
            model_error=float(np.sqrt(of_model.mean())),
            naive_error=float(np.sqrt(of_naive.mean())),
            gain=mean_redrawn(of_naive - of_model, seed),
        )
    )


def naive_forecast(purchases: Bought, known: Histories, day: date, weeks: int) -> Floats:
    """Give as many purchase days as in the ``weeks`` until ``day``; a relation's first purchase is no repetition."""
    before = bought_within(purchases, known.relations, day - timedelta(days=weeks * DAYS_A_WEEK), day)
    return np.asarray(before - (known.age < weeks), dtype=np.float64)


def mean_redrawn(values: Floats, seed: int) -> Estimate:
    """Give the mean of a value by relation, with the interval of 400 draws of as many relations."""
    dice = np.random.RandomState(seed)
    size = len(values)
    drawn = np.array([values[dice.randint(size, size=size)].mean() for _ in range(_DRAWS)])
    return estimate(float(values.mean()), drawn)
