"""One entry of a united list stays preferred."""

from typing import Any

import pytest

from klantboek.merging.choices import one_is_chosen
from klantboek.merging.united import Slot


@pytest.mark.parametrize(
    ("ours", "kept"),
    [
        ({"preferred": True}, [True, False]),
        ({"preferred": True, "until": "2026-01-01"}, [True, True]),
        ({}, [False, True]),
    ],
    ids=["ours", "ours ended", "ours was none"],
)
def test_ours_goes_first(ours: dict[str, Any], kept: list[bool]) -> None:
    """What they preferred stays so unless we prefer another that is still in use."""
    mine = {"address": "a@halm.example", **ours}
    theirs = {"address": "b@halm.example", "preferred": True}
    found = one_is_chosen("relation.emails", [Slot(mine, 0, None), Slot(theirs, None, 0)], [mine])
    assert ["preferred" in slot.item for slot in found.slots] == kept
    assert len(found.given_up) == (kept == [True, False])
