"""Who refers to whom: the references of all records, by what they refer to."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from klantboek.book import Book
from klantboek.book.record import Record
from klantboek.handbook.links import anchor
from klantboek.shapes import KINDS, Shape, Type, shape_of


class Backlink(NamedTuple):
    """A record that names another: the property that does so, and the anchor on its page."""

    record: Record
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


def backlinks(book: Book) -> Mapping[tuple[str, str], list[Backlink]]:
    """Give the references to each record, by its kind and id."""
    found: dict[tuple[str, str], list[Backlink]] = {}
    for record in book.records:
        if record.fits:
            leading = _leading(record.kind)
            for target, link in _below(record, shape_of(record.kind), record.document.value, "", leading):
                found.setdefault(target, []).append(link)
    return found


def _below(
    record: Record, shape: Shape, value: Any, where: str, leading: frozenset[str]
) -> Iterator[tuple[tuple[str, str], Backlink]]:
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
        yield (shape.reference, value), Backlink(record, shape, where)


def _anchor(record: Record, shape: Shape) -> str:
    """Give the section that a property has on the page; what is flat stands among the facts."""
    has_own = shape.type is Type.OBJECT and record.kind == "relation"
    is_list = shape.items is not None and shape.items.type is Type.OBJECT
    return shape.name if has_own or is_list else "about"
