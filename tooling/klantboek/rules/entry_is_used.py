"""KB711, what was approved is used."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.fields import stands_for_something
from klantboek.book.period import months_later
from klantboek.findings import Severity
from klantboek.rules import Problem, rule

# So long a new field may stay empty before anyone asks.
_MONTHS = 6


@rule("KB711", requirement="M48", severity=Severity.ADVICE, registers_only=True)
def entry_is_used(book: Book) -> Iterator[Problem]:
    """A field that was approved half a year ago is filled for at least one relation.

    A field that nobody fills is a question on every form that leads to nothing.

    Bad: `{dictionary/habits.yaml: {fields: [relation.person.profile.habits]}}`

    Good: `{dictionary/habits.yaml: {fields: [relation.person.profile.habits]}, relations/R-00001.yaml: {kind: person, person: {name: {surname: Smit}, profile: {habits: [bakes on Sunday]}}}}`
    """
    used = Dictionary(book).fields_in_use()
    for entry in book.nodes("dictionary"):
        if (
            entry.decision.outcome == "rejected"
            or entry.code in used
            # Another entry that names it too speaks for it; that is a finding of its own.
            or any(field in book.uses for field in entry.fields)
            or months_later(entry.decision.on, _MONTHS) >= book.as_of
            or not all(field.startswith("relation") and stands_for_something(field) for field in entry.fields)
            # A relation that can't be read may have it.
            or any(_is_written(field, text) for text in book.unread() for field in entry.fields)
        ):
            continue
        yield Problem(
            entry,
            "fields",
            f"{entry.code} was approved on {entry.decision.on} and no relation has it",
            "Start filling it, or reject it at the next review.",
        )


def _is_written(field: str, text: str) -> bool:
    return f"{field.rpartition('.')[2]}:" in text
