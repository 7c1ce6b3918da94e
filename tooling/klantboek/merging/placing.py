"""Where an entry comes in a list: among its days when the list is in order, at the end when it is not."""

from itertools import pairwise
from typing import Any

from klantboek.merging.fields import day_of
from klantboek.merging.united import Slot

# Of two answers on one day the last one counts, so the one that asks for silence is written last.
_STRENGTH = {"given": 0, "withdrawn": 1, "objected": 2}


def placed(field: str, slots: list[Slot], new: list[Slot]) -> list[Slot]:
    """Put new entries between those that are there, in the order of their days where the list has one."""
    found = list(slots)
    days = [day_of(slot.item) for slot in slots]
    rising = all(a <= b for a, b in pairwise(days)) and all(days)
    falling = len(days) > 1 and all(a >= b for a, b in pairwise(days)) and all(days) and not rising
    for slot in new:
        day = day_of(slot.item)
        if field == "relation.consents":
            at = _place_of_consent(found, slot.item)
        elif day and rising:
            at = sum(day_of(one.item) <= day for one in found)
        elif day and falling:
            at = sum(day_of(one.item) >= day for one in found)
        else:
            at = len(found)
        found.insert(at, slot)
    return found


def _place_of_consent(slots: list[Slot], consent: dict[str, Any]) -> int:
    """Put an answer behind all of earlier days, and before those of its day that ask for more silence."""
    order = (str(consent["on"]), _STRENGTH.get(consent["state"], 0))
    earlier = [
        at
        for at, slot in enumerate(slots)
        if (str(slot.item["on"]), _STRENGTH.get(slot.item["state"], 0)) <= order
    ]
    later = [
        at
        for at, slot in enumerate(slots)
        if str(slot.item["on"]) == order[0] and _STRENGTH.get(slot.item["state"], 0) > order[1]
    ]
    return min([max(earlier, default=-1) + 1, *later])
