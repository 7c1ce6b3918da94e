"""KB511, what is still to be done is with somebody who works here."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.follow_ups import open_follow_ups
from klantboek.book.period import period_of
from klantboek.book.staff import leavers
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB511", requirement="M23", severity=Severity.WARNING)
def open_work_is_with_somebody_who_works_here(book: Book) -> Iterator[Problem]:
    """Whoever looks after a relation, a follow-up, a complaint or a contract still works here.

    Work on the name of somebody who has left is done by nobody, and the customer waits.

    Bad: `{book.yaml: {staff: [{id: rd, name: Rein, until: 2025-06-30}]}, relations/R-00001.yaml: {owner: rd}}`

    Good: `{book.yaml: {staff: [{id: rd, name: Rein, until: 2025-06-30}, {id: jk, name: Joris}]}, relations/R-00001.yaml: {owner: jk}}`
    """
    left = book.once(leavers)
    for relation in book.relations:
        for work in _open_work(book, relation):
            if work.owner in left:
                person = left[work.owner]
                yield Problem(
                    work,
                    "owner",
                    f"{person.id} has left on {person.until}",
                    "Hand it over: name somebody who works here.",
                    person,
                    "until",
                    "last day",
                )


def _open_work(book: Book, relation: Node) -> Iterator[Node]:
    """Give everything of a relation that has an owner and is not over."""
    if relation.status not in {"lost", "ended"}:
        yield relation
    yield from open_follow_ups(relation)
    yield from (one for one in relation.complaints if one.status in {"open", "in_progress"})
    yield from (one for one in relation.contracts if period_of(one).holds(book.as_of))
