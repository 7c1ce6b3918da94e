"""The way to the top of a function."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.predictions.climbing import climb
from klantboek.predictions.purchases import Floats

PLACES = st.tuples(st.floats(-4, 4), st.floats(-4, 4))


@given(PLACES, PLACES)
def test_top_of_a_hill(top: tuple[float, float], start: tuple[float, float]) -> None:
    """From anywhere the top of a hill is found, or the highest point that its bounds leave open."""
    goal = np.array(top)

    def slope(place: Floats) -> tuple[float, Floats]:
        away = place - goal
        return float(-np.log1p(away @ away)), np.asarray(-2 * away / (1 + away @ away), dtype=np.float64)

    found = climb(slope, np.array(start), -3, 3)
    assert found.place == pytest.approx(np.clip(goal, -3, 3), abs=1e-6)
    assert found.steepness < 1e-7
    assert found.at_bound is bool((np.abs(found.place) >= 3).any())


def test_a_slope_without_end_stops_at_the_bound() -> None:
    """What only goes up ends at the bound, and says so."""
    found = climb(lambda place: (float(place.sum()), np.ones(2)), np.zeros(2), -1, 5)
    assert found.place.tolist() == [5.0, 5.0]
    assert found.at_bound


def test_a_curved_ridge() -> None:
    """A narrow curved ridge (Rosenbrock 1960) is followed to its top."""

    def slope(place: Floats) -> tuple[float, Floats]:
        x, y = place
        rise = np.array([2 * (1 - x) + 400 * x * (y - x * x), -200 * (y - x * x)])
        return float(-((1 - x) ** 2) - 100 * (y - x * x) ** 2), rise

    assert climb(slope, np.array([-1.2, 1.0]), -5, 5).place == pytest.approx([1, 1], abs=1e-6)
