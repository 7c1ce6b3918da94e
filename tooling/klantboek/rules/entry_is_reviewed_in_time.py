"""KB704, the answers of a dictionary entry are reviewed in time."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.period import months_later
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_LONGEST = 24


@rule("KB704", requirement="M48", severity=Severity.WARNING, registers_only=True)
def entry_is_reviewed_in_time(book: Book) -> Iterator[Problem]:
    """The answers for a field are looked at again before `review_due`, at most two years after the decision.

    What was useful when it was approved goes on being collected for years after the last use of it.

    Bad: `{dictionary/base.yaml: {fields: [relation], decision: {outcome: approved, on: 2024-01-01, by: hdv}, review_due: 2025-12-31}}`

    Good: `{dictionary/base.yaml: {fields: [relation], decision: {outcome: approved, on: 2026-01-01, by: hdv}, review_due: 2027-12-31}}`
    """
    for entry in book.nodes("dictionary"):
        if entry.decision.outcome == "rejected":
            continue
        latest = months_later(entry.decision.on, _LONGEST)
        if entry.review_due < book.as_of:
            yield Problem(
                entry,
                "review_due",
                f"the review of {entry.code} was due on {entry.review_due}",
                "Answer the eight questions anew, then renew decision.on and review_due.",
                entry.decision,
                "on",
                "last decision",
            )
        elif entry.review_due > latest:
            yield Problem(
                entry,
                "review_due",
                f"the review of {entry.code} is due more than two years after the decision",
                f"Take a day on or before {latest}.",
                entry.decision,
                "on",
                "decision",
            )
