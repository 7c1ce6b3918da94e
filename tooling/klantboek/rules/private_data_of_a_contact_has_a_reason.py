"""KB908, private data of a contact person stands with the reason for it."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.rules import Problem, rule

_CALLED = {"birth_date": "a date of birth", "private_address": "a private address"}


@rule("KB908", requirement="M57")
def private_data_of_a_contact_has_a_reason(book: Book) -> Iterator[Problem]:
    """The date of birth or private address of a contact person stands with the reason why we have it.

    We know a contact person through a company; what is private about them is rarely needed for that, and
    without a reason nobody can say when it should go.

    Bad: `contacts: [{id: anna, name: {surname: Smit}, birth_date: 1980-02-03}]`

    Good: `contacts: [{id: anna, name: {surname: Smit}, birth_date: 1980-02-03, collected_because: She asked for a card.}]`
    """
    for relation in book.relations:
        for contact in relation.contacts:
            if contact.collected_because:
                continue
            for name, called in _CALLED.items():
                if contact[name]:
                    yield Problem(
                        contact,
                        name,
                        f"{called} of contact {contact.id} stands without a reason",
                        "Say in collected_because why we have it, or remove it.",
                        hidden=True,
                    )
