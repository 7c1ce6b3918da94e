"""KB417, we know how satisfied a top customer is."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.amounts import highest_class
from klantboek.book.period import months_later
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_MONTHS = 12


@rule("KB417", requirement="M17", severity=Severity.ADVICE)
def satisfaction_is_recent(book: Book) -> Iterator[Problem]:
    """Of an active customer in the highest class there is a mark or a survey answer of the last twelve months.

    A large customer who is not satisfied seldom says so unasked, and leaves.

    Bad: `{book.yaml: {classes: [{code: top, names: {en: Top}, turnover_from: 5000}, {code: small, names: {en: Small}, turnover_from: 0}]}, relations/R-00001.yaml: {classification: {class: top, satisfaction: [{on: 2025-01-15, score: 8}]}}}`

    Good: `{book.yaml: {classes: [{code: top, names: {en: Top}, turnover_from: 5000}, {code: small, names: {en: Small}, turnover_from: 0}]}, relations/R-00001.yaml: {classification: {class: top, satisfaction: [{on: 2026-01-15, score: 8}]}}}`
    """
    top, start = book.once(highest_class), months_later(book.as_of, -_MONTHS)
    for relation in book.relations if top is not None else ():
        classed = relation.classification
        if classed.class_ != top or relation.status != "active" or "customer" not in relation.roles:
            continue
        said = [one.on for one in (*classed.satisfaction, *relation.survey_answers) if one.on <= book.as_of]
        last = max(said, default=None)
        if last is None or last < start:
            said_on = f"the last mark is of {last}" if last else "there is no mark yet"
            yield Problem(
                classed,
                "satisfaction" if classed.satisfaction else "class",
                f"{said_on}, while this customer is in class {top}",
                "Ask at the next visit, and write the mark under classification.satisfaction.",
            )
