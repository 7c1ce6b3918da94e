"""KB218, who alone may decide for a relation does so for one at a time."""

from collections import defaultdict
from collections.abc import Iterator

from klantboek.book import Book, Node, Record
from klantboek.book.node import record_of
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if is_living(record):
        for contact in record.node.contacts:
            if contact.person and contact.exclusive:
                yield Side.HOLDS, contact.person


@rule("KB218", requirement="M06", severity=Severity.ADVICE, across=Across(_claims))
def exclusive_person_is_at_one_relation(book: Book) -> Iterator[Problem]:
    """A person who alone may order or sign for a relation has that role at one relation at a time.

    Somebody with that role in two places has usually left one of them; whoever waits for their signature
    there waits in vain. An owner of two companies is the exception, so this is advice.

    Bad: `{relations/R-00001.yaml: {contacts: [{id: ria, person: R-00003, exclusive: true}]}, relations/R-00002.yaml: {contacts: [{id: ria, person: R-00003, exclusive: true}]}, relations/R-00003.yaml: {kind: person, person: {name: {surname: Bakker}}}}`

    Good: `{relations/R-00001.yaml: {contacts: [{id: ria, person: R-00003, exclusive: true, until: 2024-12-31}]}, relations/R-00002.yaml: {contacts: [{id: ria, person: R-00003, exclusive: true, from: 2025-01-01}]}, relations/R-00003.yaml: {kind: person, person: {name: {surname: Bakker}}}}`
    """
    roles: dict[str, list[Node]] = defaultdict(list)
    for relation in book.relations:
        for contact in relation.contacts:
            if not (contact.person and contact.exclusive):
                continue
            for other in roles[contact.person]:
                there = record_of(other).id
                if there != record_of(contact).id and period_of(other).overlaps(period_of(contact)):
                    yield Problem(
                        contact,
                        "exclusive",
                        f"{contact.person} alone may decide here, and at {there} at the same time",
                        "End the role that is over with `until`, or say `exclusive: false` where others may too.",
                        other,
                        "exclusive",
                        "and here",
                    )
                    break
            roles[contact.person].append(contact)
