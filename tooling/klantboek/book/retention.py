"""How long the parts of a relation may be kept, and which have been kept too long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from klantboek.book.bulk import NOTHING, Bought, Bulk
from klantboek.book.dictionary import Dictionary
from klantboek.book.lateness import DAYS, Lateness
from klantboek.book.node import Node, path_of, shape_of_node, value_of
from klantboek.book.period import months_later
from klantboek.findings import Path
from klantboek.shapes import Shape, Type

_OVER = {"lost", "ended"}


@dataclass(frozen=True)
class Expired:
    """A part of a relation that should have gone on ``due``, by the retention of ``entry``."""

    entry: Node
    shape: Shape
    path: Path
    due: date


class Retention:
    """The retentions of a dictionary, on the day that counts as today."""

    def __init__(self, dictionary: Dictionary, today: date, bulk: Bulk = NOTHING) -> None:
        self._dictionary = dictionary
        self._bulk = bulk
        self._today = today
        self._terms: dict[str, _Term] = {}
        self._lateness = Lateness(dictionary, today)

    def expired(self, relation: Node) -> Iterator[Expired]:
        """Give every part of a relation that is past its retention; not what has no day to count from."""
        events = _Events(relation, self._today, self._bulk.of(relation.number))
        if self._lateness.is_possible(relation, events.day_of):
            yield from self._below(relation, (), events, None)

    def _below(
        self, node: Node, above: tuple[Node, ...], events: "_Events", known: Node | None
    ) -> Iterator[Expired]:
        """Go through what is written in a node; ``above`` leads to it, ``known`` is the entry that was looked at."""
        shapes = shape_of_node(node).properties
        for name, value in value_of(node).items():
            shape = shapes[name]
            if shape.type is Type.OPEN:
                for key in value:
                    entry, term, _ = self._term(f"{shape.path}.{key}")
                    path = (*path_of(node, name), key)
                    yield from self._late(entry, term, _Part(shape, path, above), events)
                continue
            entry, term, divided = self._term(shape.path)
            # The parts of a group with entries of their own are judged one by one.
            parted = divided and shape.type is Type.OBJECT
            if term is not None and entry is not known and not parted:
                yield from self._field(node, shape, above, events)
            if divided:
                inner = node[name]
                for item in inner if isinstance(inner, tuple) else (inner,):
                    if isinstance(item, Node):
                        yield from self._below(item, (*above, item), events, known if parted else entry)

    def _field(
        self, node: Node, shape: Shape, above: tuple[Node, ...], events: "_Events"
    ) -> Iterator[Expired]:
        """Look at one field as a whole, or item by item when each was collected on a day of its own."""
        entry, term, _ = self._term(shape.path)
        inner = node[shape.name] if term is not None and term.after == "collected" else None
        items = inner if isinstance(inner, tuple) else (inner,)
        blocks = [item for item in items if isinstance(item, Node) and item]
        for item in blocks:
            yield from self._late(entry, term, _Part(shape, path_of(item), (*above, item)), events)
        if not blocks:
            yield from self._late(entry, term, _Part(shape, path_of(node, shape.name), above), events)

    def _late(
        self, entry: Node | None, term: "_Months | None", part: "_Part", events: "_Events"
    ) -> Iterator[Expired]:
        if entry is None or term is None:
            return
        due = _due(term, part.above, events)
        if due is not None and due < self._today:
            yield Expired(entry, part.shape, part.path, due)

    def _term(self, field: str) -> "_Term":
        if field not in self._terms:
            entry = self._dictionary.entry(field)
            stated = entry.retention if entry is not None else None
            term = _Months(stated.months, stated.after) if stated else None
            self._terms[field] = _Term(entry, term, self._dictionary.is_divided(field))
        return self._terms[field]


class _Months(NamedTuple):
    months: int
    after: str


class _Term(NamedTuple):
    """What the dictionary says about a field: its entry, how long it is kept, whether parts have entries."""

    entry: Node | None
    months: _Months | None
    divided: bool


class _Part(NamedTuple):
    """A part of a relation that is looked at, and the nodes that lead to it."""

    shape: Shape
    path: Path
    above: tuple[Node, ...]


class _Events:
    """The days of a relation that retentions are counted from."""

    def __init__(self, relation: Node, today: date, bought: Bought | None) -> None:
        self._relation = relation
        self._today = today
        self._in_bulk = [bought.last] if bought is not None and bought.last is not None else []

    def day_of(self, event: str) -> date | None:
        found: date | None = getattr(self, event)
        return found

    @cached_property
    def last_order(self) -> date | None:
        days = [one.date for one in self._relation.orders if one.status != "cancelled"]
        return max((*days, *self._in_bulk), default=None)

    @cached_property
    def last_contact(self) -> date | None:
        found = last_contact(self._relation, self._today)
        return max((*self._in_bulk, *([found] if found is not None else [])), default=None)

    @cached_property
    def end_of_relation(self) -> date | None:
        until: date | None = self._relation.until if self._relation.status in _OVER else None
        return until


def _due(term: _Months, above: tuple[Node, ...], events: _Events) -> date | None:
    # What was decided about one document goes before what holds for all.
    if above and "keep_until" in shape_of_node(above[-1]).properties and above[-1].keep_until is not None:
        agreed: date = above[-1].keep_until
        return agreed
    if term.after == "collected":
        # The relation's own list of origins says nothing about one block.
        start = next((day for node in reversed(above) if (day := _collected(node)) is not None), None)
    else:
        start = events.day_of(term.after)
    return None if start is None else months_later(start, term.months)


def _collected(node: Node) -> date | None:
    properties = shape_of_node(node).properties
    if "collected" in properties and node["collected"] and node["collected"].on is not None:
        found: date = node["collected"].on
        return found
    for name in DAYS:
        if name in properties and properties[name].type is Type.DATE and node[name] is not None:
            day: date = node[name]
            return day
    return None


def last_contact(relation: Node, today: date) -> date | None:
    """Give the last day on which a relation and we dealt with each other; today while a contract runs."""
    running = (*relation.contracts, *relation.subscriptions)
    if any(one.until is None or one.until >= today for one in running):
        return today
    days = [one.on for one in relation.interactions if one.state == "realised"]
    days += [one.date for one in (*relation.orders, *relation.quotes)]
    days += [one.on for one in (*relation.complaints, *relation.survey_answers)]
    days += [one.responded_on for one in relation.campaign_responses if one.responded_on is not None]
    return max((day for day in days if day is not None), default=None)
