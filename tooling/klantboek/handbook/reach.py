"""How to reach a relation: its phone numbers, e-mail addresses, sites and addresses side by side."""

from collections.abc import Callable, Iterator

from klantboek.book.record import Record
from klantboek.handbook.addresses import LAID_OUT
from klantboek.handbook.cards import is_over, items_of
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.grid import Item
from klantboek.handbook.layout import Section
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import badge, vouched
from klantboek.handbook.telling import LABELLED
from klantboek.shapes import shape_of

LISTS = ("phones", "emails", "addresses", "websites", "social")
_LEADS = {
    "phones": frozenset({"number"}),
    "emails": frozenset({"address"}),
    "addresses": LAID_OUT | {"uses"},
    "websites": frozenset({"url"}),
    "social": frozenset({"network", "name"}),
}


def reach(record: Record, cells: Cells, scope: Scope) -> Iterator[Section]:
    """Give the section with a group for each sort, when there are any."""
    value, properties = record.document.value, shape_of("relation").properties
    groups = []
    for name in LISTS:
        if value.get(name):
            # What is over stands last.
            numbered = sorted(enumerate(value[name]), key=lambda one: is_over(cells, one[1]))
            point = cells.once(("reach", name), lambda: _pointer(cells, name))  # noqa: B023 -- it is called here
            points = "".join([point(number, item, scope) for number, item in numbered])
            groups.append(f"<div><h3>{cells.label(properties[name])}</h3>{points}</div>")
    if groups:
        inside = vouched(f"<div class=reach>{''.join(groups)}</div>")
        yield Section("reach", cells.word("reach.title"), inside)


def _pointer(cells: Cells, name: str) -> Callable[[int, Item, Scope], str]:
    """Give what writes one way to reach somebody: what it is for, the number or the lines, whatever else is known."""
    items, leads = items_of(shape_of("relation").properties[name]), _LEADS[name]
    cell_of = {key: cells.of(sub) for key, sub in items.properties.items() if key in leads}
    tell, over = cells.teller(items, leads, LABELLED), badge(cells.edition.words("reach.over"))

    def point(number: int, item: Item, scope: Scope) -> str:
        parts = ["<div id=", anchor(name, number), ">"]
        if name == "addresses":
            lead: str = cells.address(item)
            if "uses" in item:
                parts += "<i>", cell_of["uses"](item["uses"], scope), "</i><br>"
        else:
            lead = " ".join([cell_of[key](item[key], scope) for key in item if key in cell_of])
        if is_over(cells, item):
            parts[2], lead = " class=over>", f"<s>{lead}</s> {over}"
        parts.append(lead)
        if facts := tell(item, scope):
            parts += "<small>", facts, "</small>"
        parts.append("</div>")
        return "".join(parts)

    return point
