"""What a book shows about each field that its dictionary names: how full, how fresh, how varied, how right, who reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.lineage import Lineage, Readers
from klantboek.book.period import first_within
from klantboek.predictions.counts import Counts
from klantboek.predictions.facts import is_of_events
from klantboek.predictions.named import lies_in
from klantboek.predictions.readers import lineage_of
from klantboek.predictions.value import Past
from klantboek.predictions.worth import Value

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


def measure_fields(counts: Counts, past: Past) -> Iterator[Measured]:
    """Measure each field of relations that the entries of the dictionary name, in the order of the entries."""
    book = counts.registers
    dictionary, lineage = Dictionary(book), lineage_of(book)
    named = [
        (entry, one)
        for entry in book.nodes("dictionary")
        for one in entry.fields
        if one.startswith("relation.") and dictionary.entry(one) is entry
    ]
    for entry, one in named:
        kinds = kinds_of(entry, one)
        some, count = past.only(kinds), counts.of[one]
        inside = [
            other for other in some.variables if lies_in(other, one) and dictionary.entry(other) is entry
        ]
        yield Measured(
            entry=entry.code,
            field=one,
            applies=sum(counts.living[kind] for kind in kinds),
            filled=count.filled,
            distinct=None if is_of_events(one) else count.distinct,
            dated=count.dated,
            **_freshness(book, entry, count.days),
            wrong=counts.wrong[one],
            readers=_readers(lineage, dictionary, entry, one),
            value=some.value(inside),
        )


def kinds_of(entry: Node | None, one: str) -> tuple[str, ...]:
    """Give the kinds of relation that can have a field: by its own path, or as its entry says."""
    group = one.split(".")[1] if "." in one else ""
    stated = entry.applies_to if entry is not None else None
    kind = group if group in _KINDS else stated
    return (kind,) if kind in _KINDS else _KINDS


def _freshness(book: Book, entry: Node, days: Mapping[str, int]) -> dict[str, int | None]:
    if not days:
        return {"age_days": None, "fresh": None}
    # The day in the middle, so that the age is that of a value.
    middle = date.fromisoformat(_median(days))
    fresh = None
    if entry.verify_every_months is not None:
        first = first_within(book.as_of, entry.verify_every_months).isoformat()
        fresh = sum(count for day, count in days.items() if day >= first)
    return {"age_days": (book.as_of - middle).days, "fresh": fresh}


def _median(days: Mapping[str, int]) -> str:
    half = (sum(days.values()) - 1) // 2
    for day in sorted(days):
        half -= days[day]
        if half < 0:
            return day
    raise ValueError("there is no middle of nothing")


def _readers(lineage: Lineage, dictionary: Dictionary, entry: Node, one: str) -> Readers:
    found: dict[str, set[str]] = {}
    for other in lineage:
        if lies_in(other, one) and dictionary.entry(other) is entry:
            for kind, names in lineage.readers(other).items():
                found.setdefault(kind, set()).update(names)
    return {kind: tuple(sorted(names)) for kind, names in sorted(found.items())}
