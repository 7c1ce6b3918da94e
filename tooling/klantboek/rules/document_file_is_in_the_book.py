"""KB609, the file of a document is there, and is a file of the book itself."""

from collections.abc import Iterator
from pathlib import Path

from klantboek.book import Book
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
            try:
                problem = _wrong(book.root, document.file)
            except OSError as error:
                problem = (
                    f"{document.file} can't be reached: {error.strerror}",
                    "Give it another name or place.",
                )
            if problem is not None:
                yield Problem(document, "file", *problem)


def _wrong(root: Path, file: str) -> tuple[str, str] | None:
    """Tell what is wrong with a file below the root, and what to do; None when nothing is."""
    place = root
    for step in file.split("/"):
        place /= step
        if place.is_symlink():
            what = place.relative_to(root).as_posix()
            return f"{what} is a link to another place", "Put the file itself in the book."
    if place.is_dir():
        return f"{file} is a folder", "Name the file in it."
    if not place.is_file():
        return (
            f"{file} is not in the book's folder",
            "Put the file there, or write reference: where it is kept.",
        )
    return None
