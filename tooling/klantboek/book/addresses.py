"""When two addresses are one: everything that stands on the label, however it is spelled."""

from collections.abc import Mapping
from typing import Any

_DOOR = ("house_number", "suffix", "box", "po_box", "reply_number", "attention", "building", "floor", "room")
# What names the door itself; what follows says only where behind it.
_NEEDED = 5
# Where postcode and number name the door, however the street is spelled.
_STREET_IN_POSTCODE = {"NL"}


def label_of(address: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Give what tells one address from another, without spaces, dots and capitals; None when too little is known."""
    door = tuple(bare(address.get(key)) for key in _DOOR)
    street = "" if address["country"] in _STREET_IN_POSTCODE else bare(address.get("street"))
    where = bare(address.get("postcode")) or bare(address.get("city"))
    if not where or not (any(door[:_NEEDED]) or street):
        return None
    return (address["country"], where, street, *door)


def bare(text: str | None) -> str:
    """Give the letters and digits of a text, in small letters."""
    return "".join(char for char in (text or "").casefold() if char.isalnum())
