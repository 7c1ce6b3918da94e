"""KB207, a group has a top: nobody is their own parent."""

from collections.abc import Iterator
from datetime import date

from klantboek.book import Book, Node, Record
from klantboek.rules import Problem, rule
from klantboek.rules.claims import is_living
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if is_living(record):
        parents = [link.to for link in record.node.links if link.kind == "parent"]
        yield from ((Side.ASKS, number) for number in parents)
        if parents:
            yield Side.GIVES, record.node.number


@rule("KB207", requirement="M07", across=Across(_claims))
def group_is_a_tree(book: Book) -> Iterator[Problem]:
    """A group has one top: no organisation is its own parent, directly or through others.

    Group totals follow the parents upwards; in a circle they would count for ever.

    Bad: `{relations/R-00001.yaml: {links: [{to: R-00002, kind: parent}]}, relations/R-00002.yaml: {links: [{to: R-00001, kind: parent}]}}`

    Good: `{relations/R-00001.yaml: {links: [{to: R-00002, kind: parent}]}, relations/R-00002.yaml: {status: active}}`
    """
    parents = {relation.number: _parent(relation, book.as_of) for relation in book.relations}
    for circle in _circles(parents):
        link, above = parents[circle[0]], parents[circle[-1]]
        names = " → ".join((*circle, circle[0]))
        yield Problem(
            link,  # type: ignore[arg-type]  # a relation in a circle has a parent
            "to",
            f"{circle[0]} is its own parent: {names}",
            "Remove the link that is wrong, or end it with `until`.",
            above if len(circle) > 1 else None,
            "to",
            "the circle closes here",
        )


def _parent(relation: Node, today: date) -> Node | None:
    """Give the link to the parent that counts today; the first when several are written."""
    for link in relation.links:
        if link.kind == "parent" and (link.until is None or link.until >= today):
            found: Node = link
            return found
    return None


def _circles(parents: dict[str, Node | None]) -> Iterator[list[str]]:
    """Give each circle once, from its first relation in the order of the book; every relation is passed once."""
    order = {number: place for place, number in enumerate(parents)}
    seen: set[str] = set()
    for start in parents:
        way: dict[str, int] = {}
        number = start
        while number in parents and number not in seen:
            seen.add(number)
            way[number] = len(way)
            link = parents[number]
            if link is None:
                break
            number = link.to
        if parents.get(number) is not None and number in way:
            circle = list(way)[way[number] :]
            first = circle.index(min(circle, key=order.__getitem__))
            yield circle[first:] + circle[:first]
