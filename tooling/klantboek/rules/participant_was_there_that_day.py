"""KB508, who took part in a contact was there at the time."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.node import path_of
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB508", requirement="M23", severity=Severity.WARNING)
def participant_was_there_that_day(book: Book) -> Iterator[Problem]:
    """Whoever took part in a contact, or will, works there on that day: on their side and on ours.

    Otherwise the day is wrong, the person is, or the dates of the person are; and a planned visit goes to
    somebody who has left.

    Bad: `{relations/R-00001.yaml: {contacts: [{id: ria, name: {surname: Bakker}, until: 2024-01-31}], interactions: [{on: 2026-11-02, state: realised, form: individual, kind: sales, channel: phone, subject: Oven, contacts: [ria]}]}}`

    Good: `{relations/R-00001.yaml: {contacts: [{id: ria, name: {surname: Bakker}}], interactions: [{on: 2026-11-02, state: realised, form: individual, kind: sales, channel: phone, subject: Oven, contacts: [ria]}]}}`
    """
    for relation in book.relations:
        people = {"contacts": relation.contacts, "staff": book.settings.staff}
        for contact in relation.interactions:
            if contact.state == "cancelled":
                continue
            for key, known in people.items():
                for number, name in enumerate(contact[key]):
                    # Who left and came back stands there twice.
                    times = [one for one in known if one.id == name]
                    if times and not any(period_of(one).holds(contact.on) for one in times):
                        yield _absent(contact, key, number, times[-1])


def _absent(contact: Node, key: str, number: int, person: Node) -> Problem:
    not_yet = person.from_ is not None and contact.on < person.from_
    bound = "from" if not_yet else "until"
    what = "was not there yet" if not_yet else "had left"
    return Problem(
        contact,
        None,
        f"{person.id} {what} on {contact.on}",
        "Name who took part, or correct the day or the dates of the person.",
        person,
        bound,
        "first day" if not_yet else "last day",
        exact=(*path_of(contact), key, number),
    )
