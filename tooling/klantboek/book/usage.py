"""Which fields a book uses: in how many relations each is written, and where first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from klantboek.book.node import Node, record_of, shape_of_node, value_of
from klantboek.findings import Path
from klantboek.shapes import Shape, Type

_NOTHING: tuple[Any, ...] = (None, [], {}, "")


@dataclass(frozen=True)
class Use:
    """A field in use: its shape (None for a field of the book's own), the first relation and path, the count."""

    field: str
    shape: Shape | None
    relation: Node
    path: Path
    count: int

    @property
    def is_value(self) -> bool:
        """Tell a value from a group of values."""
        inner = self.shape.items if self.shape and self.shape.type is Type.LIST else self.shape
        return inner is None or inner.type not in {Type.OBJECT, Type.OPEN}


def uses(relations: Iterable[Node]) -> dict[str, Use]:
    """Give every field and group that is written somewhere, by its path with dots, in order of appearance."""
    first: dict[str, tuple[Shape | None, Node, Path]] = {}
    counts: dict[str, int] = {}
    for relation in relations:
        seen: dict[str, tuple[Shape | None, Path]] = {}
        for field, shape, path in _written(value_of(relation), shape_of_node(relation), ()):
            if field not in seen:
                seen[field] = (shape, path)
        for field, (shape, path) in seen.items():
            counts[field] = counts.get(field, 0) + 1
            if field not in first:
                first[field] = (shape, relation, path)
    return {field: Use(field, *found, counts[field]) for field, found in first.items()}


def _written(value: dict[str, Any], shape: Shape, path: Path) -> Iterator[tuple[str, Shape | None, Path]]:
    for name, inner in value.items():
        if inner in _NOTHING:
            continue
        below = shape.properties[name]
        here = (*path, name)
        yield below.path, below, here
        if below.type is Type.OBJECT:
            yield from _written(inner, below, here)
        elif below.type is Type.OPEN:
            yield from ((f"{below.path}.{key}", None, (*here, key)) for key in inner)
        elif below.items is not None and below.items.type is Type.OBJECT:
            for number, item in enumerate(inner):
                yield from _written(item, below.items, (*here, number))


def first_use(use: Use) -> str:
    """Give the relation and the number of relations, for a message."""
    more = use.count - 1
    name = record_of(use.relation).id
    return f"{name} and {more} other relation{'' if more == 1 else 's'}" if more else name
