"""KB602, a complaint that was settled says on which day, and an open one does not."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB602", requirement="M28", severity=Severity.WARNING)
def settled_complaint_has_its_day(book: Book) -> Iterator[Problem]:
    """A complaint that is resolved has the day on which it was; one that is still open has none.

    The time to settle is counted between the two days; without the second the complaint is in no figure.

    Bad: `complaints: [{number: K-1, on: 2026-09-01, nature: defect, description: Oven too hot, status: resolved}]`

    Good: `complaints: [{number: K-1, on: 2026-09-01, nature: defect, description: Oven too hot, status: resolved, resolved_on: 2026-09-04}]`
    """
    for relation in book.relations:
        for complaint in relation.complaints:
            day = complaint.resolved_on
            if complaint.status == "resolved" and day is None:
                yield Problem(
                    complaint,
                    "status",
                    f"complaint {complaint.number} is resolved, but not since when",
                    "Add resolved_on: the day on which it was settled for the customer.",
                )
            elif complaint.status in {"open", "in_progress"} and day is not None:
                yield Problem(
                    complaint,
                    "status",
                    f"complaint {complaint.number} is {complaint.status}, yet it was resolved on {day}",
                    "Write status: resolved, or remove the day.",
                    complaint,
                    "resolved_on",
                    "resolved here",
                )
