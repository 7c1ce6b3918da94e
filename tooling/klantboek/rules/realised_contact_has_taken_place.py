"""KB504, a realised contact is not in the future."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule


@rule("KB504", requirement="M23")
def realised_contact_has_taken_place(book: Book) -> Iterator[Problem]:
    """A contact that is written down as realised took place today or earlier.

    The latest contact stands at the head of the page and decides who has gone quiet; one in the future hides both.

    Bad: `interactions: [{on: 2027-01-12, state: realised, form: individual, kind: sales, channel: phone, subject: Second oven}]`

    Good: `interactions: [{on: 2027-01-12, state: planned, form: individual, kind: sales, channel: phone, subject: Second oven}]`
    """
    for relation in book.relations:
        for contact in relation.interactions:
            if contact.state == "realised" and contact.on > book.as_of:
                yield Problem(
                    contact,
                    "on",
                    f"realised on {contact.on}, which is still to come",
                    "Correct the day, or write state: planned.",
                    contact,
                    "state",
                    "realised here",
                )
