"""KB712, what is called measurable is filled often enough to measure."""

from collections.abc import Iterator
from functools import cache

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.period import months_later
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.shapes import Shape, Type, shape_of

# So long after the decision a field may still be filling up.
_MONTHS = 12
# Fewer relations say nothing about how often it is filled; and almost none is fewer than one in so many.
_ENOUGH = 20
_ONE_IN = 20
_KINDS = ("organisation", "person")


@rule("KB712", requirement="M50", severity=Severity.ADVICE, registers_only=True)
def measurable_field_is_filled(book: Book) -> Iterator[Problem]:
    """A field that is said to be measurable is filled for one in twenty of the relations that can have it.

    This is asked a year after the decision, and not about lists of events: no complaint is an answer too. A
    field that nearly nobody has can't be counted or compared, whatever its entry says.

    Bad: `{dictionary/habits.yaml: {fields: [relation.person.profile.habits], decision: {outcome: approved, on: 2025-01-01, by: hdv}, checklist: {concrete: {answer: "yes", because: It is.}, market_conform: {answer: "yes", because: It is.}, quality: {answer: "yes", because: It is.}, feasible: {answer: "yes", because: It is.}, measurable: {answer: "yes", because: Habits can be counted.}, predictive: {answer: "yes", because: It is.}, necessary: {answer: "yes", because: It is.}, worth_cost: {answer: "yes", because: It is.}}}, relations/R-00002.yaml: {kind: person, person: {name: {surname: Smit}, profile: {habits: [bakes on Sunday]}}}, relations/R-00003..R-00023.yaml: {kind: person, person: {name: {surname: Jansen}}}}`

    Good: `{dictionary/habits.yaml: {fields: [relation.person.profile.habits], decision: {outcome: approved, on: 2025-01-01, by: hdv}, checklist: {concrete: {answer: "yes", because: It is.}, market_conform: {answer: "yes", because: It is.}, quality: {answer: "yes", because: It is.}, feasible: {answer: "yes", because: It is.}, measurable: {answer: partly, because: Few people tell.}, predictive: {answer: "yes", because: It is.}, necessary: {answer: "yes", because: It is.}, worth_cost: {answer: "yes", because: It is.}}}, relations/R-00002.yaml: {kind: person, person: {name: {surname: Smit}, profile: {habits: [bakes on Sunday]}}}, relations/R-00003..R-00023.yaml: {kind: person, person: {name: {surname: Jansen}}}}`
    """
    dictionary = book.once(Dictionary)
    for entry in book.nodes("dictionary"):
        if (
            entry.decision.outcome == "rejected"
            or entry.checklist.measurable.answer != "yes"
            or months_later(entry.decision.on, _MONTHS) >= book.as_of
        ):
            continue
        for field in entry.fields:
            # A field that another entry names too is spoken for there; that is a finding of its own.
            if field in book.uses and field not in _events() and dictionary.entry(field) is entry:
                yield from _problem(book, entry, field)


def _problem(book: Book, entry: Node, field: str) -> Iterator[Problem]:
    count, whole = book.uses[field].count, _can_have_it(book, entry, field)
    if whole >= _ENOUGH and count * _ONE_IN < whole:
        yield Problem(
            entry.checklist.measurable,
            "answer",
            f"{field} is said to be measurable, and {count} of the {whole} relations that can have it do",
            "Ask for it, answer partly or no, or reject it at the next review.",
        )


def _can_have_it(book: Book, entry: Node, field: str) -> int:
    group = field.split(".")[1]
    kind = group if group in _KINDS else entry.applies_to
    kinds = (kind,) if kind in _KINDS else _KINDS
    return sum(book.uses[f"relation.{one}"].count for one in kinds if f"relation.{one}" in book.uses)


@cache
def _events() -> frozenset[str]:
    """Give the lists of what happened, each item with its day, and all fields in them."""
    return frozenset(_below(shape_of("relation"), within=False))


def _below(shape: Shape, *, within: bool) -> Iterator[str]:
    for one in shape.properties.values():
        inner = one.items or one
        dated = any(part.type is Type.DATE and part.required for part in inner.properties.values())
        listed = within or (one.type is Type.LIST and dated)
        if listed:
            yield one.path
        yield from _below(inner, within=listed)
