"""Groups of facts as running text, in the order of the schema."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.markup import vouched
from klantboek.shapes import Shape, Type

if TYPE_CHECKING:
    from klantboek.handbook.cells import Cell, Cells, Scope

_EMPTY: tuple[object, ...] = ([], {})
# So many ways to fill in a group are kept in mind.
_WAYS = 512


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
    for name, sub in shape.properties.items():
        if name not in but:
            label = "" if name == lead or not style.labels else f"<i>{cells.label(sub)}</i> "
            plan[name] = (name, f"{style.between}{label}", cells.of(sub))
    home = cells.home if shape.path != "book" else ""
    has_currency, start = "currency" in shape.properties, len(style.between)

    # Groups with the same properties are many: in which order these are told is found out once.
    @lru_cache(_WAYS)
    def way(*names: str) -> list[tuple[str, str, "Cell"]]:
        written = frozenset(names)
        return [plan[name] for name in plan if name in written]

    def tell(value: Mapping[str, Any], scope: "Scope") -> Markup:
        if has_currency and "currency" in value:
            scope = scope._replace(currency=value["currency"])
            if value["currency"] == home:
                value = {name: item for name, item in value.items() if name != "currency"}
        parts: list[str] = []
        for name, before, cell in way(*value):
            item = value[name]
            if item or item not in _EMPTY:
                parts += before, cell(item, scope)
        return vouched("".join(parts)[start:])

    return tell


@cache
def _lead(shape: Shape) -> str:
    """Give the first property of a group where it says what the group is about, "" elsewhere."""
    lead = next(iter(shape.properties.values()))
    return lead.name if lead.required and lead.type is Type.TEXT else ""
