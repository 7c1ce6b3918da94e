"""KB707, the dictionary says where a field comes from."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.dictionary import Dictionary
from klantboek.book.usage import first_use
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB707", requirement="M36", severity=Severity.WARNING, registers_only=True)
def field_has_a_source(book: Book) -> Iterator[Problem]:
    """The entry of a field in use names at least one source that the field may come from.

    Whoever asks where we got something about them must be told (GDPR articles 14 and 15), and a value of
    unknown origin can't be checked.

    Bad: `{dictionary/base.yaml: {fields: [relation]}}`

    Good: `{vocabularies/sources.yaml: {terms: [{code: order, names: {nl: Bestelling, en: Order}}]}, dictionary/base.yaml: {fields: [relation], sources: [order]}}`
    """
    used = Dictionary(book).fields_in_use()
    for entry in book.nodes("dictionary"):
        if entry.decision.outcome != "rejected" and entry.code in used and not entry.sources:
            use = used[entry.code][0]
            yield Problem(
                entry,
                "code",
                f"{entry.code} names no source, and {use.field} is in use at {first_use(use)}",
                f"Name the sources, as terms of {book.shown('vocabularies/sources.yaml')}, in sources.",
            )
