"""The BG/NBD model: published figures, values computed with 40 digits, and laws."""

from dataclasses import astuple
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantboek.predictions.bgnbd import (
    UNSETTLED,
    BgNbd,
    BuyingFit,
    chance_active,
    chance_buys,
    climb_buying,
    expected_purchases,
    fit_buying,
    log_likelihood,
)
from klantboek.predictions.enough import Sureness
from klantboek.predictions.purchases import Floats, Histories, Purchase, bought_within, histories
from klantboek.predictions.response import auc

PARAMETER = st.floats(0.02, 40)
MODELS = st.builds(BgNbd, PARAMETER, st.floats(1, 40), PARAMETER, PARAMETER)
# Repeats, the part of the age at which the last was, age in weeks.
HISTORIES = st.tuples(st.integers(1, 80), st.floats(0.01, 1), st.floats(4, 400))


@pytest.fixture(scope="module")
def fitted(calibration: Histories) -> BuyingFit:
    """Give the model fitted on the sample."""
    fit = fit_buying(calibration).value
    assert fit
    return fit


def _arrays(x: float, tx: float, age: float) -> tuple[Floats, Floats, Floats]:
    return np.array([float(x)]), np.array([float(tx)]), np.array([float(age)])


def test_published_parameters(fitted: BuyingFit, known_of_cdnow: dict[str, Any]) -> None:
    """Fitting the sample gives the paper's parameters and log-likelihood to three significant figures."""
    published = known_of_cdnow["published"]["bgnbd"]
    for name in ("r", "alpha", "a", "b"):
        found, expected = getattr(fitted.model, name), published[name]
        assert f"{found:.3g}" == f"{expected:.3g}"
        assert found == pytest.approx(expected, abs=6e-4)
        assert found == pytest.approx(known_of_cdnow["measured_scipy_exact_days"]["bgnbd"][name], abs=1e-5)
    assert fitted.log_likelihood == pytest.approx(published["LL"], abs=0.05)
    assert (fitted.relations, fitted.repeat_buyers, fitted.sureness) == (2357, 946, Sureness.FIRM)
    assert fitted.top.steepness < 1e-8


def test_what_ranks_buyers(
    fitted: BuyingFit, calibration: Histories, bought_at_cdnow: list[Purchase]
) -> None:
    """Expected purchases rank who buys in the holdout; the chance of being active ranks worse than a coin."""
    history = calibration.repeats, calibration.last, calibration.age
    came = bought_within(bought_at_cdnow, calibration.relations, date(1997, 9, 30), date(1998, 6, 30)) > 0
    expected = auc(expected_purchases(fitted.model, *history, 39), came)
    active = auc(chance_active(fitted.model, *history), came)
    recent = auc(calibration.last - calibration.age, came)
    assert [round(one, 4) for one in (expected, recent)] == [0.7725, 0.7714]
    assert round(active, 3) == 0.316
    # It is 1 for all who bought once, so that they stand above everybody.
    assert set(chance_active(fitted.model, *history)[calibration.repeats == 0]) == {1.0}


def test_log_likelihood_has_its_top_there(fitted: BuyingFit, calibration: Histories) -> None:
    """The log-likelihood of the fit is that of its parameters, and a step aside is lower."""
    assert log_likelihood(fitted.model, calibration) == pytest.approx(fitted.log_likelihood, abs=1e-6)
    for place in range(4):
        for factor in (0.98, 1.02):
            aside = [one * (factor if at == place else 1) for at, one in enumerate(astuple(fitted.model))]
            assert log_likelihood(BgNbd(*aside), calibration) < fitted.log_likelihood


