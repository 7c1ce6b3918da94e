"""KB603, a complaint that was settled got an answer."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB603", requirement="M28", severity=Severity.WARNING)
def settled_complaint_was_answered(book: Book) -> Iterator[Problem]:
    """A complaint that is resolved or rejected has at least one answer.

    When the customer calls again, nobody can say what they were told; and how fast we answer is not known.

    Bad: `complaints: [{number: K-1, on: 2026-09-01, nature: defect, description: Oven too hot, status: rejected}]`

    Good: `complaints: [{number: K-1, on: 2026-09-01, nature: defect, description: Oven too hot, status: rejected, answers: [{on: 2026-09-02, text: The thermostat was set to the wrong scale.}]}]`
    """
    for relation in book.relations:
        for complaint in relation.complaints:
            if complaint.status in {"resolved", "rejected"} and not complaint.answers:
                yield Problem(
                    complaint,
                    "status",
                    f"complaint {complaint.number} is {complaint.status} without an answer",
                    "Add under answers what the customer was told, by whom and when.",
                )
