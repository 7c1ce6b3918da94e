"""What refers to what: every reference in a record, and whether its target exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from klantboek.book.book import Book
from klantboek.book.record import Record
from klantboek.findings import Path
from klantboek.shapes import KINDS, Shape, Type, shape_of

# Lists inside a relation that other values of the same relation refer to, and the key they go by.
_LOCAL = {
    "contact": ("contacts", "id"),
    "order": ("orders", "number"),
    "quote": ("quotes", "number"),
    "project": ("projects", "code"),
    "document": ("documents", "id"),
}
# Lists in book.yaml.
_SETTINGS = {"staff": ("staff", "id"), "class": ("classes", "code"), "objective": ("objectives", "code")}


@dataclass(frozen=True)
class Reference:
    """One value that names something else; ``to`` is what the schema says it refers to."""

    record: Record
    path: Path
    to: str
    name: str


def references(record: Record) -> Iterator[Reference]:
    """Give every reference that a record which fits its schema makes, in reading order."""
    return _walk(record, (), record.document.value, shape_of(record.kind))


def _walk(record: Record, path: Path, value: Any, shape: Shape) -> Iterator[Reference]:
    if isinstance(value, dict):
        for key, item in value.items():
            if (sub := shape.properties.get(key)) is not None:
                yield from _walk(record, (*path, key), item, sub)
    elif isinstance(value, list) and shape.items is not None:
        for number, item in enumerate(value):
            yield from _walk(record, (*path, number), item, shape.items)
    elif shape.reference and shape.type is Type.TEXT:
        yield Reference(record, path, shape.reference, value)


def targets(book: Book, record: Record, to: str) -> frozenset[str] | None:
    """Give the names that a reference of this sort in this record may use; None for a missing vocabulary."""
    if to in KINDS:
        return frozenset(book.ids(to))
    if to in _SETTINGS:
        return _names(book.settings[_SETTINGS[to][0]], _SETTINGS[to][1])
    if to.startswith("vocabulary/"):
        vocabulary = book.find("vocabulary", to.removeprefix("vocabulary/"))
        if vocabulary is None or not vocabulary.fits:
            return None
        return _names(vocabulary.node.terms, "code")
    items, key = _LOCAL[to]
    return _names(record.node[items], key)


def _names(nodes: Any, key: str) -> frozenset[str]:
    return frozenset(node[key] for node in nodes)
