"""What reads a field of a relation: aggregates, pages, rules, and what a book has of its own: segments and its score."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from klantboek.book.book import Book
from klantboek.book.condition_parser import condition_of
from klantboek.book.conditions import ConditionError
from klantboek.book.conditions import names as known_names

# Made by the tests from the program itself, and compared with it there.
_FILE = Path(__file__).with_name("lineage.json")
# What a criterion of the score is figured from.
MEASURES = {
    "recency": ("relation.orders",),
    "orders": ("relation.orders",),
    "average_order": ("relation.orders",),
    "turnover": ("relation.orders",),
    "margin": ("relation.orders",),
    "response_rate": ("relation.campaign_responses",),
    "satisfaction": ("relation.classification.satisfaction",),
    "arrears": ("relation.orders.invoices",),
}

# Readers of one field by their kind: aggregates, predictions, pages, rules, segments, score, objectives; by name.
Readers = Mapping[str, tuple[str, ...]]


@cache
def program_readers() -> Mapping[str, Readers]:
    """Give what of the program reads each field by name; the page of a relation, which shows all, is not named."""
    found = json.loads(_FILE.read_text(encoding="utf-8"))
    return {field: {kind: tuple(names) for kind, names in kinds.items()} for field, kinds in found.items()}


class Lineage:
    """The readers of the fields of one book; ``more`` are others of its own: a field, a kind and a name each."""

    def __init__(self, book: Book, more: Iterable[tuple[str, str, str]] = ()) -> None:
        self._found: dict[str, dict[str, set[str]]] = {}
        for field, kind, name in more:
            self._add(field, kind, (name,))
        for field, kinds in program_readers().items():
            for kind, names in kinds.items():
                self._add(field, kind, names)
        for objective in book.settings.objectives:
            for field in objective.fields:
                self._add(field, "objectives", (objective.code,))
        for segment in book.nodes("segment"):
            for field in fields_of_condition(segment.condition):
                self._add(field, "segments", (segment.code,))
        for criterion in book.settings.score.criteria if book.settings.score else ():
            for field in MEASURES[criterion.measure]:
                self._add(field, "score", (criterion.measure,))

    def _add(self, field: str, kind: str, names: tuple[str, ...]) -> None:
        self._found.setdefault(field, {}).setdefault(kind, set()).update(names)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def readers(self, field: str) -> Readers:
        """Give who reads exactly this field, by kind."""
        return {kind: tuple(sorted(names)) for kind, names in sorted(self._found.get(field, {}).items())}


def fields_of_condition(condition: str) -> tuple[str, ...]:
    """Give the fields that a condition of a segment reads, also through the figures that it names.

    A condition that can't be read reads nothing.
    """
    try:
        found = condition_of(condition)
    except ConditionError:
        return ()
    read = [field for name in found.names for field in known_names()[name].fields]
    read += [f"relation.custom.{key}" for key in found.customs]
    read += ["relation.consents"] if found.consents else []
    return tuple(dict.fromkeys(read))
