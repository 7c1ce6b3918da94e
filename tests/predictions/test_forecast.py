"""Forecasts of a book with their intervals and silences, and the test of the model on its own past."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from klantboek.predictions import redrawn as drawing
from klantboek.predictions.back_test import Method, back_test
from klantboek.predictions.bgnbd import expected_purchases, fit_buying
from klantboek.predictions.forecast import (
    NAIVE_ONLY,
    NOTHING_SPENT,
    ONE_PURCHASE,
    Outlook,
    outlook,
    poisson,
)
from klantboek.predictions.gamma_gamma import expected_spend, fit_spend
from klantboek.predictions.purchases import Floats, Purchase, histories
from klantboek.predictions.redrawn import Curved, Models, Redrawn, doubt
from klantboek.predictions.scales import Ahead
from klantboek.predictions.told import Estimate, Reason, Told

END = date(1998, 6, 30)
CHANGED = date(2023, 1, 2)
AHEAD = Ahead(weeks=39, draws=20)


@pytest.fixture(scope="module")
def seen(bought_at_cdnow: list[Purchase]) -> Outlook:
    """Give the outlook of the sample's first 800 customers."""
    return outlook([one for one in bought_at_cdnow if one.relation <= "0800"], END, AHEAD)


def _regular(relations: int) -> list[Purchase]:
    """Give relations that each buy at a pace of their own; some buy once."""
    start = date(2023, 1, 2)
    return [
        Purchase(f"R-{number:03}", start + timedelta(weeks=week), 1000)
        for number in range(relations)
        for week in range(0, 100 if number % 4 else 1, 2 + number % 9)
    ]


def _changing(relations: int) -> list[Purchase]:
    """Give relations that buy at random, each at a pace that changes to another one; some stop."""
    dice = np.random.RandomState(7)
    orders: list[Purchase] = []
    for number in range(relations):
        first = CHANGED - timedelta(weeks=104, days=int(dice.randint(60)))
        orders.append(Purchase(f"R-{number:03}", first, 1000))
        for start, days in ((first, 728), (CHANGED, 728)):
            bought = dice.random_sample(days) < dice.gamma(0.5, 0.08)
            stops = np.flatnonzero(bought & (dice.random_sample(days) < (0.5 if number % 3 else 0.01)))
            bought[stops[0] + 1 if len(stops) else days :] = False
            days_on = np.flatnonzero(bought).tolist()
            orders += [Purchase(f"R-{number:03}", start + timedelta(days=day + 1), 900) for day in days_on]
    return orders


def test_back_test_of_cdnow(bought_at_cdnow: list[Purchase]) -> None:
    """Fitted on 39 weeks, the model forecasts the next 39 better than repeating them, and is chosen."""
    test = back_test(bought_at_cdnow, END, 39, seed=1).value
    assert test
    assert (test.relations, test.start, test.end) == (2357, date(1997, 9, 30), END)
    assert (test.came, test.by_naive) == (1882, 2457.0)
    assert test.by_model == pytest.approx(1653.41, abs=0.01)
    assert test.model_error < test.naive_error
    assert test.gain.value == pytest.approx(test.naive_error**2 - test.model_error**2)
    assert 0 < test.gain.low < test.gain.value < test.gain.high
    assert test.method is Method.MODEL
    assert str(test.verdict) == "on the last 39 weeks the model was nearer than repeating the 39 weeks before"


def test_back_test_that_is_not_won() -> None:
    """Where relations change their pace the model is not surely nearer: naive is chosen, and said to be."""
    orders = _changing(300)
    as_of = CHANGED + timedelta(weeks=104)
    test = back_test(orders, as_of, 52, seed=1).value
    assert test
    assert test.gain.low <= 0
    assert test.method is Method.NAIVE
    assert "not surely nearer" in str(test.verdict)
    found = outlook(orders, as_of, Ahead(52, draws=5))
    assert found.total.value
    assert found.total.value.value == sum(
        one.purchases.value.value for one in found.each if one.purchases.value
    )
    repeat = next(one for one in found.each if one.purchases.value)
    assert repeat.method is Method.NAIVE
    assert repeat.purchases.value
    assert repeat.purchases.value == Estimate(
        *poisson(np.array([repeat.purchases.value.value]))[:, 0].tolist()
    )
    for silent in (repeat.active, repeat.buys, repeat.value):
        assert str(silent.reason) == NAIVE_ONLY


def test_back_test_of_thin_or_young_books_is_silent(bought_at_cdnow: list[Purchase]) -> None:
    """A past with too few relations, and one shorter than what is tested, give a reason and no test."""
    young = back_test(bought_at_cdnow, END, 40, seed=1)
    assert str(young.reason) == (
        "the book has 38 weeks of orders before the tested 40 weeks; it takes as many"
    )
    thin = back_test([one for one in bought_at_cdnow if one.relation <= "0090"], END, 39, seed=1)
    assert str(thin.reason).startswith("too few orders to estimate (90 relations")


def test_outlook(seen: Outlook) -> None:
    """Each relation gets a figure within its interval or a reason; chances are chances."""
    assert len(seen.each) == 800
    for one in seen.each:
        for told in (one.active, one.buys, one.purchases, one.spend, one.value):
            assert (told.value is None) != (told.reason is None)
            if told.value:
                assert 0 <= told.value.low <= told.value.value <= told.value.high
        for chance in (one.active, one.buys):
            assert not chance.value or chance.value.high <= 1


