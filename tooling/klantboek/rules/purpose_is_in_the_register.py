"""KB903, what a field is used for stands in the register of processing."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import record_of
from klantboek.book.usage import Use, first_use
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB903", requirement="M57", severity=Severity.WARNING, registers_only=True)
def purpose_is_in_the_register(book: Book) -> Iterator[Problem]:
    """The purpose of a personal field in use is a processing activity of the book.

    The purpose is what the field's dictionary entry names, or else what klantboek's schema proposes. Without
    the activity there is no legal basis, and the register and the privacy statement say nothing about it
    (GDPR articles 6 and 30).

    Bad: `{dictionary/base.yaml: {fields: [relation]}, relations/R-00001.yaml: {notes: [{on: 2026-01-01, by: hdv, text: Opens at six.}]}}`

    Good: `{processing/relationship.yaml: {code: relationship}, dictionary/base.yaml: {fields: [relation], purposes: [relationship]}, relations/R-00001.yaml: {notes: [{on: 2026-01-01, by: hdv, text: Opens at six.}]}}`
    """
    known = set(book.ids("processing"))
    dictionary = Dictionary(book)
    lacking: dict[str, list[Use]] = {}
    for use in book.uses.values():
        if use.shape is None or not use.shape.purpose or use.shape.purpose in known:
            continue
        entry = dictionary.entry(use.field)
        # Activities that an entry names and that don't exist are broken references, which KB110 reports.
        if entry is None or not entry.purposes:
            lacking.setdefault(use.shape.purpose, []).append(use)
    for purpose, found in lacking.items():
        more = len(found) - 1
        others = f" and {more} other field{'' if more == 1 else 's'}" if more else ""
        yield Problem.at(
            record_of(found[0].relation),
            found[0].path,
            f"{found[0].field}{others} are used for {purpose}, which is no processing activity of this book"
            if more
            else f"{found[0].field} is used for {purpose}, which is no processing activity of this book",
            f"Describe it in {book.shown(f'processing/{purpose}.yaml')}, or name other purposes in the dictionary. "
            f"It is in use at {first_use(found[0])}.",
            key=True,
        )
