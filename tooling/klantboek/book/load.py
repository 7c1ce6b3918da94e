"""Files to Book: finding the book, reading every file of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from klantboek.book.book import Book
from klantboek.book.files import SETTINGS, BookFile, content_of, files_of, unreadable
from klantboek.book.reading import read_record, stray
from klantboek.book.record import Record
from klantboek.errors import BookNotFoundError, KlantboekError, from_here
from klantboek.findings import Finding


class UnreadableBookError(KlantboekError):
    """Without book.yaml there is no currency, no language, no company: nothing else can be said."""

    exit_code = 4

    def __init__(self, root: Path, findings: Sequence[Finding]) -> None:
        told = [
            f"{from_here(root / one.place.file)}:{one.place.line}:{one.place.column}: {one.message}"
            for one in findings
        ]
        if len(told) == 1:
            advice = findings[0].help or "Mend that line first; everything else in the book depends on it."
            super().__init__(f"The book's own file can't be used: {told[0]}", advice)
        else:
            super().__init__(
                f"The book's own file can't be used: {len(told)} things in it are wrong.",
                "Mend these first; everything else in the book depends on them.",
                [f"{line}. {one.help}".rstrip() for line, one in zip(told, findings, strict=True)],
            )


def find_book(start: Path) -> Path:
    """Give the folder of the book that ``start`` lies in: the one with book.yaml, or records/ beside it."""
    start = start.resolve()
    for folder in (start, *start.parents):
        for candidate in (folder, folder / "records"):
            if (candidate / SETTINGS).is_file():
                return candidate
    raise BookNotFoundError(start)


Reader = Callable[[str, str, bytes, str], Record]


def load(root: Path, as_of: date | None, today: date | None = None, reader: Reader = read_record) -> Book:
    """Read every record below ``root``, each by ``read_record`` unless another reader is given.

    The day that counts as today is ``as_of``, or else the one that book.yaml states, or else ``today``.
    Raises UnreadableBookError when book.yaml itself can't be used; every other fault becomes a finding.
    """
    records, strays = read_all(files_of(root), lambda file: content_of(file.path), reader)
    return Book(root, day_of(root, records, strays, as_of, today), tuple(records), tuple(strays))


def read_all(
    files: Iterable[BookFile],
    content: Callable[[BookFile], bytes],
    reader: Reader = read_record,
) -> tuple[list[Record], list[Finding]]:
    """Read files to records, and give the findings about those that are not read."""
    records: list[Record] = []
    strays: list[Finding] = []
    for file in files:
        if file.refused or file.kind is None:
            strays.append(stray(file.name, file.refused))
            continue
        try:
            found = content(file)
        except OSError as error:
            strays.append(stray(file.name, unreadable("file", error)))
        else:
            records.append(reader(file.kind, file.stem, found, file.name))
    return records, strays


def day_of(
    root: Path, records: Iterable[Record], strays: Iterable[Finding], as_of: date | None, today: date | None
) -> date:
    """Give the day that counts as today for a book of these records: see ``load``."""
    settings = next((record for record in records if record.kind == "book"), None)
    if settings is None:
        found = next(one for one in strays if one.place.file == SETTINGS)
        raise UnreadableBookError(root, [replace(found, help="Put the file itself there, readable for you.")])
    if not settings.fits:
        raise UnreadableBookError(root, settings.findings)
    day: date | None = as_of or settings.node.as_of or today
    if day is None:
        raise ValueError("a book is read on a day: give as_of or today")
    return day
