"""KB715, answers agree with what was measured."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.measured import NO_VALUE, Figures, spoken_for
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# Of fewer relations it says nothing that all have the same value.
_ENOUGH = 20


@rule("KB715", requirement="M50", severity=Severity.WARNING, registers_only=True)
def answers_agree_with_what_was_measured(book: Book) -> Iterator[Problem]:
    """A field that is said to be predictive or measurable was not measured to be the opposite.

    The figures are those that `klantboek compile` left in build/checklist.json, when they are of this day and
    this dictionary; without them this rule is silent. An answer that the book's own data speaks against keeps
    a field alive that costs time and tells nothing.

    Bad: `{dictionary/roles.yaml: {fields: [relation.roles], checklist: {concrete: {answer: "yes", because: It is.}, market_conform: {answer: "yes", because: It is.}, quality: {answer: "yes", because: It is.}, feasible: {answer: "yes", because: It is.}, measurable: {answer: "yes", because: It is.}, predictive: {answer: "yes", because: Dealers stay.}, necessary: {answer: "yes", because: It is.}, worth_cost: {answer: "yes", because: It is.}}}, ../build/checklist.json: {format: 1, as_of: "2026-11-20", dictionary: 6a472afd40b651a0, fields: [{entry: roles, field: relation.roles, filled: 812, applies: 812, distinct: 4, verdict: does not predict, auc: 0.5, auc_low: 0.47, auc_high: 0.53, tested: 640}]}}`

    Good: `{dictionary/roles.yaml: {fields: [relation.roles], checklist: {concrete: {answer: "yes", because: It is.}, market_conform: {answer: "yes", because: It is.}, quality: {answer: "yes", because: It is.}, feasible: {answer: "yes", because: It is.}, measurable: {answer: "yes", because: It is.}, predictive: {answer: "no", because: It makes no difference.}, necessary: {answer: "yes", because: It is.}, worth_cost: {answer: "yes", because: It is.}}}, ../build/checklist.json: {format: 1, as_of: "2026-11-20", dictionary: 6a472afd40b651a0, fields: [{entry: roles, field: relation.roles, filled: 812, applies: 812, distinct: 4, verdict: does not predict, auc: 0.5, auc_low: 0.47, auc_high: 0.53, tested: 640}]}}`
    """
    for entry, field, figures in spoken_for(book):
        yield from _problems(entry, field, figures)


def _problems(entry: Node, field: str, figures: Figures) -> Iterator[Problem]:
    checklist = entry.checklist
    if checklist.predictive.answer == "yes" and figures.verdict == NO_VALUE and figures.auc is not None:
        middle, low, high = (f"{one:.2f}" for one in figures.auc)
        yield Problem(
            checklist.predictive,
            "answer",
            f"{field} is said to be predictive, but it tells nothing about buying again: over {figures.tested} "
            f"relations the AUC is {middle} ({low} to {high}), and chance gives 0.50",
            "Answer no or partly, and say in necessary what else it is kept for; klantboek checklist shows more.",
        )
    if checklist.measurable.answer == "yes" and figures.distinct == 1 and figures.filled >= _ENOUGH:
        yield Problem(
            checklist.measurable,
            "answer",
            f"{field} is said to be measurable, but all {figures.filled} relations that have it have the same value",
            "What never differs tells nobody apart: answer no, or find out why nobody fills in another value.",
        )
