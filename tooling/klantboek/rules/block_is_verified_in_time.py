"""KB801, what goes out of date was verified in time."""

from collections.abc import Iterator
from datetime import date

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import shape_of_node
from klantboek.book.period import months_later
from klantboek.book.walk import objects
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

_VERIFIED = frozenset({"verified"})


@rule("KB801", requirement="M53", severity=Severity.WARNING)
def block_is_verified_in_time(book: Book) -> Iterator[Problem]:
    """An address, a telephone number or a contact person was verified within the period of its dictionary entry.

    People move and change jobs: about a fifth of a customer file is out of date after a year, and
    nothing in the record shows which fifth.

    Bad: `{dictionary/base.yaml: {fields: [relation], verify_every_months: 12}, relations/R-00001.yaml: {emails: [{address: a@halm.example, verified: {on: 2019-01-31, how: phone}}]}}`

    Good: `{dictionary/base.yaml: {fields: [relation], verify_every_months: 12}, relations/R-00001.yaml: {emails: [{address: a@halm.example, verified: {on: 2026-06-30, how: phone}}]}}`
    """
    dictionary = Dictionary(book)
    for relation in book.relations:
        if relation.status in {"lost", "ended"}:
            continue
        for node in objects(relation, _VERIFIED):
            if _is_over(node, book.as_of):
                continue
            entry = dictionary.entry(shape_of_node(node).path)
            months = entry.verify_every_months if entry else None
            if months is not None:
                yield from _overdue(node, months, book.as_of)


def _is_over(node: Node, today: date) -> bool:
    until = node.until if "until" in shape_of_node(node).properties else None
    return until is not None and until < today


def _overdue(node: Node, months: int, today: date) -> Iterator[Problem]:
    on = node.verified.on
    if on is None and "collected" in shape_of_node(node).properties:
        on = node.collected.on
    what = shape_of_node(node).title.casefold()
    several = what.endswith("s") and not what.endswith("ss")
    this, has, was = ("these", "have", "were") if several else ("this", "has", "was")
    if on is None:
        message, key = f"{this} {what} {has} never been verified", None
    elif today <= months_later(on, months):
        return
    else:
        message, key = f"{this} {what} {was} last verified on {on}, more than {months} months ago", "verified"
    yield Problem(node, key, message, "Ask the relation, then write verified: {on: …, how: …}.")
