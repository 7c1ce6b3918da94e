"""KB201, a record's number or code is the name of its file."""

from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.rules import Problem, rule
from klantboek.rules.registry import Across, Claim, Side
from klantboek.shapes import KINDS


def _claims(record: Record) -> Iterator[Claim]:
    key = KINDS[record.kind].key
    if key is not None:
        stated = record.node[key]
        yield from ((Side.HOLDS, f"{record.kind}/{name}") for name in {record.id, stated})
        if stated != record.id:
            yield Side.SUSPECT, ""


@rule("KB201", requirement="M01", across=Across(_claims))
def number_is_file_name(book: Book) -> Iterator[Problem]:
    """A record's number or code is the name of its file, and stands in the book once.

    Everyone refers to a record by its number; and two branches that take one number only collide in git
    when the number is the file name.

    Bad: `{relations/R-00001.yaml: {number: R-00010}}`

    Good: `{relations/R-00001.yaml: {number: R-00001}}`
    """
    for kind in KINDS.values():
        seen: dict[str, Problem] = {}
        for record in book.records:
            if record.kind != kind.name or kind.key is None or not record.fits:
                continue
            stated = record.node[kind.key]
            if stated != record.id:
                yield Problem(
                    record.node,
                    kind.key,
                    f"the {kind.key} is {stated} but the file is named {record.id}.yaml",
                    f"Rename the file to {stated}.yaml, or write {kind.key}: {record.id}.",
                )
            if record.id in seen:
                yield Problem(
                    record.node,
                    kind.key,
                    f"{record.id} stands in two folders of the book",
                    "Give one of the two a number of its own.",
                    seen[record.id].node,
                    kind.key,
                    "the other one",
                )
            seen.setdefault(record.id, Problem(record.node, kind.key, ""))
