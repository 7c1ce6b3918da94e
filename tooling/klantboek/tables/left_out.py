"""Which records are in the tables, which are left out, and why."""

from dataclasses import dataclass

from klantboek.book import Book, Record


@dataclass(frozen=True)
class LeftOut:
    """A record that is not in the tables; ``reason`` is one of ``REASONS``."""

    kind: str
    id: str
    file: str
    reason: str


TOMBSTONE = "it is a tombstone: its number is no longer in use"
DOES_NOT_FIT = "it does not fit its schema"
SAME_NAME = "another file has the same name"
UNREADABLE = "it can't be read"
REASONS = (DOES_NOT_FIT, SAME_NAME, TOMBSTONE, UNREADABLE)


def rows_of(book: Book, kind: str) -> list[Record]:
    """Give the records of a kind that are in the tables, in the order of their ids."""
    here = (record for record in book.records if record.kind == kind and _reason(book, record) is None)
    return sorted(here, key=lambda record: record.id)


def left_out(book: Book) -> tuple[LeftOut, ...]:
    """Give the records that are not in the tables, in the order of their files."""
    found = ((record, _reason(book, record)) for record in book.records)
    return tuple(LeftOut(record.kind, record.id, record.file, reason) for record, reason in found if reason)


def _reason(book: Book, record: Record) -> str | None:
    # The first of the files counts, as in Book.find, whatever is in the others.
    if book.find(record.kind, record.id) is not record:
        return SAME_NAME
    if not record.fits:
        return DOES_NOT_FIT
    if record.kind == "relation" and record.node.tombstone:
        return TOMBSTONE
    return None
