"""KB805, where one is chosen, one is chosen."""

from collections.abc import Hashable, Iterator
from datetime import date

from klantboek.book import Book, Node
from klantboek.book.node import shape_of_node
from klantboek.book.period import period_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_NAMES = {
    "preferred": "this one is preferred",
    "main": "this is the main branch of its scheme",
    "moment": "a channel is chosen for this moment",
}


@rule("KB805", requirement="M26", severity=Severity.WARNING)
def one_is_preferred(book: Book) -> Iterator[Problem]:
    """One contact person, e-mail address and number is preferred, one branch of a scheme the main one, one channel chosen for a moment.

    Of two that are preferred nobody knows which to take, and every list takes the one that happens to be first.

    Bad: `contacts: [{id: ria, name: {surname: Bakker}, preferred: true}, {id: tom, name: {surname: Visser}, preferred: true}]`

    Good: `contacts: [{id: ria, name: {surname: Bakker}, preferred: true}, {id: tom, name: {surname: Visser}}]`
    """
    for relation in book.relations:
        for choices, key in _choices(relation):
            chosen: dict[Hashable, Node] = {}
            for what, node in choices:
                if not _holds(node, book.as_of):
                    continue
                first = chosen.setdefault(what, node)
                if first is not node:
                    yield Problem(
                        node,
                        key,
                        f"{_NAMES[key]}, and there is one already",
                        "Choose one of the two.",
                        first,
                        key,
                        "the other one",
                    )


def _choices(relation: Node) -> Iterator[tuple[list[tuple[Hashable, Node]], str]]:
    """Give every choice that can be made once: what it is made for with the node that claims it, and by which key."""
    lists = [relation.contacts]
    lists += [points for one in (relation, *relation.contacts) for points in (one.emails, one.phones)]
    for nodes in lists:
        yield [(None, node) for node in nodes if node.preferred], "preferred"
    yield [(branch.scheme, branch) for branch in relation.branches if branch.main], "main"
    for_moments = relation.preferences.channels if relation.preferences else ()
    yield [((one.moment, one.contact), one) for one in for_moments], "moment"


def _holds(node: Node, today: date) -> bool:
    return "until" not in shape_of_node(node).properties or period_of(node).holds(today)
