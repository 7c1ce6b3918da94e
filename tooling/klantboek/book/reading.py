"""One file of the book to a record: read, checked against its schema, never lost."""

from functools import partial

from klantboek import schema
from klantboek.book.files import FOLDERS
from klantboek.book.record import Record
from klantboek.findings import Finding, Place, Severity
from klantboek.yaml import FAULTS, Document, Fault, read, read_quickly


def read_record(kind: str, name: str, content: bytes, file: str) -> Record:
    """Read one record and check it against its schema."""
    document = read(content, file)
    label = f"{kind}/{name}"
    if document.faults:
        found = tuple(_finding(label, document, fault) for fault in document.faults)
        return Record(kind, name, document, fits=False, findings=found)
    findings, fits = schema.check(kind, label, document)
    return Record(kind, name, document, fits, tuple(findings))


def fine_record(kind: str, name: str, content: bytes, file: str) -> Record | None:
    """Read one record the quick way; None when it must be read the usual way, for one reason or another.

    It has no findings, and its nodes are made at once. Its values equal those of ``read_record``, but a decimal may have
    lost a zero at its end: what is printed is printed from the other.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    document = read_quickly(text, file, partial(schema.fits_swiftly, kind))
    return None if document is None else Record(kind, name, document, fits=True, is_ready=True)


def quickest_record(kind: str, name: str, content: bytes, file: str) -> Record:
    """Read one record the quick way where that is possible: its values equal those of ``read_record``."""
    return fine_record(kind, name, content, file) or read_record(kind, name, content, file)


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


def stray(name: str, message: str) -> Finding:
    """Give the finding about a file that is not read."""
    kind = FAULTS["KB014"]
    advice = f"{kind.help} The folders are {', '.join(sorted(FOLDERS))}."
    return Finding(
        kind.code, Severity.WARNING, f"file/{name}", (), Place(name, 1, 1, 1, 1), message, kind.why, advice
    )
