"""KB508, who took part in a contact was there at the time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from klantboek.book import Book, Node
from klantboek.book.node import path_of
from klantboek.book.period import Period, period_of
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
    staff = book.once(_staff)
    for relation in book.relations:
        contacts = relation.interactions
        people = {"contacts": _by_id(relation.contacts), "staff": staff} if contacts else {}
        for contact in contacts:
            if contact.state == "cancelled":
                continue
            for key, known in people.items():
                for number, name in enumerate(contact[key]):
                    times = known.get(name)
                    if times and not any(period.holds(contact.on) for _, period in times):
                        yield _absent(contact, key, number, times[-1][0])


_Times = list[tuple[Node, Period]]


def _staff(book: Book) -> dict[str, _Times]:
    return _by_id(book.settings.staff)


def _by_id(people: Iterable[Node]) -> dict[str, _Times]:
    """Give people with their periods by id; who left and came back stands there twice."""
    found: dict[str, _Times] = defaultdict(list)
    for one in people:
        found[one.id].append((one, period_of(one)))
    return found


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
