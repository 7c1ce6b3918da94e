"""What reads a field of a relation: aggregates, pages, rules, and what a book has of its own: segments and its score."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from klantboek.book.book import Book
from klantboek.shapes import Shape, Type, shape_of

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
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TEXT = re.compile(r"'(?:[^']|'')*'")
_CUSTOM = re.compile(r"\bcustom\(\s*'([^']*)'\s*\)")

# Readers of one field by their kind: aggregates, pages, rules, segments, score, objectives; by name.
Readers = Mapping[str, tuple[str, ...]]


@cache
def program_readers() -> Mapping[str, Readers]:
    """Give what of the program reads each field by name; the page of a relation, which shows all, is not named."""
    found = json.loads(_FILE.read_text(encoding="utf-8"))
    return {field: {kind: tuple(names) for kind, names in kinds.items()} for field, kinds in found.items()}


class Lineage:
    """The readers of the fields of one book."""

    def __init__(self, book: Book) -> None:
        self._found: dict[str, dict[str, set[str]]] = {}
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
    """Give the fields that a condition of a segment names.

    A field is named as it is in a record (``status``, ``orders``), as the column of the table ``relations``
    (``classification_class``), or, a field of the book's own, as ``custom('oven')``; ``consent(...)`` reads
    consents. The name of a derived figure names no field.
    """
    named = _named()
    found = [named[word] for word in _WORD.findall(_TEXT.sub("", condition)) if word in named]
    found += [f"relation.custom.{key}" for key in _CUSTOM.findall(condition)]
    return tuple(dict.fromkeys(found))


@cache
def _named() -> Mapping[str, str]:
    fields = _flat(shape_of("relation"))
    found = {one.path.removeprefix("relation.").replace(".", "_"): one.path for one in fields}
    return {**found, "consent": "relation.consents"}


def _flat(shape: Shape) -> Iterator[Shape]:
    for one in shape.properties.values():
        if one.type is not Type.OPEN:
            yield one
        if one.type is Type.OBJECT:
            yield from _flat(one)