def test_published_expectations(
    fitted: BuyingFit, calibration: Histories, known_of_cdnow: dict[str, Any]
) -> None:
    """Chances and expected purchases of the sample's customers, newcomers and all together are as measured."""
    measured = known_of_cdnow["measured_scipy_exact_days"]
    model, history = fitted.model, (calibration.repeats, calibration.last, calibration.age)
    ahead = expected_purchases(model, *history, 39)
    active, buys = chance_active(model, *history), chance_buys(model, *history, 39)
    for place, name in enumerate(("0001", "0002", "0003")):
        one = known_of_cdnow["first_customers"][name]
        assert ahead[place] == pytest.approx(one["E39"], abs=6e-5)
        assert active[place] == pytest.approx(one["p_alive"], abs=6e-5)
    assert ahead.sum() == pytest.approx(measured["sum_expected_39w"], abs=0.01)
    assert buys.mean() == pytest.approx(measured["mean_p_buy_39w"], abs=6e-5)
    weeks = np.array(known_of_cdnow["published"]["expected_X_t"]["t"])
    # Of somebody new they are the paper's E(X(t)).
    newcomers = expected_purchases(model, *_arrays(0, 0, 0), weeks)
    assert newcomers == pytest.approx(np.array(measured["E_X_t"]), abs=6e-5)
    assert expected_purchases(model, *_arrays(2, 30.43, 38.86), 39)[0] == pytest.approx(1.226, abs=5e-4)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ((0.243, 4.414, 0.793, 2.426, 2.0, 30.43, 38.86, 39.0), 1.22602817476714),
        ((0.243, 4.414, 0.793, 2.426, 0.0, 0.0, 38.86, 520.0), 1.46454777144824),
        ((0.5, 2.0, 1.0000001, 3.0, 4.0, 10.0, 20.0, 52.0), 1.79549668896142),
        ((0.5, 2.0, 0.3, 0.4, 0.0, 0.0, 1.0, 52.0), 3.32449409823094),
        ((0.5, 2.0, 2.5, 40.0, 150.0, 300.0, 310.0, 52.0), 7.73761780923145),
        ((12.0, 90.0, 0.05, 0.9, 7.0, 3.5, 60.0, 8.0), 0.0172363124557309),
        ((0.05, 0.5, 3.0, 0.2, 1.0, 1.0, 2.0, 52.0), 0.0552970591443776),
        ((30.0, 2.0, 0.4, 0.9, 60.0, 50.0, 51.0, 0.1), 0.163647960954517),
        ((0.2, 1.0, 50.0, 300.0, 3.0, 20.0, 40.0, 200.0), 2.4035628780327),
        ((800.0, 900.0, 0.01, 900.0, 12.0, 9.0, 10.0, 4.0), 3.5690652633177),
        # Published form: terms of both signs that cancel, or overflow.
        ((660.0, 373.0, 28.0, 0.12, 30.0, 0.0, 0.0, 200.0), 1.07851851851852),
        ((844.0, 2.0, 18.5, 3.8, 0.0, 0.0, 400.0, 52.0), 1.21714285714286),
        ((1.45, 1.13, 376.0, 3.7, 0.0, 0.0, 0.0, 12.0), 0.98066490280348),
        ((0.14, 76.0, 574.0, 508.0, 1.0, 0.0, 0.0, 200.0), 0.558667569830902),
        ((900.0, 10.0, 0.3, 5.0, 3.0, 20.0, 30.0, 52.0), 1.27800943549229e-109),
    ],
)
def test_expected_purchases_to_many_digits(given_: tuple[float, ...], expected: float) -> None:
    """The series agrees with the paper's expression in 40 digits, also where that cancels or nearly divides by zero."""
    *model, x, tx, age, weeks = given_
    assert expected_purchases(BgNbd(*model), *_arrays(x, tx, age), weeks)[0] == pytest.approx(
        expected, rel=1e-9
    )


@given(MODELS, HISTORIES)
def test_laws_of_being_active(model: BgNbd, history: tuple[int, float, float]) -> None:
    """A chance lies in [0, 1], falls as time since the last purchase goes by, and bounds the chance to buy."""
    x, part, age = history
    known = _arrays(x, part * age, age)
    now, later = chance_active(model, *known)[0], chance_active(model, *_arrays(x, part * age, age + 10))[0]
    assert 0 <= later <= now <= 1
    assert 0 <= chance_buys(model, *known, 26)[0] <= chance_buys(model, *known, 52)[0] <= now + 1e-12


@settings(deadline=None)
@given(MODELS, HISTORIES, st.floats(0, 60), st.floats(0, 60))
def test_laws_of_expected_purchases(
    model: BgNbd, history: tuple[int, float, float], weeks: float, more: float
) -> None:
    """Expected purchases are never below zero, none in no time, grow with time, and exceed the chance to buy."""
    x, part, age = history
    for known in (_arrays(x, part * age, age), _arrays(0, 0, age)):
        found = expected_purchases(model, *known, weeks)[0]
        assert found >= 0
        assert expected_purchases(model, *known, 0)[0] == 0
        assert expected_purchases(model, *known, weeks + more)[0] >= found * (1 - 1e-9) - 1e-12
        assert found >= chance_buys(model, *known, weeks)[0] * (1 - 1e-9) - 1e-12


@given(MODELS)
def test_the_weeks_of_the_unit_do_not_matter(model: BgNbd) -> None:
    """Counting time, and alpha with it, in days instead of weeks gives the same chances and purchases."""
    known, in_days = _arrays(3, 20, 30), _arrays(3, 140, 210)
    other = BgNbd(model.r, model.alpha * 7, model.a, model.b)
    assert chance_active(model, *known) == pytest.approx(chance_active(other, *in_days))
    assert expected_purchases(model, *known, 10) == pytest.approx(expected_purchases(other, *in_days, 70))


def test_the_same_histories_give_the_same_fit(calibration: Histories, fitted: BuyingFit) -> None:
    """Fitting twice gives the same bits; weights say how often a relation counts."""
    again = fit_buying(calibration).value
    assert again
    assert astuple(again.model) == astuple(fitted.model)
    twice = climb_buying(calibration, np.full(len(calibration), 2.0))
    assert np.exp(twice.place) == pytest.approx(np.array(astuple(fitted.model)), rel=1e-9)


def test_thin_data_is_silent(calibration: Histories) -> None:
    """Below 100 relations or 40 repeat buyers there is no model but a reason; below 500 it is indicative."""
    places = np.arange(len(calibration))
    few = fit_buying(calibration.only(places < 99))
    assert few.value is None
    assert str(few.reason) == "too few orders to estimate (99 relations, 35 repeat buyers)"
    once = fit_buying(calibration.only(calibration.repeats == 0))
    assert str(once.reason) == "too few orders to estimate (1411 relations, 0 repeat buyers)"
    some = fit_buying(calibration.only(places < 400)).value
    assert some
    assert some.sureness is Sureness.INDICATIVE


def test_an_estimate_that_does_not_settle_is_silent() -> None:
    """Where all buy alike the likelihood has no top within bounds, and that is the reason."""
    start = date(2025, 1, 1)
    orders = [
        Purchase(f"R-{number:03}", start + timedelta(days=7 * week), 100)
        for number in range(150)
        for week in range(6)
    ]
    found = fit_buying(histories(orders, start + timedelta(days=42)))
    assert found.value is None
    assert str(found.reason) == UNSETTLED
