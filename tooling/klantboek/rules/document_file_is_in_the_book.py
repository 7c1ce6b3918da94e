"""KB609, the file of a document is there, and is a file of the book itself."""

from collections.abc import Iterator

from klantboek.book import Book
from klantboek.book.attachments import ERROR, FILE, FOLDER, LINK
from klantboek.book.node import path_of, record_of
from klantboek.rules import Problem, rule


@rule("KB609", requirement="M25")
def document_file_is_in_the_book(book: Book) -> Iterator[Problem]:
    """The file of a document is in the book's folder, as a file of its own and no link to another place.

    The book travels as one folder; what is missing or lies elsewhere is not there for the next reader, and
    a link can make pages show a file that nobody meant to publish.

    Bad: `documents: [{id: contract, title: Service contract, kind: contract, file: documents/R-00001/contract.pdf}]`

    Good: `documents: [{id: contract, title: Service contract, kind: contract, file: book.yaml}]`
    """
    for relation in book.relations:
        said = {finding.path for finding in record_of(relation).findings}
        for document in relation.documents:
            # A path that isn't one, or leads upwards, has a finding of the schema already.
            if document.file is None or path_of(document, "file") in said:
                continue
            problem = _wrong(book.state_of(document.file), document.file)
            if problem is not None:
                yield Problem(document, "file", *problem)


def _wrong(state: str, file: str) -> tuple[str, str] | None:
    """Tell what is wrong with a file that stands so, and what to do; None when nothing is."""
    kind, _, what = state.partition(" ")
    if kind == FILE:
        return None
    if kind == LINK:
        return f"{what} is a link to another place", "Put the file itself in the book."
    if kind == ERROR:
        return f"{file} can't be reached: {what}", "Give it another name or place."
    if kind == FOLDER:
        return f"{file} is a folder", "Name the file in it."
    return (
        f"{file} is not in the book's folder",
        "Put the file there, or write reference: where it is kept.",
    )
