"""The Gamma-Gamma model of spend and the value made of it: published figures and laws."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.predictions.bgnbd import BgNbd, fit_buying
from klantboek.predictions.gamma_functions import digamma, log_gamma
from klantboek.predictions.gamma_gamma import GammaGamma, SpendFit, expected_spend, fit_spend
from klantboek.predictions.lifetime import Horizon, lifetime_value
from klantboek.predictions.purchases import Histories
from klantboek.predictions.redrawn import Models

MODELS = st.builds(GammaGamma, st.floats(0.1, 50), st.floats(1.01, 50), st.floats(1, 1e6))


@pytest.fixture(scope="module")
def fitted(calibration: Histories) -> SpendFit:
    """Give the model fitted on the sample."""
    fit = fit_spend(calibration).value
    assert fit
    return fit


def test_published_parameters(fitted: SpendFit, known_of_cdnow: dict[str, Any]) -> None:
    """Fitting the 946 repeat buyers gives the published parameters to three significant figures."""
    published, measured = known_of_cdnow["published"], known_of_cdnow["measured_scipy_exact_days"]
    in_units = {"p": fitted.model.p, "q": fitted.model.q, "v": fitted.model.v / 100}
    for name, found in in_units.items():
        expected = published["gamma_gamma"][name]
        assert found == pytest.approx(expected, abs=6e-3)
        assert found == pytest.approx(measured["gamma_gamma"][name], rel=1e-5)
    assert fitted.repeat_buyers == published["gamma_gamma"]["n_repeat"]
    assert fitted.log_likelihood + 946 * np.log(100) == pytest.approx(measured["gg_LL"], abs=1e-3)
    assert abs(fitted.correlation) < 0.2


def test_first_customers(fitted: SpendFit, calibration: Histories, known_of_cdnow: dict[str, Any]) -> None:
    """Expected spend and value over twelve months at 1 % are as measured, in cents."""
    buying = fit_buying(calibration).value
    assert buying
    spend = expected_spend(fitted.model, calibration.repeats, calibration.spend)
    value = lifetime_value(Models(buying.model, fitted.model), calibration, Horizon())
    for place, name in enumerate(("0001", "0002", "0003")):
        one = known_of_cdnow["first_customers"][name]
        assert spend[place] == pytest.approx(one["expected_spend"] * 100, abs=0.01)
        assert value[place] == pytest.approx(one["clv_12x(52/12 w)_1pct"] * 100, abs=0.01)


@pytest.mark.parametrize("factor", [0.01, 7.0, 1000.0])
def test_scaling_amounts_scales_spend(fitted: SpendFit, calibration: Histories, factor: float) -> None:
    """In another currency, or unit of it, p and q stay and what is expected scales along."""
    other = replace(calibration, spend=calibration.spend * factor)
    fit = fit_spend(other).value
    assert fit
    assert (fit.model.p, fit.model.q) == pytest.approx((fitted.model.p, fitted.model.q), rel=1e-7)
    found = expected_spend(fit.model, other.repeats, other.spend)
    expected = expected_spend(fitted.model, calibration.repeats, calibration.spend) * factor
    assert found == pytest.approx(expected, rel=1e-7)


@given(MODELS, st.integers(1, 200), st.floats(1, 1e6))
def test_laws_of_spend(model: GammaGamma, repeats: int, mean: float) -> None:
    """The expected amount lies between a relation's own mean and everybody's, nearer to its own the more it bought."""
    x, m = np.array([0.0, repeats, repeats + 50.0]), np.array([0.0, mean, mean])
    everybody, some, more = expected_spend(model, x, m)
    assert everybody == pytest.approx(model.p * model.v / (model.q - 1))
    assert min(everybody, mean) * (1 - 1e-9) <= some <= max(everybody, mean) * (1 + 1e-9)
    assert abs(more - mean) <= abs(some - mean) * (1 + 1e-9) + 1e-6


def test_without_a_mean_the_amount_is_infinite() -> None:
    """Nothing is made up where the model has no mean."""
    assert np.isinf(expected_spend(GammaGamma(2.0, 0.8, 5.0), np.zeros(1), np.zeros(1))).all()


@given(st.floats(0, 0.1), st.integers(1, 24), st.floats(0.1, 1))
def test_laws_of_value(rate: float, periods: int, margin: float) -> None:
    """A value grows with the horizon, falls with the discount, goes with the margin, and at no discount is E x spend."""
    known = Histories(("R-1",), *(np.array([one]) for one in (3.0, 20.0, 30.0, 2500.0)))
    buying, spend = BgNbd(0.3, 5.0, 0.7, 2.0), GammaGamma(6.0, 4.0, 1500.0)
    horizon = Horizon(periods, 4.0, rate, margin)
    value = lifetime_value(Models(buying, spend), known, horizon)[0]
    assert 0 < value < lifetime_value(Models(buying, spend), known, replace(horizon, periods=periods + 1))[0]
    assert lifetime_value(Models(buying, spend), known, replace(horizon, rate=rate + 0.01))[0] < value
    whole = lifetime_value(Models(buying, spend), known, replace(horizon, margin=1.0))[0]
    assert value == pytest.approx(whole * margin)


@pytest.mark.parametrize(
    ("correlation", "is_silent"), [(0.29, False), (0.31, True), (-0.29, False), (-0.31, True)]
)
def test_spend_may_go_with_repeats_a_little(
    calibration: Histories, correlation: float, *, is_silent: bool
) -> None:
    """Up to a correlation of 0.3, either way, amounts are told; beyond it they are not, and that is the reason."""
    some = calibration.only(calibration.repeats > 0)
    repeats = (some.repeats - some.repeats.mean()) / some.repeats.std()
    rest = np.random.RandomState(1).normal(size=len(some))
    rest -= rest.mean() + repeats * (rest @ repeats) / len(some)
    spend = 10000 + 1000 * (correlation * repeats + np.sqrt(1 - correlation**2) * rest / rest.std())
    found = fit_spend(replace(some, spend=np.maximum(spend, 1)))
    assert ("goes with how often" in str(found.reason)) == is_silent


def test_thin_or_unfit_data_is_silent(calibration: Histories) -> None:
    """Too few repeat buyers, spend that goes with repeats, and amounts all alike each have their reason."""
    few = fit_spend(calibration.only(np.arange(len(calibration)) < 60))
    assert str(few.reason) == "too few orders to estimate (60 relations, 21 repeat buyers)"
    together = fit_spend(replace(calibration, spend=calibration.repeats * 100.0))
    assert str(together.reason) == "what relations spend goes with how often they buy (correlation 1.00)"
    alike = fit_spend(replace(calibration, spend=np.full(len(calibration), 100.0)))
    assert str(alike.reason) == "the amounts don't fit the model: its estimate does not settle"
    dice = np.random.RandomState(1)
    x = np.maximum(calibration.repeats, 1)
    wild = np.array([dice.gamma(2 * one) / one / dice.gamma(0.8) for one in x], dtype=np.float64)
    wide = fit_spend(replace(calibration, spend=wild))
    assert str(wide.reason) == "the amounts differ so much between relations that they have no mean"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.001, -1000.57557193181),
        (0.5, -1.963510026021423),
        (1.0, -0.5772156649015329),
        (6.25, 1.750453526883736),
        (11.99, 2.441792283668335),
        (1000.0, 6.907255195648812),
    ],
)
def test_digamma(value: float, expected: float) -> None:
    """The derivative of ln Γ is that computed with 40 digits."""
    assert digamma(np.array([value]))[0] == pytest.approx(expected, rel=1e-13)


@given(st.floats(0.01, 1000))
def test_laws_of_gamma(value: float) -> None:
    """One step up is ln z for ln Γ and 1/z for its derivative."""
    both = np.array([value, value + 1])
    assert np.diff(log_gamma(both))[0] == pytest.approx(np.log(value), rel=1e-9, abs=1e-9)
    assert np.diff(digamma(both))[0] == pytest.approx(1 / value, rel=1e-9)
