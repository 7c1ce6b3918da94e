"""KB608, a document can be found: as a file, as a reference, or on paper."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB608", requirement="M25", severity=Severity.WARNING)
def document_can_be_found(book: Book) -> Iterator[Problem]:
    """A document says where it is: a file of the book, a reference to another system, or paper and who keeps it.

    A title alone says that there is a contract, and leaves everybody looking for it.

    Bad: `documents: [{id: contract, title: Service contract, kind: contract}]`

    Good: `documents: [{id: contract, title: Service contract, kind: contract, reference: archive 2026-0147}]`
    """
    for relation in book.relations:
        for document in relation.documents:
            if document.file is None and document.reference is None and not document.paper:
                yield Problem(
                    document,
                    "title",
                    f"nobody can find {document.id}: it has no file, no reference and no paper",
                    "Add file, reference, or paper with kept_by and place.",
                )
