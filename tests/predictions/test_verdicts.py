"""What is said of a field: where it predicts, where it does not, and where nothing can be said (decision 0011)."""

from typing import Any

import pytest

from klantboek.book.measured import NO_VALUE, PREDICTS, WEAK
from klantboek.predictions.evidence import Evidence
from klantboek.predictions.value import verdict

# Evidence that just suffices, and an AUC that leaves the question open.
JUST: dict[str, Any] = {
    "noes": 60,
    "yeses": 60,
    "value": 0.101,
    "noise": 0.05,
    "information": 0.1,
    "p": 0.0099,
}
OPEN, NEAR_CHANCE = (0.60, 0.56, 0.64), (0.50, 0.46, 0.549)


@pytest.mark.parametrize(
    ("other", "auc", "says"),
    [
        ({}, OPEN, PREDICTS),
        ({"p": 0.0101}, OPEN, WEAK),
        ({"value": 0.1}, OPEN, WEAK),
        ({"noes": 20, "yeses": 20}, OPEN, PREDICTS),
        ({"noes": 19}, OPEN, ""),
        ({"yeses": 19}, OPEN, ""),
        ({"p": 0.0101}, NEAR_CHANCE, NO_VALUE),
        ({"p": 0.0099, "value": 0.1}, NEAR_CHANCE, WEAK),
        ({"p": 0.5}, (0.50, 0.45, 0.551), WEAK),
        ({"p": 0.5, "noes": 49}, NEAR_CHANCE, WEAK),
    ],
)
def test_verdict(other: dict[str, Any], auc: tuple[float, float, float], says: str) -> None:
    """A chance below 1 % and twice the noise predict; nothing is told of fewer than twenty, no value of fewer than fifty."""
    assert verdict(Evidence(**{**JUST, **other}), auc, was_known=True)[0] == says


def test_values_of_today_never_predict() -> None:
    """What may know what came after is at most weak, and says so."""
    assert verdict(Evidence(**JUST), OPEN, was_known=False) == (
        WEAK,
        "its values are today's, and may know what came after",
    )
