"""A quick look at a relation: whether anything in it may be past its retention at all."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from klantboek.book.dictionary import Dictionary
from klantboek.book.node import Node, record_of
from klantboek.book.parts import parts_of
from klantboek.book.period import first_within
from klantboek.book.record import Record
from klantboek.findings import Path
from klantboek.shapes import Shape, Type

# The day on which a block was collected, in the order in which its properties tell it.
DAYS = ("resolved_on", "on", "date", "sent_on", "joined_on", "until")
COLLECTED = "collected"
EVENTS = frozenset({"last_order", "last_contact", "end_of_relation"})
_NEVER = "9999-12-31"


class _Bounds(NamedTuple):
    """For objects of one shape, the first days that are not too early for what is kept in them.

    ``own`` counts from the day on which one was collected ("" for no retention of that sort); ``events`` from
    something that happened with the relation, ``named`` tells for which property ("" for the object itself).
    ``days`` are the properties that may tell when it was collected, None where nobody asks.
    """

    own: str
    events: tuple[tuple[str, str], ...]
    named: tuple[tuple[str, str, str], ...]
    days: tuple[str, ...] | None


class Lateness:
    """The first days from which nothing is past the retentions of a dictionary; days are texts like 2026-11-20."""

    def __init__(self, dictionary: Dictionary, today: date) -> None:
        self._dictionary = dictionary
        self._date = today
        self._today = today.isoformat()
        self._known: dict[Shape, _Bounds] = {}

    def is_possible(self, relation: Node, day_of: Callable[[str], date | None]) -> bool:
        """Tell whether a part may be late; ``day_of`` gives the last order, last contact or end of the relation.

        False is certain, True is not.
        """
        record = record_of(relation)
        collected: dict[Path, str] = {}
        asked: dict[str, str] = {}
        parts, counts_days = parts_of(record), False
        for row in parts.rows:
            own, events, _, _ = self._known.get(row.shape) or self._bounds(row.shape)
            for event, first in events:
                if asked.get(event, "") < first:
                    asked[event] = first
            counts_days = counts_days or bool(own) or "keep_until" in row.keys
        for path, value, shape in parts.objects if counts_days else ():
            own, _, _, days = self._known[shape]
            if days is not None and path and (day := _collected(value, days)):
                collected[path] = day
            if own and _around(path, collected) < own:
                return True
            if "keep_until" in value and value["keep_until"] < self._today:
                return True
        for key in record.document.value.get("custom", ()):
            after, first = self._first(f"relation.custom.{key}")
            asked[after] = max(asked.get(after, ""), first)
        return _is_any_before(asked, day_of) and _is_any_before(self._asked(record), day_of)

    def _asked(self, record: Record) -> dict[str, str]:
        """Give the first days that count from events once more, for the properties that are written alone."""
        asked: dict[str, str] = {}
        fields = [f"relation.custom.{key}" for key in record.document.value.get("custom", ())]
        for _, value, shape in parts_of(record).objects:
            for name, event, first in self._known[shape].named:
                if not name or name in value:
                    asked[event] = max(asked.get(event, ""), first)
        for event, first in map(self._first, fields):
            asked[event] = max(asked.get(event, ""), first)
        return asked

    def _bounds(self, shape: Shape) -> _Bounds:
        above = shape.path.rpartition(".")[0]
        named: list[tuple[str, str, str]] = []
        # An entry for a group that is not divided speaks for all inside it.
        if above in {"", "relation"} or self._dictionary.is_divided(above):
            named.append(("", *self._first(shape.path)))
            if not above or self._dictionary.is_divided(shape.path):
                named += [(name, *self._first(below.path)) for name, below in shape.properties.items()]
        events: dict[str, str] = {}
        for _, after, first in named:
            events[after] = max(events.get(after, ""), first)
        days = [
            name for name in DAYS if name in shape.properties and shape.properties[name].type is Type.DATE
        ]
        found = _Bounds(
            events.get(COLLECTED, ""),
            tuple((after, first) for after, first in events.items() if after in EVENTS),
            tuple(one for one in named if one[1] in EVENTS),
            tuple(days) if self._counts_days(shape) else None,
        )
        self._known[shape] = found
        return found

    def _counts_days(self, shape: Shape) -> bool:
        """Tell whether anything here or further inside is kept from the day it was collected."""
        return any(self._first(one.path)[0] == COLLECTED for one in shape.walk())

    def _first(self, field: str) -> tuple[str, str]:
        """Give what the retention of a field counts from, and the first day that it asks for; "" for none."""
        entry = self._dictionary.entry(field)
        if entry is None or not entry.retention:
            return "", ""
        return entry.retention.after, first_within(self._date, entry.retention.months).isoformat()


def _is_any_before(asked: dict[str, str], day_of: Callable[[str], date | None]) -> bool:
    days = ((day_of(event), first) for event, first in asked.items() if event in EVENTS)
    return any(on is not None and on.isoformat() < first for on, first in days)


def _collected(value: dict[str, Any], days: tuple[str, ...]) -> str:
    if COLLECTED in value and (stated := value[COLLECTED].get("on")):
        found: str = stated
        return found
    for name in days:
        if name in value:
            on: str = value[name]
            return on
    return ""


def _around(path: Path, collected: dict[Path, str]) -> str:
    """Give the day on which the nearest block around a path was collected; the whole relation is none."""
    for length in range(len(path), 0, -1):
        if (found := collected.get(path[:length])) is not None:
            return found
    return _NEVER
