"""How to reach a relation: its phone numbers, e-mail addresses, sites and addresses side by side."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.addresses import LAID_OUT
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.layout import Section, is_over, items_of
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, joined, pairs
from klantboek.shapes import shape_of

LISTS = ("phones", "emails", "addresses", "websites", "social")
_LEADS = {
    "phones": frozenset({"number"}),
    "emails": frozenset({"address"}),
    "addresses": LAID_OUT | {"uses"},
    "websites": frozenset({"url"}),
    "social": frozenset({"network", "name"}),
}


class Point(NamedTuple):
    """One way to reach somebody: what it is for, the number or the lines, whatever else is known."""

    anchor: str
    uses: Markup
    lead: Markup
    facts: Markup
    is_over: bool


def reach(record: Record, cells: Cells, scope: Scope) -> Iterator[Section]:
    """Give the section with a group for each sort, when there are any."""
    value, properties = record.document.value, shape_of("relation").properties
    groups = []
    for name in LISTS:
        if value.get(name):
            points = [_point(cells, name, number, item, scope) for number, item in enumerate(value[name])]
            groups.append((cells.label(properties[name]), sorted(points, key=lambda point: point.is_over)))
    if groups:
        yield Section("reach", cells.edition.words("reach.title"), "reach", groups)


def _point(cells: Cells, name: str, number: int, item: dict[str, Any], scope: Scope) -> Point:
    items = items_of(name)
    leads = _LEADS[name]
    uses = NOTHING
    if name == "addresses":
        lead = cells.address(item)
        uses = cells.of(items.properties["uses"])(item["uses"], scope) if "uses" in item else NOTHING
    else:
        parts = [
            cells.of(items.properties[key])(item[key], scope)
            for key in items.properties
            if key in leads and key in item
        ]
        lead = joined(" ", parts)
    return Point(
        anchor(name, number), uses, lead, pairs(cells.facts(items, item, scope, leads)), is_over(cells, item)
    )
