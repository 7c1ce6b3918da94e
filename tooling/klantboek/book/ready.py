"""The nodes and parts of a record made at once, in one walk: for a record that every rule looks at."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from klantboek.book.node import PYTHON_WORDS, Node
from klantboek.book.parts import Parts, Row, is_reference, is_text, row_of
from klantboek.findings import Path
from klantboek.shapes import Shape, Type, shape_of
from klantboek.yaml import exact

if TYPE_CHECKING:
    from klantboek.book.record import Record

_MOST_PLANS = 1_000
_day = date.fromisoformat
_NUMBERS = {Type.NUMBER, Type.MONEY}
_OBJECT, _OBJECTS, _OPEN, _NAMES, _TEXTS, _LIST = range(6)


class _ReadyNode(Node):
    """A node that has the values of all its properties from the start: to ask for one runs no code."""

    _plans: ClassVar[dict[tuple[str, ...], "_Plan"]]

    def __init__(
        self, record: "Record", value: Any, above: Node | None, steps: Path, named: dict[str, Any]
    ) -> None:
        self._record = record
        self._value = value
        self._above = above
        self._steps = steps
        self.__dict__ = named

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


class _Absent:
    """A group that is not written: a node that is false, made when somebody asks for it."""

    def __init__(self, name: str, shape: Shape) -> None:
        self._name = name
        self._shape = shape

    def __get__(self, node: _ReadyNode, _: type) -> Node:
        found = _class_of(self._shape)(node._record, None, node, (self._name,), {})  # noqa: SLF001 -- of one kind
        if node:
            # One inside another that is absent as well would hold it for ever.
            vars(node)[self._name] = found
        return found


@cache
def _class_of(shape: Shape) -> type[_ReadyNode]:
    """Make the class for objects of one shape: what is not written is found in the class."""
    absent = {name: _absent(name, below) for name, below in shape.properties.items()}
    words = {f"{name}_": absent[name] for name in PYTHON_WORDS if name in absent}
    found: type[_ReadyNode] = type("Node", (_ReadyNode,), {"_shape": shape, "_plans": {}, **absent, **words})
    return found


def _absent(name: str, shape: Shape) -> Any:
    if shape.type is Type.OBJECT:
        return _Absent(name, shape)
    return () if shape.type is Type.LIST else None


class _Plan:
    """What is to be done with an object of a shape that has these keys, in this order.

    ``steps`` has, for each property that holds more values: its name, its field, what to do, the shape of what
    is in it (or the class, for objects), and the fields of single values that come before it; ``after`` has the
    fields that come after the last of them.
    """

    def __init__(self, shape: Shape, keys: tuple[str, ...]) -> None:
        self.row: Row = row_of(shape, keys)
        held = [(name, shape.properties[name]) for name in keys]
        self.days = [name for name, below in held if below.type is Type.DATE]
        self.numbers = [name for name, below in held if below.type in _NUMBERS]
        self.integers = [name for name, below in held if below.type is Type.INTEGER]
        self.names = [(name, below.reference) for name, below in held if is_reference(below)]
        self.texts = [name for name, below in held if is_text(below)]
        self.words = [(name, f"{name}_") for name in PYTHON_WORDS if name in keys]
        self.has_others = bool(self.names or self.texts or self.numbers or self.integers or self.words)
        self.steps: list[tuple[str, str, int, Any, dict[str, None]]] = []
        self.after: dict[str, None] = {}
        for name, below in held:
            way = _way(below)
            if way is None:
                self.after[below.path] = None
            else:
                inner = below.items or below
                of = _class_of(inner) if inner.type is Type.OBJECT else inner
                self.steps.append((name, below.path, way, of, self.after))
                self.after = {}


def _way(shape: Shape) -> int | None:
    if shape.type is Type.OPEN:
        return _OPEN
    if shape.items is None:
        return _OBJECT if shape.type is Type.OBJECT else None
    if shape.items.type is Type.OBJECT:
        return _OBJECTS
    return _NAMES if is_reference(shape.items) else _TEXTS if is_text(shape.items) else _LIST


def _planned(make: type[_ReadyNode], keys: tuple[str, ...]) -> _Plan:
    plans = make._plans  # noqa: SLF001
    if len(plans) >= _MOST_PLANS:
        plans.clear()
    found = plans[keys] = _Plan(make._shape, keys)  # noqa: SLF001
    return found


class ReadyParts(Parts):
    """The parts of a record that fits, and its ``node``.

    Decimals come in the place of floats, in the value itself. Texts and names stand in any order.
    """

    def __init__(self, record: "Record", value: dict[str, Any]) -> None:
        super().__init__(record)
        self.objects = []
        self.rows: set[Row] = set()
        self.named: dict[str, set[str]] = {}
        self.fields: dict[str, None] = {}
        self._texts: list[str] = []
        self._named: list[dict[str, Any]] = []
        self.node = self._made(_class_of(shape_of(record.kind)), value, None, (), ())
        self.text = "\n".join(self._texts)

    def let_go(self) -> None:
        """Cut the nodes off from each other, so that they go at once; nobody may use them any more."""
        for named in self._named:
            named.clear()
        vars(self).clear()

    def _made(
        self, make: type[_ReadyNode], value: dict[str, Any], above: Node | None, steps: Path, path: Path
    ) -> Node:
        """Make the node of an object, and of everything in it."""
        plan = make._plans.get(keys := tuple(value)) or _planned(make, keys)  # noqa: SLF001 -- the two are one
        row, named = plan.row, value.copy()
        node = make(self._record, value, above, steps, named)
        self.objects.append((path, value, row.shape))
        self._named.append(named)
        for name in plan.days:
            named[name] = _day(value[name])
        if plan.has_others:
            self._take(plan, value, named)
        is_new = row not in self.rows
        for name, field, way, below, before in plan.steps:
            if is_new:
                self.fields.update(before)
            if inner := value[name]:
                self.fields[field] = None
            if way == _OBJECTS:
                made = []
                for number, item in enumerate(inner):
                    at = (name, number)
                    made.append(self._made(below, item, node, at, path + at))
                named[name] = tuple(made)
            elif way == _OBJECT:
                named[name] = self._made(below, inner, node, (name,), (*path, name))
            else:
                self._list(way, field, below, inner)
                named[name] = inner if way == _OPEN else tuple(inner)
        if is_new:
            self.fields.update(plan.after)
            self.rows.add(row)
        return node

    def _take(self, plan: _Plan, value: dict[str, Any], named: dict[str, Any]) -> None:
        """Take in the single values of an object, other than days."""
        for name, to in plan.names:
            self._name(to, value[name])
        for name in plan.texts:
            self._texts.append(value[name])
        for name in plan.numbers:
            if type(value[name]) is float:
                value[name] = named[name] = Decimal(repr(value[name]))
        for name in plan.integers:
            if type(value[name]) is not int:
                # 14.0 is a whole number as well.
                named[name] = int(value[name])
                value[name] = Decimal(repr(value[name])) if type(value[name]) is float else value[name]
        for name, word in plan.words:
            named[word] = named[name]

    def _name(self, to: str, name: str) -> None:
        if to in self.named:
            self.named[to].add(name)
        else:
            self.named[to] = {name}

    def _list(self, way: int, field: str, items: Shape, inner: Any) -> None:
        """Take in a list of single values, or the fields of the book's own."""
        if way == _NAMES:
            for name in inner:
                self._name(items.reference, name)
        elif way == _TEXTS:
            self._texts += inner
        else:
            exact(inner)
        if way == _OPEN:
            self.fields.update((f"{field}.{key}", None) for key in inner)
            self._texts += _texts_in(inner)


def _texts_in(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inside for text in _texts_in(item)]
