"""Two relations made one: the values of the record that stays, and an account of what became of the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from klantboek.book import Record
from klantboek.merging.decisions import Decisions
from klantboek.merging.differences import Asked, Difference, Dropped, Where
from klantboek.merging.former import Former, full_name
from klantboek.merging.local_names import renamings, with_changes
from klantboek.merging.settling import settled
from klantboek.merging.union import Union
from klantboek.merging.united import Slot, United, own
from klantboek.shapes import shape_of

Group = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """The united values, the differences, what was dropped, and what was done besides, for people."""

    value: Group
    differences: tuple[Difference, ...]
    dropped: tuple[Dropped, ...]
    said: tuple[str, ...]


def united(ours: Record, theirs: Record, asked: Asked, today: date) -> Pair:
    """Unite two relations of one kind that both fit; ``ours`` keeps its number."""
    renamed, said = renamings(ours.document.value, theirs)
    one: Group = ours.document.value
    two: Group = with_changes(theirs.document.value, renamed)
    two = {key: value for key, value in two.items() if key != "number"}
    former = Former(ours.id, today.isoformat(), asked.by)
    told = {*_former_of(ours.id, one), *_former_of(theirs.id, two)}
    union = Union(ours.id, theirs.id, Decisions(ours.id, theirs.id, asked, told), former)
    value = union.group(one, two, shape_of("relation"), Where())
    done = settled(value, today)
    return Pair(
        _with_former(done.value, former), tuple(union.differences), tuple(union.dropped), (*said, *done.said)
    )


def _former_of(number: str, record: Group) -> Iterator[tuple[str, str, str]]:
    """Give what a record calls former: its number, the field and the value."""
    for entry in record.get("former", ()):
        if "value" in entry:
            yield number, entry["field"], entry["value"]
    for kind in ("organisation", "person"):
        for entry in record.get(kind, {}).get("former_names", ()):
            yield number, f"relation.{kind}.name", entry["name"]


def _with_former(value: Group, former: Former) -> Group:
    """Add what was put aside to the lists that are kept for it."""
    value = _added(value, "former", former.values)
    value = _added(value, "notes", former.notes)
    for kind, names in former.names.items():
        now = value[kind]["name"]
        known = {entry["name"] for entry in value[kind].get("former_names", ())}
        known.add(now if isinstance(now, str) else full_name(now))
        new = [entry for entry in names if entry["name"] not in known]
        value = {**value, kind: _added(value[kind], "former_names", new)}
    return value


def _added(group: Group, key: str, new: list[Group]) -> Group:
    if not new:
        return group
    old = group.get(key, [])
    slots = old.slots if isinstance(old, United) else own(old)
    return {**group, key: United((*slots, *(Slot(entry) for entry in new)))}
