"""Files to Book: finding the book, reading every file of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from klantboek import schema
from klantboek.book.book import Book
from klantboek.book.files import FOLDERS, SETTINGS, content_of, files_of, unreadable
from klantboek.book.record import Record
from klantboek.errors import BookNotFoundError, KlantboekError
from klantboek.findings import Finding, Place, Severity
from klantboek.yaml import FAULTS, Document, Fault, read


class UnreadableBookError(KlantboekError):
    """Without book.yaml there is no currency, no language, no company: nothing else can be said."""

    exit_code = 4

    def __init__(self, finding: Finding) -> None:
        place = finding.place
        super().__init__(
            f"The book's own file can't be used: {place.file}:{place.line}:{place.column}: {finding.message}",
            finding.help or "Mend that line first; everything else in the book depends on it.",
        )


def find_book(start: Path) -> Path:
    """Give the folder of the book that ``start`` lies in: the one with book.yaml, or records/ beside it."""
    start = start.resolve()
    for folder in (start, *start.parents):
        for candidate in (folder, folder / "records"):
            if (candidate / SETTINGS).is_file():
                return candidate
    raise BookNotFoundError(start)


def load(root: Path, as_of: date | None, today: date | None = None) -> Book:
    """Read every record below ``root``.

    The day that counts as today is ``as_of``, or else the one that book.yaml states, or else ``today``.
    Raises UnreadableBookError when book.yaml itself can't be used; every other fault becomes a finding.
    """
    records: list[Record] = []
    strays: list[Finding] = []
    for file in files_of(root):
        if file.refused or file.kind is None:
            strays.append(_stray(file.name, file.refused))
            continue
        try:
            content = content_of(file.path)
        except OSError as error:
            strays.append(_stray(file.name, unreadable("file", error)))
        else:
            records.append(read_record(file.kind, file.path.stem, content, file.name))
    settings = next((record for record in records if record.kind == "book"), None)
    if settings is None:
        stray = next(stray for stray in strays if stray.place.file == SETTINGS)
        raise UnreadableBookError(replace(stray, help="Put the file itself there, readable for you."))
    if not settings.fits:
        raise UnreadableBookError(settings.findings[0])
    day = as_of or settings.node.as_of or today
    if day is None:
        raise ValueError("a book is read on a day: give as_of or today")
    return Book(root, day, tuple(records), tuple(strays))


def read_record(kind: str, name: str, content: bytes, file: str) -> Record:
    """Read one record and check it against its schema."""
    document = read(content, file)
    label = f"{kind}/{name}"
    if document.faults:
        found = tuple(_finding(label, document, fault) for fault in document.faults)
        return Record(kind, name, document, fits=False, findings=found)
    findings, fits = schema.check(kind, label, document)
    return Record(kind, name, document, fits, tuple(findings))


def _finding(label: str, document: Document, fault: Fault) -> Finding:
    kind = fault.kind
    second = None if fault.second is None else document.span(fault.second, fault.second + 1)
    place = document.span(fault.start, fault.end)
    advice = fault.help or kind.help
    message = fault.message
    return Finding(
        kind.code,
        Severity.ERROR,
        label,
        (),
        place,
        message,
        kind.why,
        advice,
        second,
        "first here" if second else "",
    )


def _stray(name: str, message: str) -> Finding:
    kind = FAULTS["KB014"]
    advice = f"{kind.help} The folders are {', '.join(sorted(FOLDERS))}."
    return Finding(
        kind.code, Severity.WARNING, f"file/{name}", (), Place(name, 1, 1, 1, 1), message, kind.why, advice
    )
