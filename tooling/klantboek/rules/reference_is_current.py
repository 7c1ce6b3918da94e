"""KB111, references point to living relations."""

from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.book.book import RELATION
from klantboek.book.parts import parts_of
from klantboek.rules import Problem, rule
from klantboek.rules.claims import named
from klantboek.rules.registry import Across, Claim, Side


def _claims(record: Record) -> Iterator[Claim]:
    yield from ((Side.ASKS, number) for number in named(record))
    if record.kind == RELATION and record.node.tombstone:
        yield Side.GIVES, record.id


@rule("KB111", requirement="M54", across=Across(_claims))
def reference_is_current(book: Book) -> Iterator[Problem]:
    """References point to living relations, not to a number that was merged, retired or erased.

    The old number keeps pointing to the new one, but pages, groups and figures only count living relations.

    Bad: `{relations/R-00001.yaml: {links: [{to: R-00002, kind: parent}]}, relations/R-00002.yaml: {number: R-00002, tombstone: {reason: retired, on: 2025-01-01}}}`

    Good: `{relations/R-00001.yaml: {links: [{to: R-00002, kind: parent}]}, relations/R-00002.yaml: {status: active}}`
    """
    for record in book.records:
        if not record.fits or record.kind == "judgement":
            continue
        for path, to, name in parts_of(record).references:
            if to != RELATION:
                continue
            target = book.find(RELATION, name)
            if target is None or not target.fits or path[:1] == ("tombstone",):
                continue
            stone = target.node.tombstone
            if stone:
                into = f" into {stone.into}" if stone.into else ""
                yield Problem.at(
                    record,
                    path,
                    f"{name} was {stone.reason}{into} on {stone.on}",
                    f"Refer to {stone.into}."
                    if stone.into
                    else "Remove the reference, or name another relation.",
                )
