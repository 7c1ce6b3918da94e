"""KB206, the preferred contact person still works there."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule


@rule("KB206", requirement="M06")
def preferred_contact_still_works_there(book: Book) -> Iterator[Problem]:
    """The preferred contact person, and whoever is chosen for a channel, still works there.

    Otherwise the next call, offer or invoice goes to somebody who has left.

    Bad: `contacts: [{id: ria, name: {surname: Bakker}, preferred: true, until: 2024-01-31}]`

    Good: `contacts: [{id: ria, name: {surname: Bakker}, until: 2024-01-31}]`
    """
    for relation in book.relations:
        left = {
            contact.id: contact
            for contact in relation.contacts
            if contact.until is not None and contact.until < book.as_of
        }
        for contact in left.values():
            if contact.preferred:
                yield Problem(
                    contact,
                    "preferred",
                    f"{contact.id} is the preferred contact person but left on {contact.until}",
                    "Prefer somebody who works there, or remove the date.",
                    contact,
                    "until",
                    "left here",
                )
        for choice in relation.preferences.channels:
            if choice.contact in left:
                yield Problem(
                    choice,
                    "contact",
                    f"{choice.contact} is chosen for {choice.moment} but left on {left[choice.contact].until}",
                    "Choose somebody who works there.",
                    left[choice.contact],
                    "until",
                    "left here",
                )
