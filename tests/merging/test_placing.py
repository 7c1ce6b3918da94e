"""Where an entry that comes from the other record stands in a list with days."""

from typing import Any

import pytest

from klantboek.merging.placing import placed
from klantboek.merging.united import Slot


def _days(field: str, ours: list[dict[str, Any]], theirs: dict[str, Any]) -> list[str]:
    slots = placed(field, [Slot(one, at) for at, one in enumerate(ours)], [Slot(theirs, None, 0)])
    return [slot.item["of"] for slot in slots]


@pytest.mark.parametrize(
    ("days", "then"),
    [
        (["2026-01-01", "2026-02-01", "2026-03-01"], ["0", "1", "new", "2"]),
        (["2026-03-01", "2026-02-01", "2026-01-01"], ["0", "1", "new", "2"]),
        (["2026-03-01", "2026-01-01", "2026-02-01"], ["0", "1", "2", "new"]),
    ],
    ids=["rising", "falling", "in no order"],
)
def test_days_keep_their_order(days: list[str], then: list[str]) -> None:
    """It goes behind what is of its own day; in a list without an order it comes last."""
    ours = [{"date": day, "of": str(at)} for at, day in enumerate(days)]
    assert _days("relation.orders", ours, {"date": "2026-02-01", "of": "new"}) == then


def test_answers_of_one_day() -> None:
    """Of one day an answer goes behind the same answer, and before one that asks for more silence."""
    ours = [{"on": "2026-02-01", "state": state, "of": state} for state in ("given", "withdrawn")]
    new = {"on": "2026-02-01", "state": "given", "of": "new"}
    assert _days("relation.consents", ours, new) == ["given", "new", "withdrawn"]
