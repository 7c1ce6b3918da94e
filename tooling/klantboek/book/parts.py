"""What stands in a record, gathered in one walk: its objects, its references and its texts."""

import re
from functools import cache, cached_property, lru_cache
from typing import Any

from klantboek.book.node import Node
from klantboek.book.record import Record
from klantboek.findings import Path
from klantboek.shapes import Shape, Type, shape_of

_LONG_NUMBER = re.compile(r"\d(?:[ .]?\d){7}|\d(?:[ .-]?\d){10}")
# What is done with a property that a walk comes by. Numbers, because every value of every record passes here.
_TEXT, _REFERENCE, _OBJECT, _OBJECTS, _REFERENCES, _TEXTS, _OPEN = range(7)


class Parts:
    """The parts of one record, each in reading order.

    ``objects`` holds path, plain value and shape of the record itself and of every object written below it;
    ``references`` path, what it refers to and the name; ``texts`` path, shape (None in fields of the book's
    own) and text of every text without a form of its own: no IBAN, no reference, none of a few choices.
    """

    def __init__(self, record: Record) -> None:
        self.objects: list[tuple[Path, dict[str, Any], Shape]] = []
        self.references: list[tuple[Path, str, str]] = []
        self.texts: list[tuple[Path, Shape | None, str]] = []
        self._gather((), record.document.value, shape_of(record.kind))

    @cached_property
    def text(self) -> str:
        """All texts below each other."""
        return "\n".join([text for _, _, text in self.texts])

    @cached_property
    def small(self) -> str:
        """All texts below each other, in small letters."""
        return self.text.casefold()

    @cached_property
    def has_long_number(self) -> bool:
        """Tell whether a text holds a number as long as those of citizens and cards: eight digits or more."""
        return _LONG_NUMBER.search(self.text) is not None

    def _gather(self, path: Path, value: dict[str, Any], shape: Shape) -> None:
        self.objects.append((path, value, shape))
        ways = _ways(shape)
        for name, inner in value.items():
            if name not in ways:
                continue
            way, below = ways[name]
            if way == _REFERENCE:
                self.references.append(((*path, name), below.reference, inner))
            elif way == _TEXT:
                self.texts.append(((*path, name), below, inner))
            elif way == _OBJECT:
                self._gather((*path, name), inner, below)
            elif way == _OBJECTS:
                for number, item in enumerate(inner):
                    self._gather((*path, name, number), item, below)
            elif way == _REFERENCES:
                for number, item in enumerate(inner):
                    self.references.append(((*path, name, number), below.reference, item))
            else:
                self._all_texts((*path, name), inner, below if way == _TEXTS else None)

    def _all_texts(self, path: Path, value: Any, shape: Shape | None) -> None:
        if isinstance(value, str):
            self.texts.append((path, shape, value))
        elif isinstance(value, dict):
            for name, inner in value.items():
                self._all_texts((*path, name), inner, None)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                self._all_texts((*path, number), item, shape)


@lru_cache(maxsize=1)
def parts_of(record: Record) -> Parts:
    """Give the parts of a record that fits; those of the last one are remembered for the next who asks."""
    return Parts(record)


def node_at(record: Record, path: Path) -> Node:
    """Give the node at the path of an object."""
    found: Any = record.node
    for step in path:
        found = found[step]
    node: Node = found
    return node


@cache
def _ways(shape: Shape) -> dict[str, tuple[int, Shape]]:
    """Give the properties of an object that hold something to gather, each with the shape of it or its items."""
    found = {name: (_way(below), below.items or below) for name, below in shape.properties.items()}
    return {name: (way, below) for name, (way, below) in found.items() if way is not None}


def _way(shape: Shape) -> int | None:
    if shape.type is Type.OPEN:
        return _OPEN
    inner = shape.items or shape
    several = shape.type is Type.LIST
    if inner.type is Type.OBJECT:
        return _OBJECTS if several else _OBJECT
    if inner.reference and inner.type is Type.TEXT:
        return _REFERENCES if several else _REFERENCE
    if inner.type is Type.TEXT and not (inner.format or inner.choices):
        return _TEXTS if several else _TEXT
    return None
