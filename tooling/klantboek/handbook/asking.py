"""What pages ask of an edition while they are made, by the names of things that can change between two builds.

``figure <name>`` are the rows of a figure, ``part <name> <code>`` those about a record that is no relation, and ``about
<number>`` those of any figure about a relation; ``record <file>`` is what the file of a relation says, ``row <file>`` as
much of it as a list shows; ``number <number>`` is whether there is such a relation. ``name <file>`` is what a relation is
called, and ``link <file>`` the same for a page that says it nowhere but in links to its page (``renaming.py``). Whatever
gives something that can change says so with ``ask``.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")
# Names of these kinds end in one of very many; a page that asks for more than this asks for every one of them.
_MANY = ("about", "record", "row", "name", "link", "number")
_MOST = 2000
# What each page asks for: it is changed when nobody can tell what is.
EVERYTHING = "everything"

_asked: ContextVar[set[str] | None] = ContextVar("asked", default=None)


def ask(kind: str, name: str = "") -> None:
    """Note that what is being made depends on something."""
    found = _asked.get()
    if found is not None:
        found.add(f"{kind} {name}" if name else kind)


def ask_all(names: Iterable[str]) -> None:
    """Note that what is being made depends on several things."""
    found = _asked.get()
    if found is not None:
        found.update(names)


def is_noted() -> bool:
    """Tell whether anybody wants to know what is asked."""
    return _asked.get() is not None


@contextmanager
def noted() -> Iterator[set[str]]:
    """Give the names of all that is asked while this lasts."""
    names: set[str] = set()
    token = _asked.set(names)
    try:
        yield names
    finally:
        _asked.reset(token)


def every(kind: str) -> str:
    """Give the name that stands for all names of a kind."""
    return f"every {kind}"


def kind_of(name: str) -> str:
    """Give the kind of a name of which there are very many; "" for any other."""
    kind = name.partition(" ")[0]
    return kind if kind in _MANY else ""


def in_short(names: Iterable[str]) -> list[str]:
    """Give names in their order, one for all of a kind where there are too many."""
    every_name = list(names)
    if len(every_name) <= _MOST:
        return sorted([EVERYTHING, *every_name])
    by_kind: dict[str, list[str]] = {}
    for name in every_name:
        by_kind.setdefault(kind_of(name), []).append(name)
    found = [EVERYTHING]
    for kind, some in by_kind.items():
        found += [every(kind)] if kind and len(some) > _MOST else some
    return sorted(found)


class Remembered(Generic[T]):
    """A function whose results are kept; who gets a kept one asks for all that was asked when it was made.

    Where there may be very many, the last ones are kept: no more than ``most``.
    """

    def __init__(self, make: Callable[..., T], most: int | None = None) -> None:
        self._make = make
        self._most = most
        self._made: dict[tuple[Hashable, ...], tuple[T, frozenset[str]]] = {}

    def __call__(self, *given: Hashable) -> T:
        """Give the result for some arguments."""
        if given not in self._made:
            with noted() as names:
                value = self._make(*given)
            if len(self._made) == self._most:
                self._made.clear()
            self._made[given] = value, frozenset(names)
        value, asked = self._made[given]
        ask_all(asked)
        return value


class asked_property(Generic[T]):  # noqa: N801 -- it stands where property and cached_property stand
    """A property that is made once; who reads it asks for all that was asked when it was made."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = ""
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "asked_property[T]": ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> "asked_property[T] | T":
        """Give the value."""
        if instance is None:
            return self
        made: dict[str, Any] = vars(instance)
        if self._name not in made:
            with noted() as names:
                value = self._make(instance)
            made[self._name] = value, frozenset(names)
        found: tuple[T, frozenset[str]] = made[self._name]
        if found[1]:
            ask_all(found[1])
        return found[0]

    def __set__(self, instance: object, value: T) -> None:
        """Refuse: it also lets this stand before the value in the instance."""
        raise AttributeError(self._name)
