"""What a book shows about each field that its dictionary names: how full, how fresh, how varied, how right, who reads it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import blake2b
from statistics import median_low
from typing import Any

from klantboek.book import Book, Node, Record
from klantboek.book.book import RELATION
from klantboek.book.dictionary import Dictionary
from klantboek.book.lineage import Lineage, Readers
from klantboek.book.node import value_of
from klantboek.book.period import first_within
from klantboek.predictions.past import day_of_items, values_at
from klantboek.predictions.readers import lineage_of
from klantboek.predictions.value import Past, Value
from klantboek.shapes import Shape, Type, shape_of

_KINDS = ("organisation", "person")


@dataclass(frozen=True)
class Measured:
    """One field that an entry names, measured.

    It is filled in ``filled`` of the ``applies`` relations that can have it. ``distinct`` counts different
    values; None for events, which are all different. ``age_days`` is the median number of days since a value
    was verified, collected or happened, ``fresh`` of the ``dated`` relations are within the months that the
    entry asks; None when it asks none. ``wrong`` relations have a value that its schema does not allow.
    """

    entry: str
    field: str
    applies: int
    filled: int
    distinct: int | None
    dated: int
    age_days: int | None
    fresh: int | None
    wrong: int
    readers: Readers
    value: Value | None

    @property
    def uses(self) -> int:
        """The number of readers."""
        return sum(len(names) for names in self.readers.values())


@dataclass
class _Counts:
    """What was counted of one field so far."""

    filled: int = 0
    seen: set[bytes] = field(default_factory=set)
    days: list[str] = field(default_factory=list)


def measure_fields(book: Book, past: Past) -> Iterator[Measured]:
    """Measure each field of relations that the entries of the dictionary name, in the order of the entries."""
    dictionary, lineage = Dictionary(book), lineage_of(book)
    named = [
        (entry, one)
        for entry in book.nodes("dictionary")
        for one in entry.fields
        if one.startswith("relation.") and dictionary.entry(one) is entry
    ]
    counts, living = _counted(book, [one for _, one in named])
    wrong = _wrong(book, dictionary)
    for entry, one in named:
        kinds = kinds_of(entry, one)
        some = past.only(kinds)
        inside = [
            other for other in some.variables if lies_in(other, one) and dictionary.entry(other) is entry
        ]
        yield Measured(
            entry=entry.code,
            field=one,
            applies=sum(living[kind] for kind in kinds),
            filled=counts[one].filled,
            distinct=None if is_of_events(one) else len(counts[one].seen),
            dated=len(counts[one].days),
            **_freshness(book, entry, counts[one].days),
            wrong=wrong[one],
            readers=_readers(lineage, dictionary, entry, one),
            value=some.value(inside),
        )


def lies_in(one: str, other: str) -> bool:
    """Tell whether a field is the other, or stands in it."""
    return f"{one}.".startswith(f"{other}.")


def kinds_of(entry: Node | None, one: str) -> tuple[str, ...]:
    """Give the kinds of relation that can have a field: by its own path, or as its entry says."""
    group = one.split(".")[1] if "." in one else ""
    stated = entry.applies_to if entry is not None else None
    kind = group if group in _KINDS else stated
    return (kind,) if kind in _KINDS else _KINDS


def _counted(book: Book, fields: list[str]) -> tuple[Mapping[str, _Counts], Counter[str]]:
    counts = {one: _Counts() for one in fields}
    kinds: Counter[str] = Counter()
    today = book.as_of.isoformat()
    for relation in book.relations:
        kinds[relation.kind] += 1
        for one, count in counts.items():
            _count(count, value_of(relation), one, today)
    return counts, kinds


def _count(count: _Counts, relation: dict[str, Any], one: str, today: str) -> None:
    values = list(values_at(relation, one))
    if not values:
        return
    count.filled += 1
    if not is_of_events(one):
        count.seen.update([_digest(value) for value, _ in values])
    if day := max([day for _, day in values if day <= today], default=""):
        count.days.append(day)


def _digest(value: Any) -> bytes:
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=str)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


@cache
def is_of_events(one: str) -> bool:
    """Tell whether a field is a list of what happened, or lies in one: no two of them are the same."""
    shape: Shape | None = shape_of(RELATION)
    for step in one.split(".")[1:]:
        shape = shape.properties.get(step) if shape is not None else None
        if shape is None:
            return False
        if shape.items is not None and shape.items.type is Type.OBJECT:
            shape = shape.items
            key = day_of_items(shape)
            if key and shape.properties[key].required:
                return True
    return False


def _freshness(book: Book, entry: Node, days: list[str]) -> dict[str, int | None]:
    if not days:
        return {"age_days": None, "fresh": None}
    # The day in the middle, so that the age is that of a value.
    middle = date.fromisoformat(median_low(days))
    fresh = None
    if entry.verify_every_months is not None:
        first = first_within(book.as_of, entry.verify_every_months).isoformat()
        fresh = sum(day >= first for day in days)
    return {"age_days": (book.as_of - middle).days, "fresh": fresh}


def _wrong(book: Book, dictionary: Dictionary) -> Counter[str]:
    """Count the relations in which the schema finds a value wrong, by the field that an entry names."""
    found: Counter[str] = Counter()
    for record in book.records:
        if record.kind == RELATION and record.findings:
            found.update(wrong_fields(record, dictionary))
    return found


def wrong_fields(record: Record, dictionary: Dictionary) -> set[str]:
    """Give the fields that entries name, of which a record has a value that its schema does not allow."""
    steps = ([str(step) for step in one.path if isinstance(step, str)] for one in record.findings)
    return {named for path in steps if (named := _named(".".join((RELATION, *path)), dictionary))}


def _named(path: str, dictionary: Dictionary) -> str:
    entry = dictionary.entry(path)
    fields = entry.fields if entry is not None else ()
    return max((one for one in fields if lies_in(path, one)), key=len, default="")


def _readers(lineage: Lineage, dictionary: Dictionary, entry: Node, one: str) -> Readers:
    found: dict[str, set[str]] = {}
    for other in lineage:
        if lies_in(other, one) and dictionary.entry(other) is entry:
            for kind, names in lineage.readers(other).items():
                found.setdefault(kind, set()).update(names)
    return {kind: tuple(sorted(names)) for kind, names in sorted(found.items())}
