"""KB503, a planned contact whose day has passed says what came of it."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB503", requirement="M23", severity=Severity.WARNING)
def past_contact_has_an_outcome(book: Book) -> Iterator[Problem]:
    """A planned contact whose day has passed is written down as realised or cancelled.

    As long as it says planned, nobody knows whether the visit took place, and it counts in no figure.

    Bad: `interactions: [{on: 2026-11-02, state: planned, form: individual, kind: service, channel: visit, subject: Yearly check}]`

    Good: `interactions: [{on: 2026-11-02, state: realised, form: individual, kind: service, channel: visit, subject: Yearly check}]`
    """
    for relation in book.relations:
        for contact in relation.interactions:
            if contact.state == "planned" and contact.on < book.as_of:
                yield Problem(
                    contact,
                    "state",
                    f"planned for {contact.on}, and not said whether it took place",
                    "Write state: realised with a summary, or state: cancelled; or give it a new day.",
                    contact,
                    "on",
                    "this day has passed",
                )
