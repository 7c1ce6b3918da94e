"""KB801, what goes out of date was verified in time."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import record_of, shape_of_node, value_of
from klantboek.book.parts import node_at, parts_of
from klantboek.book.period import first_within
from klantboek.findings import Path, Severity
from klantboek.rules import Problem, rule
from klantboek.shapes import Shape


@rule("KB801", requirement="M53", severity=Severity.WARNING)
def block_is_verified_in_time(book: Book) -> Iterator[Problem]:
    """An address, a telephone number or a contact person was verified within the period of its dictionary entry.

    People move and change jobs: about a fifth of a customer file is out of date after a year, and
    nothing in the record shows which fifth.

    Bad: `{dictionary/base.yaml: {fields: [relation], verify_every_months: 12}, relations/R-00001.yaml: {emails: [{address: a@halm.example, verified: {on: 2019-01-31, how: phone}}]}}`

    Good: `{dictionary/base.yaml: {fields: [relation], verify_every_months: 12}, relations/R-00001.yaml: {emails: [{address: a@halm.example, verified: {on: 2026-06-30, how: phone}}]}}`
    """
    terms, today = book.once(_Terms), book.as_of.isoformat()
    for relation in book.relations:
        if relation.status in _GONE:
            continue
        record = record_of(relation)
        outer: Path | None = None
        for path, value, shape in parts_of(record).objects:
            if "verified" not in shape.properties:
                continue
            # What stands with a contact person is over and verified with them, unless it says otherwise.
            if outer is None or path[: len(outer)] != outer:
                outer, around, term_around = path, value, terms.of(shape)
            term = terms.of(shape)
            if term is None or _is_over(value, today) or _is_over(around, today):
                continue
            on = _day(value)
            if on < term.earliest and (on or path == outer or term != term_around):
                yield _overdue(node_at(record, path), term.months)


_GONE = frozenset({"lost", "ended"})


class _Term(NamedTuple):
    """In how many months something is verified again by which entry, and since which day that is in time."""

    entry: Node
    months: int
    earliest: str


class _Terms:
    """The terms of a dictionary, by the shape of what is verified."""

    def __init__(self, book: Book) -> None:
        self._dictionary = Dictionary(book)
        self._today = book.as_of
        self._known: dict[Shape, _Term | None] = {}

    def of(self, shape: Shape) -> _Term | None:
        if shape not in self._known:
            self._known[shape] = self._stated(self._dictionary.entry(shape.path))
        return self._known[shape]

    def _stated(self, entry: Node | None) -> _Term | None:
        months = entry.verify_every_months if entry is not None else None
        if entry is None or months is None:
            return None
        return _Term(entry, months, first_within(self._today, months).isoformat())


def _is_over(value: dict[str, Any], today: str) -> bool:
    return "until" in value and value["until"] < today


def _day(value: dict[str, Any]) -> str:
    """Give the day of the last check, or else the one on which it was collected; "" when there is none."""
    found: str = value.get("verified", {}).get("on") or value.get("collected", {}).get("on") or ""
    return found


def _overdue(node: Node, months: int) -> Problem:
    on = _day(value_of(node))
    what = shape_of_node(node).title.casefold()
    several = what.endswith("s") and not what.endswith("ss")
    this, has, was = ("these", "have", "were") if several else ("this", "has", "was")
    if on:
        message, key = f"{this} {what} {was} last verified on {on}, more than {months} months ago", "verified"
    else:
        message, key = f"{this} {what} {has} never been verified", None
    return Problem(node, key, message, "Ask the relation, then write verified: {on: …, how: …}.")
