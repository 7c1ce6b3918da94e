"""The bounds of decision 0013: with how much a model is fitted, and how sure it is."""

import pytest

from klantboek.predictions.enough import Sureness, sureness, too_few


@pytest.mark.parametrize(("relations", "repeat_buyers"), [(99, 99), (99, 40), (100, 39), (5000, 39), (0, 0)])
def test_too_few(relations: int, repeat_buyers: int) -> None:
    """Under 100 relations or 40 repeat buyers there is a reason to be silent, which says how many there are."""
    told = f"too few orders to estimate ({relations} relations, {repeat_buyers} repeat buyers)"
    assert str(too_few(relations, repeat_buyers)) == told


def test_enough() -> None:
    """A hundred relations with forty repeat buyers are enough."""
    assert too_few(100, 40) is None


@pytest.mark.parametrize(
    ("relations", "repeat_buyers", "sure"),
    [
        (100, 40, Sureness.INDICATIVE),
        (499, 400, Sureness.INDICATIVE),
        (5000, 199, Sureness.INDICATIVE),
        (500, 200, Sureness.FIRM),
    ],
)
def test_how_sure(relations: int, repeat_buyers: int, sure: Sureness) -> None:
    """A figure is firm from 500 relations with 200 repeat buyers on, and indicative before."""
    assert sureness(relations, repeat_buyers) is sure
