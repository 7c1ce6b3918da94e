"""KB910, consent was given by somebody who worked there, and ends when they leave."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.consents import last_word
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB910", requirement="M55", severity=Severity.WARNING)
def consent_is_of_someone_who_was_there(book: Book) -> Iterator[Problem]:
    """The contact person of a consent worked there on that day, and consent that still counts is of one who is still there.

    Consent belongs to the person who gave it: it does not pass to a successor or stay with the company.

    Bad: `{contacts: [{id: anna, name: {surname: Smit}, until: 2025-12-31}], consents: [{purpose: marketing, channel: email, state: given, on: 2025-01-01, how: form, contact: anna}]}`

    Good: `{contacts: [{id: anna, name: {surname: Smit}, until: 2025-12-31}], consents: [{purpose: marketing, channel: email, state: given, on: 2025-01-01, until: 2025-12-31, how: form, contact: anna}]}`
    """
    for relation in book.relations:
        people = {person.id: person for person in relation.contacts}
        for consent in relation.consents:
            person = people.get(consent.contact)
            if person is None:
                continue
            if not period_of(person).holds(consent.on):
                yield _problem(
                    consent,
                    person,
                    f"{person.id} did not work there on {consent.on}",
                    "Check the day, or name who it was.",
                )
            elif _still_counts(relation, consent, book) and not period_of(person).holds(book.as_of):
                yield _problem(
                    consent,
                    person,
                    f"consent for {consent.purpose} by {consent.channel} still counts, but {person.id} has left",
                    "Give the consent an until, or ask the successor.",
                )


def _still_counts(relation: Node, consent: Node, book: Book) -> bool:
    last = last_word(relation, consent.purpose, consent.channel, book.as_of, consent.contact)
    return consent.state == "given" and last is not None and last.on == consent.on and last.state == "given"


def _problem(consent: Node, person: Node, message: str, advice: str) -> Problem:
    key = "until" if person.until is not None else "from"
    return Problem(consent, "contact", message, advice, person, key, "the contact person")
