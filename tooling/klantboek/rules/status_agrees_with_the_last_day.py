"""KB808, the status of a relation agrees with its last day."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB808", requirement="M53", severity=Severity.WARNING)
def status_agrees_with_the_last_day(book: Book) -> Iterator[Problem]:
    """A relation whose last day has passed is lost or ended, and one that is lost or ended has no last day to come.

    Lists go by the status and periods by the day: the two together put the relation in and out of the same list.

    Bad: `{status: active, until: 2025-03-31}`

    Good: `{status: ended, until: 2025-03-31}`
    """
    for relation in book.relations:
        over, last = relation.status in {"lost", "ended"}, relation.until
        if last is None or not (last > book.as_of if over else last < book.as_of):
            continue
        yield Problem(
            relation,
            "status",
            f"{relation.status}, but the last day {'is only' if over else 'was'} {last}",
            "Correct the status or the day; remove until as long as you do business.",
            relation,
            "until",
            "last day",
        )
