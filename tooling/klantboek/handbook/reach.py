"""How to reach a relation: its phone numbers, e-mail addresses, sites and addresses side by side."""

from collections.abc import Iterator

from klantboek.book.record import Record
from klantboek.handbook.addresses import LAID_OUT
from klantboek.handbook.cards import is_over, items_of
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.grid import Item
from klantboek.handbook.layout import Section
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, badge, joined, run, span_of, vouched
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
            numbered = sorted(enumerate(value[name]), key=lambda one: is_over(cells, one[1]))
            points = "".join([_point(cells, name, number, item, scope) for number, item in numbered])
            groups.append(vouched(f"<div><h3>{cells.label(properties[name])}</h3>{points}</div>"))
    if groups:
        inside = vouched(f'<div class="reach">{"".join(groups)}</div>')
        yield Section("reach", cells.edition.words("reach.title"), inside)


def _point(cells: Cells, name: str, number: int, item: Item, scope: Scope) -> str:
    """Give one way to reach somebody: what it is for, the number or the lines, whatever else is known."""
    items, leads = items_of(shape_of("relation").properties[name]), _LEADS[name]
    uses = NOTHING
    if name == "addresses":
        lead = cells.address(item)
        if "uses" in item:
            uses = vouched(f"<i>{cells.of(items.properties['uses'])(item['uses'], scope)}</i><br>")
    else:
        found = [cells.of(items.properties[key])(item[key], scope) for key in item if key in leads]
        lead = joined(" ", found)
    ended = is_over(cells, item)
    over = f" {badge(cells.edition.words('reach.over'))}" if ended else ""
    facts = run(cells.facts(items, item, scope, leads))
    return (
        f'<div class="way{" over" if ended else ""}" id="{anchor(name, number)}">'
        f"{uses}{span_of('lead-cell', lead)}{over}{facts}</div>"
    )
