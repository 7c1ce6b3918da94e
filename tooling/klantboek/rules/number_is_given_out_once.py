"""KB210, a relation number that was retired or erased is not given out again."""

from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.book.book import RELATION
from klantboek.rules import Problem, rule
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    if record.kind == "book":
        yield from ((Side.ASKS, number) for number in record.node.numbering.retired)
    elif record.kind == RELATION:
        yield Side.ASKS if record.node.tombstone else Side.GIVES, record.node.number


@rule("KB210", requirement="M01", across=Across(_claims))
def number_is_given_out_once(book: Book) -> Iterator[Problem]:
    """A relation number that was retired, merged or erased is not given to another relation.

    Old invoices, letters and the notes of colleagues still carry the number; they would point to a stranger.

    Bad: `{book.yaml: {numbering: {retired: [R-00001]}}, relations/R-00001.yaml: {status: active}}`

    Good: `{book.yaml: {numbering: {retired: [R-00002]}}, relations/R-00001.yaml: {status: active}}`
    """
    numbering = book.settings.numbering
    retired = frozenset(numbering.retired)
    stones = {node.number: node for node in book.nodes("relation") if node.tombstone}
    for relation in book.relations:
        number = relation.number
        stone = stones.get(number)
        if stone is not None:
            reason, on = stone.tombstone.reason, stone.tombstone.on
            yield Problem(
                relation,
                "number",
                f"{number} was {reason} on {on} and can't be given out again",
                "Give this relation the next free number.",
                stone,
                "tombstone",
                f"{reason} here",
            )
        elif number in retired:
            yield Problem(
                relation,
                "number",
                f"{number} was retired and can't be given out again",
                "Give this relation the next free number, or take it off the list when it was never used.",
                numbering,
                "retired",
                "retired here",
            )
