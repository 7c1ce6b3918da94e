"""KB714, what the score counts has predictive value."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.lineage import MEASURES
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_NOT_PREDICTIVE = {"no", "unknown"}


@rule("KB714", requirement="M50", severity=Severity.WARNING, registers_only=True)
def what_the_score_counts_is_predictive(book: Book) -> Iterator[Problem]:
    """A field that counts in the score of `book.yaml` has predictive value, by the answer in its entry.

    The score says who is worth most attention. With a field in it that tells nothing about buying, or of
    which nobody looked whether it does, attention goes to the wrong customers.

    Bad: `{book.yaml: {score: {criteria: [{measure: satisfaction, weight: 1}]}}, dictionary/satisfaction.yaml: {fields: [relation.classification.satisfaction], checklist: {concrete: {answer: "yes", because: It is.}, market_conform: {answer: "yes", because: It is.}, quality: {answer: "yes", because: It is.}, feasible: {answer: "yes", because: It is.}, measurable: {answer: "yes", because: It is.}, predictive: {answer: unknown, because: Nobody looked.}, necessary: {answer: "yes", because: It is.}, worth_cost: {answer: "yes", because: It is.}}}}`

    Good: `{book.yaml: {score: {criteria: [{measure: satisfaction, weight: 1}]}}, dictionary/satisfaction.yaml: {fields: [relation.classification.satisfaction], checklist: {concrete: {answer: "yes", because: It is.}, market_conform: {answer: "yes", because: It is.}, quality: {answer: "yes", because: It is.}, feasible: {answer: "yes", because: It is.}, measurable: {answer: "yes", because: It is.}, predictive: {answer: partly, because: The dissatisfied leave.}, necessary: {answer: "yes", because: It is.}, worth_cost: {answer: "yes", because: It is.}}}}`
    """
    dictionary = book.once(Dictionary)
    told: set[str] = set()
    for criterion in book.settings.score.criteria:
        for field in MEASURES[criterion.measure] if criterion.weight else ():
            entry = dictionary.entry(field)
            if entry is None or entry.code in told or entry.decision.outcome == "rejected":
                continue
            answer = entry.checklist.predictive.answer
            if answer in _NOT_PREDICTIVE:
                told.add(entry.code)
                yield Problem(
                    entry.checklist.predictive,
                    "answer",
                    f"{entry.code} counts in the score, but its answer to 'predictive' is {answer!r}",
                    "Find out what it predicts (klantboek checklist measures it), or take it out of the score.",
                    criterion,
                    "measure",
                    f"{criterion.measure} counts here",
                )
