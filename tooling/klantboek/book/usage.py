"""Which fields a book uses: in how many relations each is written, and where first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from klantboek.book.node import Node, record_of, shape_of_node, value_of
from klantboek.findings import Path
from klantboek.shapes import Shape, Type, shape_of

_NEXT_OBJECT, _NEXT_OBJECTS, _NEXT_OPEN, _NEXT_NOTHING = range(4)


@dataclass(frozen=True)
class Use:
    """A field in use: its shape (None for a field of the book's own), in how many relations, and the first one.

    ``first`` is the id of that relation, ``load`` gives it.
    """

    field: str
    shape: Shape | None
    count: int
    first: str
    load: Callable[[], Node]

    @property
    def is_value(self) -> bool:
        """Tell a value from a group of values."""
        inner = self.shape.items if self.shape and self.shape.type is Type.LIST else self.shape
        return inner is None or inner.type not in {Type.OBJECT, Type.OPEN}

    @cached_property
    def relation(self) -> Node:
        """The first relation that writes the field."""
        return self.load()

    @cached_property
    def path(self) -> Path:
        """Where the first relation writes it first."""
        return fields_written(self.relation)[self.field]


def use_of(field: str, count: int, first: str, load: Callable[[], Node]) -> Use:
    """Give the use of a field of relations: in how many, the id of the first, and what gives that one."""
    return Use(field, _shapes().get(field), count, first, load)


def uses(relations: Iterable[Node]) -> dict[str, Use]:
    """Give every field and group that is written somewhere, by its path with dots, in order of appearance."""
    counts: dict[str, int] = {}
    first: dict[str, Node] = {}
    for relation in relations:
        for field in fields_written(relation):
            counts[field] = counts.get(field, 0) + 1
            if field not in first:
                first[field] = relation
    return {
        field: use_of(field, counts[field], record_of(relation).id, partial(_given, relation))
        for field, relation in first.items()
    }


def _given(relation: Node) -> Node:
    return relation


@cache
def _shapes() -> dict[str, Shape]:
    return {shape.path: shape for shape in shape_of("relation").walk()}


@lru_cache(maxsize=1)
def fields_written(relation: Node) -> dict[str, Path]:
    """Give the fields and groups that a relation writes, in reading order, each with where it stands first."""
    found: dict[str, Path] = {}
    _gather(value_of(relation), shape_of_node(relation), (), found)
    return found


def _gather(value: dict[str, Any], shape: Shape, path: Path, found: dict[str, Path]) -> None:
    ways = _ways(shape)
    for name, inner in value.items():
        if inner is None or inner in ("", [], {}):
            continue
        field, way, below = ways[name]
        if field not in found:
            found[field] = (*path, name)
        if way == _NEXT_OBJECTS:
            for number, item in enumerate(inner):
                _gather(item, below, (*path, name, number), found)
        elif way == _NEXT_OBJECT:
            _gather(inner, below, (*path, name), found)
        elif way == _NEXT_OPEN:
            for key in inner:
                found.setdefault(f"{field}.{key}", (*path, name, key))


@cache
def _ways(shape: Shape) -> dict[str, tuple[str, int, Shape]]:
    return {name: (below.path, *_way(below)) for name, below in shape.properties.items()}


def _way(shape: Shape) -> tuple[int, Shape]:
    if shape.type is Type.OBJECT:
        return _NEXT_OBJECT, shape
    if shape.type is Type.OPEN:
        return _NEXT_OPEN, shape
    if shape.items is not None and shape.items.type is Type.OBJECT:
        return _NEXT_OBJECTS, shape.items
    return _NEXT_NOTHING, shape


def first_use(use: Use) -> str:
    """Give the relation and the number of relations, for a message."""
    more = use.count - 1
    return f"{use.first} and {more} other relation{'' if more == 1 else 's'}" if more else use.first
