"""Lists of a record as tables: a column for what is written most, everything else below its row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cells import Cell, Cells, Scope
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, framed, table_row, table_start, vouched
from klantboek.shapes import Shape, Type

Item = Mapping[str, Any]
_WIDEST, _FEW = 6, 2
# What this share of the rows has is a line below them rather than a column.
_RARE = 0.15
_RIGHT = {Type.MONEY, Type.INTEGER, Type.NUMBER}
# What no customer sees is always a column, which is left out on paper.
_OURS = frozenset({"unit_cost"})
# Where a fact was checked and came from: worth a line below, never a column.
BELOW = frozenset({"verified", "collected"})


class Columns(NamedTuple):
    """The columns of a table of ``items``: which properties, how a value is written, and the start of the table."""

    cells: Cells
    items: Shape
    keys: frozenset[str]
    made: list[tuple[str, Cell]]
    start: Markup

    @property
    def width(self) -> int:
        """How many columns a cell over all of them spans."""
        return len(self.made) or 1

    def rows(self, values: Sequence[Item], scope: Scope, name: str = "") -> str:
        """Give the rows of a table; with ``name`` each has the anchor of its place in that list."""
        found = []
        for number, value in enumerate(values):
            own, rest = within(scope, value), NOTHING
            row = [cell(value[key], own) if key in value else "" for key, cell in self.made]
            if not self.keys.issuperset(value):
                rest = self.cells.teller(self.items, self.keys)(value, scope)
            found.append(table_row(row, rest, self.width, anchor(name, number) if name else ""))
        return "".join(found)


def columns(cells: Cells, items: Shape, values: Iterable[Item]) -> Columns:
    """Choose the columns: flat properties, those that are written most often, in the order of the schema."""
    flat = _flat(items)
    counts = Counter(chain.from_iterable(values))
    least = max(counts.values(), default=0) * _RARE
    often = (name for name in flat if counts[name] > least or (counts[name] and name in _OURS))
    kept = sorted(often, key=lambda name: (name not in _OURS, -counts[name]))[:_WIDEST]
    keys = frozenset(kept)
    return cells.once((items, keys), lambda: _columns(cells, items, keys))


def _columns(cells: Cells, items: Shape, keys: frozenset[str]) -> Columns:
    chosen = [sub for name, sub in _flat(items).items() if name in keys]
    start = table_start([(cells.label(sub), _kind(sub)) for sub in chosen])
    return Columns(cells, items, keys, [(sub.name, cells.of(sub)) for sub in chosen], start)


def _kind(sub: Shape) -> str:
    """Give the letters of a column: n for one of numbers, o for one that no customer sees."""
    return f"{'n' if sub.type in _RIGHT else ''}{'o' if sub.name in _OURS else ''}"


def table(cells: Cells, items: Shape, values: Sequence[Item], scope: Scope, name: str = "") -> Markup:
    """Give a list as a table, or as lines where it is short; with ``name`` its rows have anchors."""
    if len(values) <= _FEW:
        return lines(cells, items, values, scope, name)
    by = columns(cells, items, values)
    return framed(by.start, ["<tbody>", by.rows(values, scope, name), "</tbody>"])


def lines(cells: Cells, items: Shape, values: Sequence[Item], scope: Scope, name: str = "") -> Markup:
    """Give a list as lines of running text: for a row or two the heads of a table are more than the table."""
    found: list[str] = []
    tell = cells.teller(items)
    for number, value in enumerate(values):
        own = f" id={anchor(name, number)}" if name else ""
        found += f"<div{own}>", tell(value, scope), "</div>"
    return vouched("".join(found))


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
    # A name in each language is one text.
    if shape.properties.keys() == {"nl", "en"}:
        return True
    return shape.type not in {Type.OBJECT, Type.OPEN} and shape.name != "currency"
