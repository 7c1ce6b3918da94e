"""A book read for its pages: values without their places in the files, and findings as lint keeps them."""

from datetime import date
from pathlib import Path

from klantboek.book import Book
from klantboek.book.files import BookFile, content_of, files_of
from klantboek.book.load import day_of, read_all
from klantboek.book.reading import fine_record
from klantboek.book.record import Record
from klantboek.findings import Finding
from klantboek.handbook.sweeping import put_off


def read_for_pages(root: Path, as_of: date | None, today: date | None = None) -> Book:
    """Read a book as ``load`` does, several times as fast; what is unusual in any way is read the usual way.

    Values have no places in their files, and a decimal may have lost a zero at its end. Raises what ``load`` raises.
    """
    files = list(files_of(root))
    with put_off():
        quick = {file.name: record for file in files if (record := _quick(file)) is not None}
    usual, strays = read_all(
        (file for file in files if file.name not in quick), lambda file: content_of(file.path)
    )
    found = quick | {record.file: record for record in usual}
    # The order of the files is that of the book, whichever way each was read.
    records = tuple(found[file.name] for file in files if file.name in found)
    return Book(root, day_of(root, records, strays, as_of, today), records, tuple(strays))


def _quick(file: BookFile) -> Record | None:
    if file.refused or file.kind is None:
        return None
    try:
        content = content_of(file.path)
    except OSError:
        return None
    found = fine_record(file.kind, file.stem, content, file.name)
    return None if found is None else Record(file.kind, file.stem, found.document, fits=True)


def findings_of(book: Book) -> tuple[Finding, ...]:
    """Give everything there is to say about a book on disk; what lint found before is not looked for again."""
    from klantboek.aggregates.findings import findings_beside  # noqa: PLC0415 -- the database takes its time to import
    from klantboek.linting import check_book  # noqa: PLC0415 -- so do numbers
    from klantboek.linting.lint import Way  # noqa: PLC0415
    from klantboek.tables.ledger_checks import bulk_of_ledgers  # noqa: PLC0415

    return check_book(
        book.root, book.as_of, None, way=Way(jobs=1, beside=findings_beside, bulk=bulk_of_ledgers)
    ).findings
