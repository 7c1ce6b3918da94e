"""KB111, references point to living relations."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.references import references
from klantboek.rules import Problem, rule


@rule("KB111", requirement="M54")
def reference_is_current(book: Book) -> Iterator[Problem]:
    """References point to living relations, not to a number that was merged, retired or erased.

    The old number keeps pointing to the new one, but pages, groups and figures only count living relations.

    Bad: `{relations/R-00001.yaml: {links: [{to: R-00002, kind: parent}]}, relations/R-00002.yaml: {number: R-00002, tombstone: {reason: retired, on: 2025-01-01}}}`

    Good: `{relations/R-00001.yaml: {links: [{to: R-00002, kind: parent}]}, relations/R-00002.yaml: {status: active}}`
    """
    for record in book.records:
        if not record.fits or record.kind == "judgement":
            continue
        for reference in references(record):
            target = book.find("relation", reference.name) if reference.to == "relation" else None
            if target is None or not target.fits or reference.path[:1] == ("tombstone",):
                continue
            stone = target.node.tombstone
            if stone:
                into = f" into {stone.into}" if stone.into else ""
                yield Problem.at(
                    record,
                    reference.path,
                    f"{reference.name} was {stone.reason}{into} on {stone.on}",
                    f"Refer to {stone.into}."
                    if stone.into
                    else "Remove the reference, or name another relation.",
                )
