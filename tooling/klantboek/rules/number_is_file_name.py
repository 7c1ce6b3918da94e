"""KB201, a record's number or code is the name of its file."""

import re
from collections.abc import Iterator

from klantboek.book import Book, Record
from klantboek.book.book import RELATION
from klantboek.rules import Problem, rule
from klantboek.rules.registry import Across, Claim, Side
from klantboek.shapes import KINDS
from klantboek.shapes.kinds import Kind

# As the schema has it.
_NUMBER = re.compile("R-[0-9]{5,9}")


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
                    _advice(kind, stated, record.id, is_taken=stated in book.ids(kind.name)),
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


def _advice(kind: Kind, stated: str, name: str, *, is_taken: bool) -> str:
    if is_taken:
        return f"{stated}.yaml is there already: delete this file if it is a copy, else give it a {kind.key} of its own."
    rename = f"Rename the file to {stated}.yaml"
    may_stay = kind.name != RELATION or _NUMBER.fullmatch(name)
    return f"{rename}, or write {kind.key}: {name}." if may_stay else f"{rename}."
