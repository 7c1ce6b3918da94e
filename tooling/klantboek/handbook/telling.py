"""Groups of facts as running text, in the order of the schema."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.markup import vouched
from klantboek.shapes import Shape, Type

if TYPE_CHECKING:
    from klantboek.handbook.cells import Cell, Cells, Scope

_EMPTY: tuple[object, ...] = ([], {})


class Style(NamedTuple):
    """How facts are strung together: what stands between them, and whether the first goes without its label, or all."""

    between: str
    leads: bool = True
    labels: bool = True


# A text of its own; with all its labels; inside the line of others; without any label.
TOLD, LABELLED, INSIDE, BARE = Style(" · "), Style(" · ", leads=False), Style(", "), Style(", ", labels=False)


def teller(cells: "Cells", shape: Shape, but: frozenset[str], style: Style) -> "Cell":
    """Make the function that tells a group; the currency of the book goes without saying."""
    plan, lead = {}, _lead(shape) if style.leads else ""
    for place, (name, sub) in enumerate(shape.properties.items()):
        if name not in but:
            label = "" if name == lead or not style.labels else f"<i>{cells.label(sub)}</i> "
            plan[name] = (place, label, cells.of(sub))
    home = cells.home if shape.path != "book" else ""
    has_currency, between = "currency" in shape.properties, style.between

    def tell(value: Mapping[str, Any], scope: "Scope") -> Markup:
        if has_currency and "currency" in value:
            scope = scope._replace(currency=value["currency"])
            if value["currency"] == home:
                value = {name: item for name, item in value.items() if name != "currency"}
        found, places = [], []
        for name, item in value.items():
            entry = plan.get(name)
            if entry is None or (not item and item in _EMPTY):
                continue
            place, label, cell = entry
            found.append(f"{label}{cell(item, scope)}")
            places.append(place)
        # Nearly always it is written in that order.
        if places != sorted(places):
            found = [text for _, text in sorted(zip(places, found, strict=True))]
        return vouched(between.join(found))

    return tell


@cache
def _lead(shape: Shape) -> str:
    """Give the first property of a group where it says what the group is about, "" elsewhere."""
    lead = next(iter(shape.properties.values()))
    return lead.name if lead.required and lead.type is Type.TEXT else ""
