"""KB804, a former value is no longer the current one."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.node import shape_of_node, value_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.shapes import Type

_PLACE = ("street", "house_number", "suffix", "box", "po_box", "reply_number", "postcode", "country")


@rule("KB804", requirement="M53", severity=Severity.WARNING)
def former_value_is_not_the_current_one(book: Book) -> Iterator[Problem]:
    """A value that stands among the former ones, or a former name, is not in use as the current one too.

    Either it was never replaced, or it has come back and says since when; now a letter may go to the old place.

    Bad: `{emails: [{address: a@halm.example}], former: [{field: relation.emails.address, value: a@halm.example, until: 2025-01-31}]}`

    Good: `{emails: [{address: b@halm.example}], former: [{field: relation.emails.address, value: a@halm.example, until: 2025-01-31}]}`
    """
    for relation in book.relations:
        for former in relation.former:
            for node, key in _current(relation, former.field.split(".")[1:]):
                if _same(former, node, key) and not _apart(book, former, node):
                    yield _problem(former, node, key, f"this {'address' if key is None else 'value'} held")
        for former in relation.organisation.former_names if relation.organisation else ():
            if former.name == relation.organisation.name:
                yield _problem(former, relation.organisation, "name", "this was the name")


def _current(node: Node, steps: list[str]) -> Iterator[tuple[Node, str | None]]:
    """Give where the field stands now: a node and its property, or a node in a list."""
    if not node or not steps or (shape := shape_of_node(node).properties.get(steps[0])) is None:
        return
    below = node[steps[0]]
    nodes = below if shape.type is Type.LIST else (below,)
    inner = shape.items if shape.type is Type.LIST else shape
    if inner is None or inner.type is not Type.OBJECT:
        # A status, a class or an amount may well be what it was before; a number or a name hardly.
        own = shape.type is Type.TEXT and not shape.choices and not shape.reference
        if len(steps) == 1 and own:
            yield node, steps[0]
    elif len(steps) == 1:
        yield from ((one, None) for one in nodes if one)
    else:
        for one in nodes:
            yield from _current(one, steps[1:])


def _same(former: Node, node: Node, key: str | None) -> bool:
    if key is None:
        old, now = value_of(former.address) or {}, value_of(node)
        return bool(old) and all(old.get(name) == now.get(name) for name in _PLACE)
    now = node[key]
    return former.value is not None and now is not None and str(now) == former.value


def _apart(book: Book, former: Node, node: Node) -> bool:
    """Tell whether the current one is over itself, or came back after it had been former."""
    if not {"from", "until"} <= set(shape_of_node(node).properties):
        return False
    over = node.until is not None and node.until < book.as_of
    return over or (node.from_ is not None and node.from_ > former.until)


def _problem(former: Node, node: Node, key: str | None, what: str) -> Problem:
    return Problem(
        former,
        "until",
        f"{what} until {former.until}, and is so today",
        "Remove the former value, or the current one; or write from there if it came back.",
        node,
        key,
        "in use here",
    )
