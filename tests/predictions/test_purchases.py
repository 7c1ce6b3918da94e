"""From orders to recency, frequency, age and spend."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.predictions.purchases import Histories, Purchase, bought_within, histories

START = date(2025, 1, 1)
ORDERS = st.lists(
    st.builds(
        Purchase,
        st.sampled_from(["R-1", "R-2", "R-3"]),
        st.integers(0, 60).map(lambda days: START + timedelta(days=days)),
        st.integers(-500, 5000),
    ),
    max_size=30,
)


def _rows(known: Histories) -> list[tuple[str, float, float, float, float]]:
    columns = (known.repeats, known.last, known.age, known.spend)
    return list(zip(known.relations, *(one.tolist() for one in columns), strict=True))


def _on(day: int, amount: int, relation: str = "R-1") -> Purchase:
    return Purchase(relation, START + timedelta(days=day), amount)


def test_cdnow(calibration: Histories, known_of_cdnow: dict[str, Any]) -> None:
    """The first customers of the sample, and how many bought again, are as measured."""
    assert (len(calibration), calibration.repeat_buyers) == (2357, 946)
    for place, name in enumerate(("0001", "0002", "0003")):
        one = known_of_cdnow["first_customers"][name]
        found = _rows(calibration)[place]
        assert found[:4] == (name, *(pytest.approx(one[key], abs=5e-5) for key in ("x", "tx", "T")))
        assert found[4] == pytest.approx(one["mean_repeat_spend"] * 100)


def test_orders_of_a_day_are_one_purchase() -> None:
    """Two orders on one day count once, with their amounts together; the first purchase is no repeat."""
    known = histories([_on(14, 300), _on(0, 1000), _on(14, 500), _on(21, 200)], START + timedelta(days=28))
    assert _rows(known) == [("R-1", 2.0, 3.0, 4.0, 500.0)]


def test_a_return_comes_off_the_purchase_before_it() -> None:
    """A day with only returns is no purchase; a relation with nothing else is left out."""
    orders = [_on(0, 1000), _on(7, 800), _on(9, -300), _on(3, -50, "R-2")]
    assert _rows(histories(orders, START + timedelta(days=14))) == [("R-1", 1.0, 1.0, 2.0, 500.0)]


def test_what_comes_after_the_day_of_the_book_is_not_known() -> None:
    """Later orders change nothing, and who only bought later is not there; the day itself counts."""
    orders = [_on(0, 1000), _on(7, 800), _on(8, 900), _on(8, 100, "R-2")]
    assert _rows(histories(orders, START + timedelta(days=7))) == [("R-1", 1.0, 1.0, 1.0, 800.0)]


def test_purchase_days_within_a_period() -> None:
    """The day on which a period starts belongs to the one before; days count once; others are not asked for."""
    orders = [_on(0, 1), _on(1, 2), _on(1, 3), _on(5, -3), _on(7, 4), _on(8, 4), _on(2, 1, "R-9")]
    found = bought_within(orders, ("R-1", "R-2"), START, START + timedelta(days=7))
    assert found.tolist() == [2.0, 0.0]


@given(ORDERS, st.randoms(use_true_random=False))
def test_laws(orders: list[Purchase], dice: Any) -> None:
    """Recency lies between nothing and age, one-time buyers have neither, and the order of rows is of no matter."""
    as_of = START + timedelta(days=40)
    known = histories(orders, as_of)
    for _, repeats, last, age, _ in _rows(known):
        assert 0 <= last <= age
        assert (repeats == 0) == (last == 0)
    dice.shuffle(orders)
    assert _rows(histories(orders, as_of)) == _rows(known)
    rows, places = known.alike
    assert rows[places].tolist() == [[x, tx, age] for _, x, tx, age, _ in _rows(known)]
