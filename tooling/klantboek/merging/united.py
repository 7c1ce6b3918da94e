"""A list that was made of two, and the changes that lead from the one record to the united one."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from klantboek.changes import Change, Delete, Insert, Put, Steps
from klantboek.edits.splice import same


class Slot(NamedTuple):
    """An entry of a united list, with its position in the list of each side; None where it does not stand."""

    item: Any
    ours: int | None = None
    theirs: int | None = None


class United(list[Any]):
    """The entries of two lists; ``slots`` tells where each came from."""

    def __init__(self, slots: Iterable[Slot]) -> None:
        self.slots = tuple(slots)
        super().__init__(slot.item for slot in self.slots)


def own(items: Iterable[Any]) -> list[Slot]:
    """Give the entries of our own list as slots."""
    return [Slot(item, at) for at, item in enumerate(items)]


def taken(value: Any, *, theirs: bool = False) -> Any:
    """Give a value that one side alone has, with lists that know where they came from."""
    if isinstance(value, dict):
        return {key: taken(item, theirs=theirs) for key, item in value.items()}
    if isinstance(value, list):
        return United(Slot(item, None, at) if theirs else Slot(item, at) for at, item in enumerate(value))
    return value


def bare_value(value: Any) -> Any:
    """Give a value with plain lists, however deep."""
    if isinstance(value, dict):
        return {key: bare_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [bare_value(item) for item in value]
    return value


def changes(old: Any, new: Any, path: Steps = ()) -> Iterator[Change]:
    """Give the changes that make ``new`` of ``old``, one after the other; entries of ours keep their order."""
    if same(bare_value(old), bare_value(new)):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from (Delete((*path, key)) for key in old if key not in new)
        for key, item in new.items():
            if key in old:
                yield from changes(old[key], item, (*path, key))
            else:
                yield Put((*path, key), bare_value(item))
    elif isinstance(new, United) and isinstance(old, list):
        for at, slot in enumerate(new.slots):
            if slot.ours is None:
                yield Insert((*path, at), bare_value(slot.item))
            else:
                yield from changes(old[slot.ours], slot.item, (*path, at))
    else:
        yield Put(path, bare_value(new))


def where_now(value: Any, path: Steps, *, theirs: bool) -> Steps:
    """Give where an entry of one side stands in the united value: the nearest group above it that is there."""
    found: list[str | int] = []
    for step in path:
        at: str | int | None = step
        if isinstance(value, United):
            slots = enumerate(value.slots)
            at = next((i for i, slot in slots if (slot.theirs if theirs else slot.ours) == step), None)
        elif isinstance(value, dict):
            at = step if step in value else None
        elif not (isinstance(value, list) and isinstance(step, int) and step < len(value)):
            at = None
        if at is None:
            break
        found.append(at)
        value = value[at]
    return tuple(found)
