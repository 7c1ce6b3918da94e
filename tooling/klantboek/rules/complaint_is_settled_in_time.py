"""KB601, a complaint is settled within thirty days."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_DAYS = 30


@rule("KB601", requirement="M28", severity=Severity.WARNING)
def complaint_is_settled_in_time(book: Book) -> Iterator[Problem]:
    """A complaint is settled within thirty days.

    Who waits longer leaves, and tells others; and the older a complaint, the harder it is to find out what happened.

    Bad: `complaints: [{number: K-1, on: 2026-09-01, nature: defect, description: Oven too hot, status: in_progress}]`

    Good: `complaints: [{number: K-1, on: 2026-11-10, nature: defect, description: Oven too hot, status: in_progress}]`
    """
    for relation in book.relations:
        for complaint in relation.complaints:
            days = (book.as_of - complaint.on).days
            if complaint.status in {"open", "in_progress"} and days > _DAYS:
                yield Problem(
                    complaint,
                    "status",
                    f"complaint {complaint.number} has been open for more than {_DAYS} days",
                    "Settle it and write resolved_on; until then tell the customer when it will be.",
                    complaint,
                    "on",
                    "came in here",
                )
