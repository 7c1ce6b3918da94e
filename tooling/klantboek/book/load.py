"""Files to Book: finding the book, reading every file of it."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from klantboek import schema
from klantboek.book.book import Book
from klantboek.book.record import Record
from klantboek.errors import BookNotFoundError, KlantboekError
from klantboek.findings import Finding, Place, Severity
from klantboek.shapes import KINDS
from klantboek.yaml import FAULTS, Document, Fault, limits, read

SETTINGS = "book.yaml"
FOLDERS = {kind.folder: kind.name for kind in KINDS.values() if kind.folder}


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
    for file in _files(root):
        name = file.relative_to(root).as_posix()
        kind = "book" if name == SETTINGS else FOLDERS.get(name.partition("/")[0]) if "/" in name else None
        if kind is None:
            strays.append(_stray(name, "no kind of record lives in this folder"))
        elif file.suffix != ".yaml":
            strays.append(_stray(name, "records end in .yaml, so this file is not read"))
        elif file.is_symlink():
            strays.append(_stray(name, "a link is not a record: it can point outside the book"))
        else:
            records.append(read_record(kind, file.stem, _content(file), name))
    settings = next(record for record in records if record.kind == "book")
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


def _files(root: Path) -> Iterator[Path]:
    """Give all YAML files below the folder, in the order of their names; hidden ones are left out."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith((".yaml", ".yml")) and not name.startswith("."):
                yield Path(folder, name)


def _content(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(limits.BYTES + 1)


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
