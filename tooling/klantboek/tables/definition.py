"""The tables, derived from the shapes of the records: there is no second list.

Every kind of record is a table named by its folder, every list or open object in it a table named by its
path: ``relations``, ``relations_orders``, ``relations_orders_lines``. A nested object lies flat in its
row: ``organisation_legal_form_code``. Money is ``<name>_minor``, with ``currency`` in the same row.

The first key is ``id`` in the table of a kind, and the name of the kind (``relation``) in those below it.
A property that has the name of a key gets an underscore at its end, so that keys are called the same
everywhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from klantboek.book.book import RELATION
from klantboek.shapes import KINDS, Shape, Type, shape_of
from klantboek.tables.table import Column, Holds, Part, Table

_HOLDS = {
    Type.TEXT: Holds.TEXT,
    Type.INTEGER: Holds.INTEGER,
    Type.NUMBER: Holds.NUMBER,
    Type.MONEY: Holds.MONEY,
    Type.BOOLEAN: Holds.BOOLEAN,
    Type.DATE: Holds.DATE,
}
_CURRENCY = Column("currency", Holds.CURRENCY, "The currency of the amounts in this row.")
_KEY = Column("key", Holds.TEXT, "The name of the value.")


@cache
def roots() -> tuple[Table, ...]:
    """Give the table of each kind of record, with the tables of its lists as ``children``."""
    return tuple(root(shape_of(kind.name), kind.name, kind.folder or kind.name) for kind in KINDS.values())


@cache
def all_tables() -> tuple[Table, ...]:
    """Give every table, each kind of record followed by its lists."""
    return tuple(table for top in roots() for table in top.walk())


@cache
def relation_tables() -> tuple[Table, ...]:
    """Give the tables of relations, the one of the relations themselves first."""
    return tuple(next(top for top in roots() if top.kind == RELATION).walk())


@cache
def fields() -> Mapping[tuple[str, str], str]:
    """Give the field that a column of a table holds, by path with dots; "" for a column gives what the table lists.

    Keys, and the currency that stands in each row, are no fields.
    """
    return {
        (table.name, column): field
        for top, kind in zip(roots(), KINDS.values(), strict=True)
        for table, path in _placed(top, kind.name)
        for column, field in (("", path), *_held(table, path))
    }


def _placed(table: Table, path: str) -> Iterator[tuple[Table, str]]:
    yield table, path
    for child in table.children:
        yield from _placed(child, ".".join((path, *child.steps)))


def _held(table: Table, path: str) -> Iterator[tuple[str, str]]:
    if not table.parts:
        yield table.own[0].name, path
        return
    for column, steps in zip(table.own, _cells(table.parts, ()), strict=True):
        if column.holds is not Holds.CURRENCY:
            yield column.name, ".".join((path, *steps))


def _cells(parts: Iterable[Part], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for part in parts:
        if part.holds is None:
            yield from _cells(part.parts, (*above, part.name))
        else:
            yield (*above, part.name)


def root(shape: Shape, kind: str, name: str) -> Table:
    """Give the table of one kind of record."""
    key = Column("id", Holds.TEXT, "The name of the record: its file name without the ending.")
    below = replace(key, name=kind, description=f"The {kind}: `id` in the table `{name}`.")
    return _table(_Spot(name, kind, (), (key,), (below,)), shape, shape)


@dataclass(frozen=True)
class _Spot:
    """Where a table stands: ``below`` are the keys that the tables under it begin with."""

    name: str
    kind: str
    steps: tuple[str, ...]
    keys: tuple[Column, ...]
    below: tuple[Column, ...]

    def down(self, steps: tuple[str, ...], key: Column) -> "_Spot":
        keys = (*self.below, key)
        return _Spot("_".join((self.name, *steps)), self.kind, steps, keys, keys)


def _table(spot: _Spot, shape: Shape, item: Shape) -> Table:
    own, parts = _columns(item, "") if item.type is Type.OBJECT else (_value(shape, item), ())
    if any(column.holds is Holds.MONEY for column in own) and _CURRENCY.name not in {c.name for c in own}:
        own, parts = (*own, _CURRENCY), (*parts, Part("currency", Holds.CURRENCY))
    return Table(
        name=spot.name,
        kind=spot.kind,
        description=shape.description or shape.title,
        steps=spot.steps,
        keys=spot.keys,
        own=_apart(spot.name, spot.keys, own),
        parts=parts,
        is_open=item.type is Type.OPEN,
        children=tuple(_children(spot, item, ())),
    )


def _value(shape: Shape, item: Shape) -> tuple[Column, ...]:
    """The one column of a list of plain values, or of an open object (whose names of values are keys)."""
    said = item.description or shape.description or shape.title
    return (Column("value", _HOLDS.get(item.type, Holds.TEXT), said),)


def _columns(shape: Shape, prefix: str) -> tuple[tuple[Column, ...], tuple[Part, ...]]:
    columns: list[Column] = []
    parts: list[Part] = []
    for name, below in shape.properties.items():
        if below.type in {Type.LIST, Type.OPEN}:
            continue
        if below.type is Type.OBJECT:
            nested, nested_parts = _columns(below, f"{prefix}{name}_")
            columns += nested
            parts.append(Part(name, None, nested_parts))
            continue
        holds = Holds.CURRENCY if name == "currency" else _HOLDS[below.type]
        ending = "_minor" if holds is Holds.MONEY else ""
        columns.append(Column(f"{prefix}{name}{ending}", holds, below.description or below.title))
        parts.append(Part(name, holds))
    return tuple(columns), tuple(parts)


def _children(spot: _Spot, item: Shape, steps: tuple[str, ...]) -> list[Table]:
    found: list[Table] = []
    for step, below in item.properties.items():
        path = (*steps, step)
        if below.type is Type.OBJECT:
            found += _children(spot, below, path)
        elif below.type is Type.OPEN:
            found.append(_table(spot.down(path, _KEY), below, below))
        elif below.items is not None:
            position = Column(f"{step}_position", Holds.INTEGER, f"Which of the {step}, counted from 1.")
            found.append(_table(spot.down(path, position), below, below.items))
    return found


def _apart(table: str, keys: tuple[Column, ...], own: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give a property that has the name of a key an underscore at its end; two that still clash are a mistake."""
    taken = {key.name for key in keys}
    apart = tuple(
        replace(column, name=f"{column.name}_") if column.name in taken else column for column in own
    )
    twice = [name for name, count in Counter(c.name for c in (*keys, *apart)).items() if count > 1]
    if twice:
        raise ValueError(f"table {table} would have two columns named {', '.join(twice)}")
    return apart