def test_what_one_purchase_tells(seen: Outlook) -> None:
    """Nothing is said of who bought once, not even that it is active; of repeat buyers all is."""
    once, twice = seen.each[2], seen.each[0]
    assert (once.relation, twice.relation) == ("0003", "0001")
    assert {str(one.reason) for one in (once.active, once.purchases, once.spend, once.value)} == {
        ONE_PURCHASE
    }
    assert all(one.value for one in (twice.active, twice.buys, twice.purchases, twice.spend, twice.value))


def test_total_counts_all_relations(seen: Outlook) -> None:
    """The total has the purchases of one-time buyers too, so it is more than the figures that are shown."""
    assert seen.total.value
    assert seen.total.value.low < seen.total.value.value < seen.total.value.high
    shown = sum(one.purchases.value.value for one in seen.each if one.purchases.value)
    assert seen.total.value.value > shown


def test_the_seed_decides(bought_at_cdnow: list[Purchase], seen: Outlook) -> None:
    """The same orders, in any order, give the same figures; where draws are made the seed decides their bounds."""
    orders = [one for one in bought_at_cdnow if one.relation <= "0800"][::-1]
    assert list(outlook(orders, END, AHEAD).each) == list(seen.each)
    few = [one for one in orders if one.relation <= "0450"]
    first, again, other = (outlook(few, END, replace(AHEAD, seed=seed)) for seed in (1, 1, 2))
    assert list(first.each) == list(again.each)
    assert list(first.each) != list(other.each)
    assert first.total.value
    assert other.total.value
    assert first.total.value.value == other.total.value.value


def test_a_young_relation_and_one_that_brought_nothing_in(
    bought_at_cdnow: list[Purchase], seen: Outlook
) -> None:
    """Who is not yet a customer for as long as is looked ahead gets a reason; so does spend of nothing."""
    extra = [Purchase("9001", END - timedelta(days=day), 500) for day in (60, 30)]
    extra += [Purchase("9002", END - timedelta(days=day), amount) for day, amount in ((400, 500), (90, 0))]
    orders = [one for one in bought_at_cdnow if one.relation <= "0800"]
    young, free = list(outlook(orders + extra, END, AHEAD).each)[-2:]
    assert seen.buying.value
    assert (
        str(young.purchases.reason)
        == "bought for the first time 8 weeks ago; it takes the 39 weeks that are looked ahead"
    )
    assert young.spend.value
    assert free.purchases.value
    assert (str(free.spend.reason), str(free.value.reason)) == (NOTHING_SPENT, NOTHING_SPENT)


def test_one_model_can_be_silent_alone(bought_at_cdnow: list[Purchase], seen: Outlook) -> None:
    """Where amounts say nothing, chances and purchases are still told, and spend and value are not."""
    given_away = [replace(one, amount=0) for one in bought_at_cdnow if one.relation <= "0800"]
    found = outlook(given_away, END, AHEAD)
    assert str(found.spend.reason) == "too few orders to estimate (800 relations, 0 repeat buyers)"
    first, before = found.each[0], seen.each[0]
    assert (first.active, first.buys, first.purchases) == (before.active, before.buys, before.purchases)
    assert first.spend.reason == first.value.reason == found.spend.reason


@pytest.mark.parametrize("relations", [0, 1, 30])
def test_thin_books_are_silent(relations: int) -> None:
    """A book with few relations, or none, says why there are no figures."""
    found = outlook(_regular(relations), date(2025, 6, 1), Ahead())
    assert len(found.each) == relations
    for told in (found.test, found.buying, found.spend, found.total):
        assert told.value is None
        assert str(told.reason).startswith(f"too few orders to estimate ({relations} relations, ")
    for one in found.each:
        assert {told.value for told in (one.active, one.buys, one.purchases, one.spend, one.value)} == {None}


def test_intervals_of_both_ways_agree(
    bought_at_cdnow: list[Purchase], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the slopes of the figures intervals are as wide as by draws, a tenth more or less in the middle."""
    known = histories([one for one in bought_at_cdnow if one.relation <= "0500"], date(1997, 9, 30))
    buying, spend = fit_buying(known).value, fit_spend(known).value
    assert buying
    assert spend
    history = known.repeats[known.repeats > 0], known.last[known.repeats > 0], known.age[known.repeats > 0]

    def figures(models: Models) -> Floats:
        assert models.buying
        assert models.spend
        expected = np.log(expected_purchases(models.buying, *history, 39))
        return np.stack(
            [expected, np.log(expected_spend(models.spend, history[0], np.full_like(history[0], 3000)))]
        )

    def width(how: Redrawn | Curved) -> Floats:
        low, high = how.around(figures, figures(Models(buying.model, spend.model)))
        return high - low

    near = doubt(known, buying, spend, 120, seed=3)
    assert isinstance(near, Curved)
    monkeypatch.setattr(drawing, "SURE_RELATIONS", 1000)
    again = doubt(known, buying, spend, 120, seed=3)
    assert isinstance(again, Redrawn)
    ratio = np.median(width(near) / width(again), axis=1)
    assert ratio == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0, 3.69), (1, 0.03, 5.57), (10, 4.8, 18.39)])
def test_poisson(count: int, low: float, high: float) -> None:
    """The interval of a count is nearly the exact one (Garwood 1936)."""
    found = poisson(np.array([0.0, count]))[:, 1].tolist()
    assert found[0] == count
    assert found[1] == pytest.approx(low, abs=0.03)
    assert found[2] == pytest.approx(high, abs=0.07)


def test_told_is_a_value_or_a_reason() -> None:
    """Both, or neither, can't be told."""
    estimate, reason = Estimate(1, 0, 2), Reason("too few ({n})", {"n": 3})
    assert str(reason) == "too few (3)"
    for both in ((None, None), (estimate, reason)):
        with pytest.raises(ValueError, match="a value or a reason"):
            Told(*both)
