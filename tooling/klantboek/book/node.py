"""A view on one value of a record: its properties by name, its place in the file."""

from datetime import date
from typing import TYPE_CHECKING, Any

from klantboek.findings import Path, Place, Step
from klantboek.shapes import Shape, Type

if TYPE_CHECKING:
    from klantboek.book.record import Record


class Node:
    """An object in a record that fits its schema.

    ``node.orders`` gives a tuple of nodes, ``node.city`` a text or None, ``node.since`` a date or None;
    what is not written is (), None, or a node that is false. ``node.from_`` and ``node.class_`` reach
    properties whose names are words of Python. A name that the schema doesn't know raises AttributeError.
    """

    __slots__ = ("_path", "_record", "_shape", "_value")

    def __init__(self, record: "Record", path: Path, value: Any, shape: Shape) -> None:
        self._record = record
        self._path = path
        self._value = value
        self._shape = shape

    def __bool__(self) -> bool:
        return self._value is not None

    def __repr__(self) -> str:
        return f"<Node {self._record.id} {'.'.join(map(str, self._path))}>"

    def __getitem__(self, name: str) -> Any:
        shape = self._shape.properties.get(name)
        if shape is None:
            raise KeyError(name)
        value = None if self._value is None else self._value.get(name)
        return self._wrap(name, value, shape)

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name.removesuffix("_")]
        except KeyError:
            raise AttributeError(f"{self._shape.path} has no property {name!r}") from None

    def _wrap(self, name: Step, value: Any, shape: Shape) -> Any:
        if shape.type is Type.OBJECT:
            return Node(self._record, (*self._path, name), value, shape)
        if shape.type is Type.LIST and shape.items is not None:
            if shape.items.type is Type.OBJECT:
                path = (*self._path, name)
                return tuple(
                    Node(self._record, (*path, i), item, shape.items) for i, item in enumerate(value or ())
                )
            return tuple(value or ())
        if shape.type is Type.DATE and value is not None:
            return date.fromisoformat(value)
        if shape.type is Type.INTEGER and value is not None:
            # 14.0 is a whole number as well.
            return int(value)
        return value


def record_of(node: Node) -> "Record":
    """Give the record that a node belongs to."""
    return node._record  # noqa: SLF001 -- plain names on Node belong to the schema's properties


def path_of(node: Node, key: str | None = None) -> Path:
    """Give the path of a node inside its record, or of one of its properties."""
    return node._path if key is None else (*node._path, key)  # noqa: SLF001


def value_of(node: Node) -> Any:
    """Give the plain value that a node looks at."""
    return node._value  # noqa: SLF001


def shape_of_node(node: Node) -> Shape:
    """Give the shape of a node."""
    return node._shape  # noqa: SLF001


def place_of(node: Node, key: str | None = None) -> Place:
    """Give the place of a node in its file, or of one of its properties."""
    return record_of(node).document.place(path_of(node, key))
