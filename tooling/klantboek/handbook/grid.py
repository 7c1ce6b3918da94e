"""Lists of a record as tables: a column for what is written most, everything else below its row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cells import Cell, Cells, Scope
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, bits, joined, named, table_head, table_row, vouched
from klantboek.shapes import Shape, Type

Item = Mapping[str, Any]
_WIDEST = 6
# What this share of the rows has is a line below them rather than a column.
_RARE = 0.15
_RIGHT = {Type.MONEY, Type.INTEGER, Type.NUMBER}
# Where a fact was checked and came from: worth a line below, never a column.
BELOW = frozenset({"verified", "collected"})


class Columns(NamedTuple):
    """The columns of a table of ``items``: which properties, where they stand, how a value is written."""

    cells: Cells
    items: Shape
    keys: frozenset[str]
    made: list[tuple[str, Cell]]
    kinds: list[str]
    head: Markup

    @property
    def width(self) -> int:
        """How many columns a cell over all of them spans."""
        return len(self.made) or 1

    def rows(self, values: Sequence[Item], scope: Scope, name: str = "") -> Markup:
        """Give the rows of a table; with ``name`` each has the anchor of its place in that list."""
        found = []
        for number, value in enumerate(values):
            own, rest = within(scope, value), NOTHING
            row = [cell(value[key], own) if key in value else NOTHING for key, cell in self.made]
            if value.keys() - self.keys:
                rest = bits(self.cells.facts(self.items, value, scope, self.keys))
            if name and row:
                row[0] = named(anchor(name, number), row[0])
            found.append(table_row(row, self.kinds, rest))
        return joined("", found)


def columns(cells: Cells, items: Shape, values: Iterable[Item]) -> Columns:
    """Choose the columns: flat properties, those that are written most often, in the order of the schema."""
    flat = _flat(items)
    counts = Counter(chain.from_iterable(values))
    least = max(counts.values(), default=0) * _RARE
    often = (name for name in flat if counts[name] > least)
    kept = sorted(often, key=lambda name: -counts[name])[:_WIDEST]
    keys = frozenset(kept)
    return cells.once((items, keys), lambda: _columns(cells, items, keys))


def _columns(cells: Cells, items: Shape, keys: frozenset[str]) -> Columns:
    chosen = [sub for name, sub in _flat(items).items() if name in keys]
    kinds = ["n" if sub.type in _RIGHT else "" for sub in chosen]
    head = table_head(zip(map(cells.label, chosen), kinds, strict=True))
    return Columns(cells, items, keys, [(sub.name, cells.of(sub)) for sub in chosen], kinds, head)


def table(cells: Cells, items: Shape, values: Sequence[Item], scope: Scope, name: str = "") -> Markup:
    """Give a list as a table; with ``name`` its rows have anchors."""
    by = columns(cells, items, values)
    return framed(by.head, [vouched(f"<tbody>{by.rows(values, scope, name)}</tbody>")])


def framed(head: Markup, bodies: Iterable[Markup]) -> Markup:
    """Give a table that scrolls sideways where it is wider than the page."""
    return vouched(f'<div class="scroll"><table class="small">{head}{"".join(bodies)}</table></div>')


def within(scope: Scope, value: Item) -> Scope:
    """Give the scope inside an item, which may have a currency of its own."""
    return scope._replace(currency=value["currency"]) if "currency" in value else scope


@cache
def _flat(items: Shape) -> dict[str, Shape]:
    """Give the properties that can be a column."""
    return {name: sub for name, sub in items.properties.items() if name not in BELOW and _is_flat(sub)}


def _is_flat(shape: Shape) -> bool:
    if shape.type is Type.LIST and shape.items is not None:
        return _is_flat(shape.items)
    return shape.type not in {Type.OBJECT, Type.OPEN} and shape.name != "currency"
