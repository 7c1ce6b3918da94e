"""What can be chosen once in a list: one preferred, one main of its scheme."""

from typing import Any, NamedTuple

from klantboek.merging.fields import called
from klantboek.merging.united import Slot

_CHOICES = ("preferred", "main")


class Chosen(NamedTuple):
    """The entries with one choice each, and what had to be given up: where and why."""

    slots: list[Slot]
    given_up: list[tuple[str, str]]


def one_is_chosen(field: str, slots: list[Slot], ours: list[Any]) -> Chosen:
    """Leave one entry preferred: ours when we had one, else the first."""
    found = list(slots)
    given_up: list[tuple[str, str]] = []
    for key in _CHOICES:
        taken = {
            _scheme(one) for one in ours if isinstance(one, dict) and one.get(key) and "until" not in one
        }
        for at, slot in enumerate(found):
            item = slot.item
            if not isinstance(item, dict) or not item.get(key) or "until" in item:
                continue
            mine = slot.ours is not None and bool(ours[slot.ours].get(key))
            if mine or _scheme(item) not in taken:
                taken.add(_scheme(item))
                continue
            found[at] = slot._replace(item={name: value for name, value in item.items() if name != key})
            given_up.append(
                (f"{called(field, item)}.{key}", f"another of {field.rpartition('.')[2]} is the {key} one")
            )
    return Chosen(found, given_up)


def _scheme(item: dict[str, Any]) -> str:
    return str(item.get("scheme", ""))
