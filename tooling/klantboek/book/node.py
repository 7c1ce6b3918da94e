"""A view on one value of a record: its properties by name, its place in the file."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from klantboek.findings import Path, Place, Step
from klantboek.shapes import Shape, Type

if TYPE_CHECKING:
    from klantboek.book.record import Record

_Get = Callable[["Node"], Any]


class Node:
    """An object in a record that fits its schema.

    ``node.orders`` gives a tuple of nodes, ``node.city`` a text or None, ``node.since`` a date or None;
    what is not written is (), None, or a node that is false. ``node.from_`` and ``node.class_`` reach
    properties whose names are words of Python. A name that the schema doesn't know raises AttributeError.
    """

    __slots__ = ("_above", "_record", "_steps", "_value")
    _shape: ClassVar[Shape]
    _getters: ClassVar[dict[str, _Get]]

    def __init__(self, record: "Record", value: Any, above: "Node | None", steps: Path) -> None:
        self._record = record
        self._value = value
        self._above = above
        self._steps = steps

    def __bool__(self) -> bool:
        return self._value is not None

    def __repr__(self) -> str:
        return f"<Node {self._record.id} {'.'.join(map(str, path_of(self)))}>"

    def __getitem__(self, name: str) -> Any:
        return self._getters[name](self)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{self._shape.path} has no property {name!r}")


def root_node(record: "Record", value: Any, shape: Shape) -> Node:
    """Give the node of a whole record."""
    return _class_of(shape)(record, value, None, ())


@cache
def _class_of(shape: Shape) -> type[Node]:
    """Make the class for objects of one shape: attributes are looked up far more often than anything else."""
    getters = {name: _getter(name, below) for name, below in shape.properties.items()}
    names = {f"{name}_" if name in PYTHON_WORDS else name: get for name, get in getters.items()}
    body = {name: property(get) for name, get in names.items()}
    found: type[Node] = type("Node", (Node,), {"__slots__": (), "_shape": shape, "_getters": getters, **body})
    return found


# Names of properties that can't be written behind a dot: they get an underscore.
PYTHON_WORDS = ("class", "from")


def _getter(name: str, shape: Shape) -> _Get:
    if shape.type is Type.OBJECT:
        return _object(name, shape)
    if shape.type is Type.LIST and shape.items is not None:
        return _objects(name, shape.items) if shape.items.type is Type.OBJECT else _plain_list(name)
    if shape.type in _READ:
        return _read(name, _READ[shape.type])
    return _plain(name)


# 14.0 is a whole number as well.
_READ: dict[Type, Callable[[Any], Any]] = {Type.DATE: date.fromisoformat, Type.INTEGER: int}


def _plain(name: str) -> _Get:
    def get(node: Node) -> Any:
        value = node._value  # noqa: SLF001 -- the getters are the inside of Node
        return None if value is None else value.get(name)

    return get


def _read(name: str, read: Callable[[Any], Any]) -> _Get:
    def get(node: Node) -> Any:
        value = node._value  # noqa: SLF001
        found = None if value is None else value.get(name)
        return None if found is None else read(found)

    return get


def _plain_list(name: str) -> _Get:
    def get(node: Node) -> Any:
        value = node._value  # noqa: SLF001
        return () if value is None else tuple(value.get(name) or ())

    return get


def _object(name: str, shape: Shape) -> _Get:
    def get(node: Node) -> Any:
        value = node._value  # noqa: SLF001
        inner = None if value is None else value.get(name)
        return _class_of(shape)(node._record, inner, node, (name,))  # noqa: SLF001

    return get


def _objects(name: str, shape: Shape) -> _Get:
    def get(node: Node) -> Any:
        value = node._value  # noqa: SLF001
        items = None if value is None else value.get(name)
        if not items:
            return ()
        make, record = _class_of(shape), node._record  # noqa: SLF001
        return tuple(make(record, item, node, (name, number)) for number, item in enumerate(items))

    return get


def record_of(node: Node) -> "Record":
    """Give the record that a node belongs to."""
    return node._record  # noqa: SLF001 -- plain names on Node belong to the schema's properties


def path_of(node: Node, key: Step | None = None) -> Path:
    """Give the path of a node inside its record, or of one of its properties."""
    path: Path = () if key is None else (key,)
    while node._above is not None:  # noqa: SLF001
        path = node._steps + path  # noqa: SLF001
        node = node._above  # noqa: SLF001
    return path


def value_of(node: Node) -> Any:
    """Give the plain value that a node looks at."""
    return node._value  # noqa: SLF001


def shape_of_node(node: Node) -> Shape:
    """Give the shape of a node."""
    return node._shape  # noqa: SLF001


def place_of(node: Node, key: str | None = None) -> Place:
    """Give the place of a node in its file, or of one of its properties."""
    return record_of(node).document.place(path_of(node, key))
