"""KB220, a contact person refers to a person."""

from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if is_living(record):
        yield from ((Side.ASKS, contact.person) for contact in record.node.contacts if contact.person)
        if record.node.kind == "organisation":
            yield Side.GIVES, record.node.number


@rule("KB220", requirement="M06", across=Across(_claims))
def contact_person_is_a_person(book: Book) -> Iterator[Problem]:
    """The relation that a contact person refers to is a person, not an organisation.

    The name, salutation and consent of the contact person are read there; an organisation has none.

    Bad: `{relations/R-00001.yaml: {contacts: [{id: ria, person: R-00002}]}, relations/R-00002.yaml: {kind: organisation}}`

    Good: `{relations/R-00001.yaml: {contacts: [{id: ria, person: R-00002}]}, relations/R-00002.yaml: {kind: person, person: {name: {surname: Bakker}}}}`
    """
    organisations = {one.number: one for one in book.relations if one.kind == "organisation"}
    for relation in book.relations:
        for contact in relation.contacts:
            target = organisations.get(contact.person)
            if target is not None:
                yield Problem(
                    contact,
                    "person",
                    f"{contact.person} is an organisation, not a person",
                    "Name the person's own relation, or write the name here; a tie between organisations goes in links.",
                    target,
                    "kind",
                    "its kind",
                )
