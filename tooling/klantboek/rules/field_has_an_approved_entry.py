"""KB701, a field in use has an approved entry in the dictionary."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import record_of
from klantboek.book.usage import Use
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.shapes import Type

# What a record is named by, and what is left of it when it is gone, is not collected about anyone.
_GIVEN = {"relation.number", "relation.tombstone"}


@rule("KB701", requirement="M49", severity=Severity.WARNING, registers_only=True)
def field_has_an_approved_entry(book: Book) -> Iterator[Problem]:
    """A field that is in use has an entry in the dictionary, and the entry was not rejected.

    Before a field is collected, eight questions are answered for it; else a book fills with data that
    nobody needs, nobody checks and nobody may keep.

    Bad: `{relations/R-00001.yaml: {since: 2020-01-01}}`

    Good: `{dictionary/base.yaml: {fields: [relation]}, relations/R-00001.yaml: {since: 2020-01-01}}`
    """
    dictionary = book.once(Dictionary)
    for use in book.uses.values():
        if _is_judged_by_itself(use, dictionary):
            entry = dictionary.entry(use.field)
            if entry is None or entry.decision.outcome == "rejected":
                yield _problem(use, entry, book.shown("dictionary"))


def _is_judged_by_itself(use: Use, dictionary: Dictionary) -> bool:
    """Tell a field or group that one entry speaks for from the groups around it and the fields inside it."""
    above = use.field.rpartition(".")[0]
    if use.field in _GIVEN or above in _GIVEN:
        return False
    if use.shape is None:
        return True
    parted = use.shape.type is Type.OPEN or dictionary.is_divided(use.field)
    return not parted and (above == "relation" or dictionary.is_divided(above))


def _problem(use: Use, entry: Node | None, folder: str) -> Problem:
    used = f"in use in {use.count} relation{'' if use.count == 1 else 's'}"
    if entry is None:
        message = f"{use.field} is {used} but has no entry in the dictionary"
        advice = f"Answer the eight questions in {folder}/{use.path[0]}.yaml, or stop collecting it."
    else:
        message = f"{use.field} is {used} but was rejected on {entry.decision.on}"
        advice = "Remove the values, or decide again and write down why."
    return Problem.at(record_of(use.relation), use.path, message, advice, key=True)
