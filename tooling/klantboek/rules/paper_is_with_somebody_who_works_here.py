"""KB610, paper is kept by somebody who works here."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.staff import leavers
from klantboek.findings import Severity
from klantboek.rules import Problem, rule


@rule("KB610", requirement="M30", severity=Severity.WARNING)
def paper_is_with_somebody_who_works_here(book: Book) -> Iterator[Problem]:
    """A document on paper is kept by somebody who still works here.

    Who left no longer knows where the folder is, and nobody notices when it is thrown away.

    Bad: `{book.yaml: {staff: [{id: rd, name: Rein, until: 2025-06-30}]}, relations/R-00001.yaml: {documents: [{id: deed, title: Deed, kind: other, paper: {kept_by: rd, place: cabinet 2}}]}}`

    Good: `{book.yaml: {staff: [{id: jk, name: Joris}]}, relations/R-00001.yaml: {documents: [{id: deed, title: Deed, kind: other, paper: {kept_by: jk, place: cabinet 2}}]}}`
    """
    left = book.once(leavers)
    for relation in book.relations:
        for document in relation.documents:
            keeper = left.get(document.paper.kept_by) if document.paper else None
            if keeper is not None:
                yield Problem(
                    document.paper,
                    "kept_by",
                    f"{keeper.id} keeps this paper, and has left on {keeper.until}",
                    "Hand it over and name who keeps it now.",
                    keeper,
                    "until",
                    "last day",
                )
