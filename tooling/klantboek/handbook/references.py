"""The references of one record: what it names, the property that does so, and where that stands on its page."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from klantboek.book.record import Record
from klantboek.handbook.links import anchor
from klantboek.shapes import KINDS, Shape, Type, shape_of

# The product of a line of an order.
SOLD = "relation.orders.lines.product"


class Reference(NamedTuple):
    """What is named: a kind and an id; by which property, and the anchor on the page of the record that it stands in."""

    kind: str
    name: str
    path: str
    where: str


class _Step(NamedTuple):
    """A property that is a reference to a record, or leads to one: ``below`` has those in it, none in a reference.

    ``anchor`` is the section that it has on the page of its record, ``shape`` that of what it holds.
    """

    shape: Shape
    anchor: str
    below: "Mapping[str, _Step]"
    is_list: bool


def references(record: Record) -> list[Reference]:
    """Give the references of a record that fits its schema."""
    found: list[Reference] = []
    _find(record.document.value, _steps_of(record.kind), "", found)
    return found


@cache
def _steps_of(kind: str) -> "Mapping[str, _Step]":
    return _steps(shape_of(kind), has_sections=kind == "relation")


def _steps(shape: Shape, *, has_sections: bool) -> "Mapping[str, _Step]":
    """Give the properties of a group that lead to a reference."""
    found = {}
    for name, sub in shape.properties.items():
        inner = sub.items or sub
        below = _steps(inner, has_sections=has_sections)
        if below or inner.reference in KINDS:
            is_group = inner.type is Type.OBJECT and (sub.items is not None or has_sections)
            # What is flat stands among the facts.
            found[name] = _Step(inner, name if is_group else "about", below, sub.items is not None)
    return found


def _find(value: Mapping[str, Any], steps: Mapping[str, _Step], where: str, found: list[Reference]) -> None:
    if steps.keys().isdisjoint(value):
        return
    for name, item in value.items():
        step = steps.get(name)
        if step is None:
            continue
        place = where or step.anchor
        for number, one in enumerate(item if step.is_list else (item,)):
            if step.below:
                is_numbered = step.is_list and place == name
                _find(one, step.below, anchor(place, number) if is_numbered else place, found)
            else:
                found.append(Reference(step.shape.reference, one, step.shape.path, place))
