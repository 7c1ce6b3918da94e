"""Where a relation is: the place that a list says of it."""

from collections.abc import Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]
_PLACE = ("city", "country", "region", "postcode", "from", "until")
_DATES = frozenset(["from", "until"])


def gleaned(addresses: Sequence[Item]) -> list[dict[str, Any]]:
    """Give as much of addresses as tells on any day where a relation is, in the order in which they are asked.

    What stands after one that always holds and has a city and a country is never asked.
    """
    found = []
    for one in _in_order(addresses):
        if "city" in one or "country" in one:
            found.append({key: one[key] for key in _PLACE if key in one})
            if "city" in one and "country" in one and one.keys().isdisjoint(_DATES):
                break
    return found


def place(addresses: Sequence[Item], key: str, today: str) -> Item | None:
    """Give the address that says where a relation is, of those that have a key; None where there is none.

    A visiting address that holds today comes first, then any that holds, then one of another time.
    """
    known = [one for one in _in_order(addresses) if key in one]
    held = (one for one in known if one.get("from", "") <= today <= one.get("until", "9999"))
    return next(held, known[0] if known else None)


def _in_order(addresses: Sequence[Item]) -> Sequence[Item]:
    """Give the visiting addresses before the others; what was gleaned stays as it is."""
    return sorted(addresses, key=lambda one: "visiting" not in one.get("uses", ()))
