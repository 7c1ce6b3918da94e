"""How each contact person likes to be reached, as the preferences of their relation have it."""

from collections.abc import Mapping, Sequence
from typing import Any

from klantboek.handbook.cells import Cells
from klantboek.handbook.markup import Fact, escaped

Item = Mapping[str, Any]


def preferred(cells: Cells, value: Item) -> dict[int, Sequence[Fact]]:
    """Give the preferred channel for each moment of the contact persons that have any, by their position."""
    places = {item["id"]: number for number, item in enumerate(value.get("contacts", ()))}
    names, found = cells.edition.names, dict[int, list[str]]()
    for one in value.get("preferences", {}).get("channels", ()):
        if one.get("contact") in places and "channel" in one:
            channel = names.term("channels", one["channel"])
            told = f"{names.term('moments', one['moment'])}: {channel}" if "moment" in one else channel
            found.setdefault(places[one["contact"]], []).append(told)
    label = cells.word("contact.channels")
    return {place: [(label, escaped(", ".join(told)))] for place, told in found.items()}
