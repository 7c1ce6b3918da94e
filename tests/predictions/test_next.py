"""The next channel and product of a relation: shares that lean on those of all, tried on the past."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.predictions.back_test import Method
from klantboek.predictions.baskets import Basket
from klantboek.predictions.bought import Order
from klantboek.predictions.channel import next_channels
from klantboek.predictions.hits import FEWEST_TRIED, Asked, hit_test
from klantboek.predictions.product import next_products
from klantboek.predictions.rates import AGAIN, DUE, RHYTHM, TOGETHER, USUAL, Offer, Rates
from klantboek.predictions.shares import leaning, times

END = date(2026, 11, 20)
ASKED = Asked(weeks=52, weight=2.0)


def _orders(channels: str, name: str = "R-00001", every: int = 40) -> list[Order]:
    """Give orders of one relation, the last of them on the day of the book."""
    begin = END - timedelta(days=every * (len(channels) - 1))
    return [Order(name, begin + timedelta(days=every * number), one) for number, one in enumerate(channels)]


def _loyal(relations: int) -> list[Order]:
    """Give relations that each keep to a channel of their own; the web is the most used one."""
    return [
        order
        for number in range(relations)
        for order in _orders(("w" if number % 5 else "p") * 20, f"R-{number:05}")
    ]


def test_the_chance_of_a_channel() -> None:
    """It is (own orders through it + 2 times the share of all) by own orders and 2, and the rest adds up to one."""
    found = next_channels(_loyal(100), END, ASKED)
    assert found.test.value
    assert (found.test.value.relations, found.test.value.by_model, found.test.value.by_naive) == (
        100,
        100,
        80,
    )
    assert found.test.value.method is Method.MODEL
    first, second = found.each["R-00000"]
    assert (first.code, first.part, first.whole) == ("p", 20, 20)
    assert first.chance.value == pytest.approx((20 + 2 * 0.2) / 22)
    assert second.chance.value == pytest.approx((0 + 2 * 0.8) / 22)
    assert first.chance.value + second.chance.value == pytest.approx(1)
    assert first.chance.low < first.chance.value < first.chance.high < 1


def test_another_weight() -> None:
    """With a large weight everybody is like all; with a small one only its own orders count."""
    heavy, light = (
        next_channels(_loyal(100), END, Asked(52, weight)).each["R-00000"] for weight in (1e6, 1e-6)
    )
    assert (heavy[0].code, light[0].code) == ("w", "p")
    assert light[0].chance.value == pytest.approx(1)


def test_channels_that_follow_no_habit() -> None:
    """Where the own orders of relations say nothing, the shares of all stand for everybody."""
    orders = [
        order
        for number in range(100)
        for order in _orders(
            "".join("w" if (number + step) % 3 else "p" for step in range(20)), f"R-{number:05}"
        )
    ]
    found = next_channels(orders, END, ASKED)
    assert found.test.value
    assert found.test.value.method is Method.NAIVE
    assert "not surely right more often" in str(found.test.value.verdict)
    assert {options[0].code for options in found.each.values()} == {"w"}
    assert found.each["R-00000"][0].whole == 2000


@pytest.mark.parametrize("relations", [0, 1, FEWEST_TRIED - 1])
def test_too_few_to_try(relations: int) -> None:
    """With few relations to try it on there is no test, and what is usual stands."""
    found = next_channels(_loyal(relations), END, ASKED)
    assert str(found.test.reason) == (
        f"only {relations} relations bought before and within the tested 52 weeks; it takes 40"
    )


@pytest.mark.parametrize(("better", "worse", "is_sure"), [(6, 3, False), (30, 3, True), (3, 30, False)])
def test_only_who_is_surely_right_more_often_is_used(better: int, worse: int, *, is_sure: bool) -> None:
    """A gain of which the interval goes below zero is no gain: then what is most common is used."""
    right = [(True, False)] * better + [(False, True)] * worse + [(True, True)] * 60
    found = hit_test(right, (END - timedelta(weeks=52), END), ASKED).value
    assert found
    assert (found.by_model - found.by_naive > 0) == (better > worse)
    assert (found.method is Method.MODEL) == is_sure


def _baskets(*days: tuple[int, str]) -> tuple[Basket, ...]:
    """Give purchase days, so many weeks before the day of the book, each with products of one letter."""
    return tuple(Basket(END - timedelta(weeks=weeks), frozenset(products)) for weeks, products in days)


def _book() -> Mapping[str, tuple[Basket, ...]]:
    """Give relations that buy beans (b) often, and filters (f) after a machine (m), which lasts two years."""
    beans = [_baskets(*((week, "b") for week in range(150 - number % 9, 0, -10))) for number in range(60)]
    machines = [
        _baskets(
            (150, "m"),
            (140, "f" if number % 2 else "x"),
            (100, "f"),
            (60, "f"),
            (20, "f" if number % 3 else "mf"),
        )
        for number in range(60)
    ]
    return {f"R-{number:05}": some for number, some in enumerate([*beans, *machines])}


OFFERS = [
    Offer("b"),
    Offer("f"),
    Offer("m", life_months=24),
    Offer("x"),
    Offer("gone", sold_until=date(2020, 1, 1)),
]


def test_the_next_product() -> None:
    """Everybody is offered what it buys itself, with its own days as the ground."""
    found = next_products(_book(), OFFERS, END, ASKED)
    assert found.test.value
    assert found.test.value.method is Method.MODEL
    bean = found.each["R-00000"][0]
    assert (bean.code, bean.because, bean.part, bean.whole) == ("b", RHYTHM, 15, 15)
    assert found.each["R-00061"][0].code == "f"


def test_what_is_due_and_what_goes_together() -> None:
    """A machine past its life is due, one within it is not; who has only a machine is offered what follows on it."""
    rates = Rates.of(_book(), OFFERS, END)
    fresh, old = _baskets((10, "m")), _baskets((150, "m"))
    assert rates.options(fresh, END, 2.0)[0].because == TOGETHER
    assert rates.options(fresh, END, 2.0)[0].code == "f"
    machines = [{one.code: one for one in rates.options(some, END, 2.0)}.get("m") for some in (fresh, old)]
    assert machines[0] is None or machines[0].because == AGAIN
    assert machines[1] is not None
    assert machines[1].because == DUE
    assert machines[1].chance.value > (machines[0].chance.value if machines[0] else 0)


def test_what_is_not_sold_is_not_offered() -> None:
    """Products that are no longer sold, or not yet, or not known, are never named."""
    baskets = {f"R-{number:05}": _baskets((90, "b"), (60, "b"), (5, "b")) for number in range(50)}
    for offers in (
        [],
        [Offer("b", sold_until=END - timedelta(days=1))],
        [Offer("b", sold_from=END + timedelta(days=1))],
    ):
        found = next_products(baskets, offers, END, ASKED)
        assert set(found.each.values()) == {()}
    assert (
        next_products(baskets, [Offer("b", sold_until=END)], END, ASKED).each["R-00001"][0].because == USUAL
    )


def test_products_without_a_habit() -> None:
    """Where everybody buys anything, the product that is sold most stands for all, and the test says why."""
    baskets = {
        f"R-{number:05}": _baskets(
            *((week, "bfx"[(number * 7 + week) % 3] if week % 20 else "b") for week in range(150, 0, -10))
        )
        for number in range(60)
    }
    found = next_products(baskets, OFFERS, END, ASKED)
    assert found.test.value
    assert found.test.value.method is Method.NAIVE
    assert {options[0].because for options in found.each.values()} == {USUAL}


def test_the_order_of_relations_does_not_count() -> None:
    """The same purchase days give the same chances whatever comes first."""
    book = _book()
    backwards = {name: book[name] for name in sorted(book, reverse=True)}
    one, other = (next_products(some, OFFERS, END, ASKED) for some in (book, backwards))
    assert dict(one.each) == dict(other.each)
    assert one.test == other.test


@given(st.integers(0, 50), st.integers(0, 50), st.floats(0, 1), st.floats(0, 100))
def test_laws_of_leaning(part: int, more: int, share: float, weight: float) -> None:
    """A share lies between its own and that of all, within its interval, within 0 and 1."""
    found = leaning(part, part + more, share, weight)
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1
    if part + more:
        own = part / (part + more)
        assert min(own, share) - 1e-9 <= found.value <= max(own, share) + 1e-9


def test_wilson() -> None:
    """Without a share of all the interval is Wilson's (1927): 15 of 50, from Newcombe (1998)."""
    found = leaning(15, 50, 0.0, 0.0)
    assert (round(found.low, 4), round(found.high, 4)) == (0.1910, 0.4375)


def test_a_chance_of_a_chance() -> None:
    """Both intervals make that of the product, which is no wider than taking the outermost of both."""
    some, nothing = times(
        np.array([[0.5, 0.4, 0.6], [0.0, 0.0, 0.1]]), np.array([[0.5, 0.3, 0.7], [0.5, 0.4, 0.6]])
    ).tolist()
    middle, low, high = some
    assert middle == 0.25
    assert 0.4 * 0.3 < low < 0.25 < high < 0.6 * 0.7
    assert nothing == [0.0, 0.0, 0.06]
