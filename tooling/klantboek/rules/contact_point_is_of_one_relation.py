"""KB303, an e-mail address or telephone number belongs to one relation."""

from collections.abc import Iterator

from klantboek.book import Book, Node, Record
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if is_living(record):
        yield from ((Side.HOLDS, _value(point, key)) for point, key in _points(record.node))


@rule("KB303", requirement="M05", severity=Severity.WARNING, across=Across(_claims))
def contact_point_is_of_one_relation(book: Book) -> Iterator[Problem]:
    """An e-mail address or telephone number belongs to one relation, unless the record says why it is shared.

    It is the most common sign of one customer under two numbers.

    Bad: `{relations/R-00001.yaml: {emails: [{address: info@halm.example}]}, relations/R-00002.yaml: {emails: [{address: Info@Halm.example}]}}`

    Good: `{relations/R-00001.yaml: {emails: [{address: info@halm.example}]}, relations/R-00002.yaml: {emails: [{address: info@halm.example, shared: both shops read it}]}}`
    """
    holders: dict[str, tuple[str, Node, str]] = {}
    for relation in book.relations:
        for point, key in _points(relation):
            number, first, first_key = holders.setdefault(_value(point, key), (relation.number, point, key))
            if number == relation.number or point.shared or first.shared:
                continue
            yield Problem(
                point,
                key,
                f"this {'e-mail address' if key == 'address' else 'number'} also stands in {number}",
                "Merge the two when they are one customer; else write the reason in `shared`.",
                first,
                first_key,
                "there",
            )


def _value(point: Node, key: str) -> str:
    value: str = point[key]
    return value.casefold() + (point.extension or "" if key == "number" else "")


def _points(relation: Node) -> Iterator[tuple[Node, str]]:
    """Give the contact points of a relation and of its contact persons who have no record of their own."""
    for holder in (relation, *(contact for contact in relation.contacts if not contact.person)):
        yield from ((email, "address") for email in holder.emails)
        yield from ((phone, "number") for phone in holder.phones)
