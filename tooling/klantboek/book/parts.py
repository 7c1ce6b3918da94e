"""What stands in a record, gathered in one walk: its objects, its references and its texts."""

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from klantboek.book.node import Node
from klantboek.book.usage import fields_written
from klantboek.findings import Path
from klantboek.shapes import Shape, Type, shape_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from klantboek.book.record import Record

_LONG_NUMBER = re.compile(r"\d(?:[ .]?\d){7}|\d(?:[ .-]?\d){10}")
# What is in all of these, and looked for in a tenth of the time.
_MANY_DIGITS = re.compile(r"\d(?:[\d .]{7}|[\d .-]{10})")
# What is done with a property that a walk comes by. Numbers, because every value of every record passes here.
_TEXT, _REFERENCE, _OBJECT, _OBJECTS, _REFERENCES, _TEXTS, _OPEN = range(7)


@dataclass(frozen=True, eq=False)
class Row:
    """A shape, and the keys that an object of that shape has, in their order."""

    shape: Shape
    keys: tuple[str, ...]


# Records are alike: their objects have the same few rows of keys over and over.
@lru_cache(maxsize=10_000)
def row_of(shape: Shape, keys: tuple[str, ...]) -> Row:
    """Give the row of a shape and keys."""
    return Row(shape, keys)


class Parts:
    """The parts of one record, each in reading order."""

    def __init__(self, record: "Record") -> None:
        self._record = record

    @cached_property
    def objects(self) -> list[tuple[Path, dict[str, Any], Shape]]:
        """Path, plain value and shape of the record itself and of every object written below it."""
        return self._walk.objects

    @cached_property
    def references(self) -> list[tuple[Path, str, str]]:
        """Path of every reference, what it refers to and the name."""
        return self._walk.references

    @cached_property
    def texts(self) -> list[tuple[Path, Shape | None, str]]:
        """Path, shape (None in fields of the book's own) and text of every text without a form of its own.

        An IBAN, a reference and one of a few choices are none.
        """
        return self._walk.texts

    @cached_property
    def rows(self) -> "Collection[Row]":
        """The rows of all objects, each once: what a rule asks of keys, it asks once."""
        return {row_of(shape, tuple(value)) for _, value, shape in self.objects}

    @cached_property
    def named(self) -> "Mapping[str, Collection[str]]":
        """The names in references, each once, by what they refer to."""
        found: dict[str, set[str]] = {}
        for _, to, name in self.references:
            found.setdefault(to, set()).add(name)
        return found

    @cached_property
    def fields(self) -> "Iterable[str]":
        """The fields and groups that are written."""
        return fields_written(self._record.node)

    @cached_property
    def _walk(self) -> "_Walk":
        return _Walk(self._record)

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
        return _MANY_DIGITS.search(self.text) is not None and _LONG_NUMBER.search(self.text) is not None


class _Walk:
    """One walk through a record."""

    def __init__(self, record: "Record") -> None:
        self.objects: list[tuple[Path, dict[str, Any], Shape]] = []
        self.references: list[tuple[Path, str, str]] = []
        self.texts: list[tuple[Path, Shape | None, str]] = []
        self._gather((), record.document.value, shape_of(record.kind))

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


def parts_of(record: "Record") -> Parts:
    """Give the parts of a record that fits; those of the last one are remembered for the next who asks."""
    return record.parts if record.is_ready else _plain(record)


@lru_cache(maxsize=1)
def _plain(record: "Record") -> Parts:
    return Parts(record)


def node_at(record: "Record", path: Path) -> Node:
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
    if is_reference(inner):
        return _REFERENCES if several else _REFERENCE
    if is_text(inner):
        return _TEXTS if several else _TEXT
    return None


def is_reference(shape: Shape) -> bool:
    """Tell whether a value of a shape is the name of something else."""
    return bool(shape.reference) and shape.type is Type.TEXT


def is_text(shape: Shape) -> bool:
    """Tell whether a value of a shape is a text without a form of its own."""
    return shape.type is Type.TEXT and not (shape.reference or shape.format or shape.choices)
