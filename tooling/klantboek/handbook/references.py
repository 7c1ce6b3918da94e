"""The references of one record: what it names, the property that does so, and where that stands on its page."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from klantboek.book.record import Record
from klantboek.handbook.links import anchor
from klantboek.shapes import KINDS, Shape, Type, shape_of

# The product of a line of an order.
SOLD = "relation.orders.lines.product"


class Reference(NamedTuple):
    """A property that names another record, and the anchor on the page of the record that it stands in."""

    shape: Shape
    where: str


@cache
def _leading(kind: str) -> frozenset[str]:
    """Give the paths of a kind that are references to records, or lead to one."""
    found: set[str] = set()
    for shape in shape_of(kind).walk():
        reference = shape.reference or (shape.items.reference if shape.items is not None else "")
        if reference in KINDS:
            steps = shape.path.split(".")
            found.update(".".join(steps[:length]) for length in range(1, len(steps) + 1))
    return frozenset(found)


def references(record: Record) -> Iterator[tuple[tuple[str, str], Reference]]:
    """Give the references of a record that fits its schema, each with the kind and the id of what it names."""
    return _below(record, shape_of(record.kind), record.document.value, "", _leading(record.kind))


def _below(
    record: Record, shape: Shape, value: Any, where: str, leading: frozenset[str]
) -> Iterator[tuple[tuple[str, str], Reference]]:
    if shape.type is Type.OBJECT:
        for name, item in value.items():
            sub = shape.properties.get(name)
            if sub is not None and sub.path in leading:
                yield from _below(record, sub, item, where or _anchor(record, sub), leading)
    elif shape.items is not None:
        for number, item in enumerate(value):
            place = (
                anchor(where, number) if where == shape.name and shape.items.type is Type.OBJECT else where
            )
            yield from _below(record, shape.items, item, place, leading)
    elif shape.reference in KINDS:
        yield (shape.reference, value), Reference(shape, where)


def _anchor(record: Record, shape: Shape) -> str:
    """Give the section that a property has on the page; what is flat stands among the facts."""
    has_own = shape.type is Type.OBJECT and record.kind == "relation"
    is_list = shape.items is not None and shape.items.type is Type.OBJECT
    return shape.name if has_own or is_list else "about"
