"""Changes of a record as values: what to write, remove, rename or move, and the fixes that consist of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Steps = tuple[str | int, ...]
# Gives the keys of the group at a path in the order in which they are written.
Order = Callable[[Steps], Sequence[str]]


@dataclass(frozen=True)
class Put:
    """Write a value at a path; a key that is not there yet is added, a position that is there is written over."""

    path: Steps
    value: Any


@dataclass(frozen=True)
class Insert:
    """Add an item to a list: the last step of the path is the position it gets."""

    path: Steps
    value: Any


@dataclass(frozen=True)
class Delete:
    """Remove a key or an item, with the comment directly above it."""

    path: Steps


@dataclass(frozen=True)
class Rename:
    """Give a key another name."""

    path: Steps
    name: str


@dataclass(frozen=True)
class Reorder:
    """Put the keys of a group in another order, each with its comments."""

    path: Steps
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Requote:
    """Put quotes around a text, or around the key that leads to it."""

    path: Steps
    key: bool = False


Change = Put | Insert | Delete | Rename | Reorder | Requote


@dataclass(frozen=True)
class Fix:
    """What would mend a finding: in words, and as changes of its record.

    A fix is safe when it can't be wrong: the same value in another spelling. What guesses at what somebody
    meant is not.
    """

    text: str
    changes: tuple[Change, ...]
    safe: bool = True
