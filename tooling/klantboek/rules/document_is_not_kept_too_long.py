"""KB611, a document is not kept past the day until which it must be."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB611", requirement="M57", severity=Severity.ADVICE)
def document_is_not_kept_too_long(book: Book) -> Iterator[Problem]:
    """A document whose `keep_until` has passed is looked at: destroyed, or kept longer for a reason.

    Personal data is kept no longer than it is needed (GDPR article 5); a stored letter is easily forgotten.

    Bad: `documents: [{id: contract, title: Service contract, kind: contract, reference: archive 12, keep_until: 2025-12-31}]`

    Good: `documents: [{id: contract, title: Service contract, kind: contract, reference: archive 12, keep_until: 2031-12-31}]`
    """
    for relation in book.relations:
        for document in relation.documents:
            if document.keep_until is not None and document.keep_until < book.as_of:
                yield Problem(
                    document,
                    "keep_until",
                    f"{document.id} had to be kept until {document.keep_until}",
                    "Destroy it and remove the entry, or write a later day if there is a reason to keep it.",
                )
