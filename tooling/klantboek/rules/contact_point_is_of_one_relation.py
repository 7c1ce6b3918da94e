"""KB303, an e-mail address or telephone number belongs to one relation."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB303", requirement="M05", severity=Severity.WARNING)
def contact_point_is_of_one_relation(book: Book) -> Iterator[Problem]:
    """An e-mail address or telephone number belongs to one relation, unless the record says why it is shared.

    It is the most common sign of one customer under two numbers.

    Bad: `{relations/R-00001.yaml: {emails: [{address: info@halm.example}]}, relations/R-00002.yaml: {emails: [{address: Info@Halm.example}]}}`

    Good: `{relations/R-00001.yaml: {emails: [{address: info@halm.example}]}, relations/R-00002.yaml: {emails: [{address: info@halm.example, shared: both shops read it}]}}`
    """
    holders: dict[str, tuple[str, Node, str]] = {}
    for relation in book.relations:
        for point, key in _points(relation):
            value = point[key].casefold() + (point.extension or "" if key == "number" else "")
            number, first, first_key = holders.setdefault(value, (relation.number, point, key))
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


def _points(relation: Node) -> Iterator[tuple[Node, str]]:
    """Give the contact points of a relation and of its contact persons who have no record of their own."""
    for holder in (relation, *(contact for contact in relation.contacts if not contact.person)):
        yield from ((email, "address") for email in holder.emails)
        yield from ((phone, "number") for phone in holder.phones)
