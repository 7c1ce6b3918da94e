"""What will be written, as values: records that change, and proof that the book is no worse for it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from klantboek.book import Book, Record
from klantboek.book.files import reading_order
from klantboek.book.reading import read_record
from klantboek.book.references import references
from klantboek.changes import Change
from klantboek.edits import edited
from klantboek.edits.rewriting import rewrite
from klantboek.edits.writing import Rewrite
from klantboek.errors import from_here
from klantboek.findings import Finding, Severity
from klantboek.merging.proof import Linting, PlannedSource
from klantboek.merging.refused import RefusedError, WorseError
from klantboek.shapes.order import order_of
from klantboek.yaml import Document, write

# Said of what a person should look at again, not of what is wrong.
_LOOK_AGAIN = {"KB305"}


@dataclass(frozen=True)
class Mention:
    """A text that names a number in words; it stays as it is."""

    file: str
    line: int


@dataclass(frozen=True)
class Plan:
    """A book with changes made in memory: the records by file as they will be, None for one that goes.

    ``moved`` leads from a number to the one that takes its place.
    """

    book: Book
    lint: Linting
    records: Mapping[str, Record | None] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)

    def with_record(self, record: Record) -> "Plan":
        """Give the plan with a record made or changed."""
        return replace(self, records={**self.records, record.file: record})

    def without(self, record: Record) -> "Plan":
        """Give the plan with a record taken out of the book."""
        return replace(self, records={**self.records, record.file: None})

    def now(self, record: Record) -> Record | None:
        """Give a record as it is in the plan."""
        return self.records.get(record.file, record)

    def edited(self, record: Record, changes: Iterable[Change]) -> "Plan":
        """Give the plan with changes of a record; raises EditRefusedError."""
        now = self.now(record)
        if now is None:
            return self
        return self.with_record(reread(record, edited(now.document, changes, order_of(record.kind))))

    @cached_property
    def after(self) -> Book:
        """The book as it will be."""
        known = {record.file for record in self.book.records}
        new = [one for file, one in self.records.items() if file not in known and one is not None]
        kept = [now for one in self.book.records if (now := self.now(one)) is not None]
        return replace(
            self.book,
            records=tuple(
                sorted([*kept, *new], key=lambda record: reading_order(record.file)) if new else kept
            ),
        )

    @property
    def changed(self) -> Iterator[tuple[Record | None, Record | None]]:
        """Give each record that changes as it was and as it will be; None for one that is not there."""
        before = {record.file: record for record in self.book.records}
        for file in sorted(self.records):
            old, new = before.get(file), self.records[file]
            if old is None or new is None or old.document.text != new.document.text:
                yield old, new

    @property
    def rewrites(self) -> list[Rewrite]:
        """The files to write; raises UnwrittenError for one that changed since it was read."""
        return [_rewrite(self.book.root, old, new) for old, new in self.changed]

    @cached_property
    def worse(self) -> list[Finding]:
        """The errors and warnings that the book has after this and did not have before."""
        before = Counter(self._known(one) for one in self.lint.before)
        found = []
        for one in self.lint.after(self._source):
            key = self._known(one)
            if before[key]:
                before[key] -= 1
            else:
                found.append(one)
        gone = Counter((code, where) for code, _, where in before.elements())
        return [one for one in found if _counts(one) and not self._only_moved(one, gone)]

    @property
    def _source(self) -> PlannedSource:
        """The book as it will be, for linting."""
        after = self.after.records
        contents = {
            file: None if record is None else record.document.text.encode()
            for file, record in self.records.items()
        }
        kinds = {record.file: record.kind for record in after if record.file in self.records}
        return PlannedSource(self.book.root, contents, kinds)

    def _only_moved(self, finding: Finding, gone: "Counter[tuple[str, str]]") -> bool:
        """Tell whether the same was said of another record: of the first that uses a field, for instance."""
        code, _, where = self._known(finding)
        gone[code, where] -= 1
        return gone[code, where] >= 0

    def checked(self) -> "Plan":
        """Give the plan itself; raises WorseError when the book would have new findings."""
        if self.worse:
            raise WorseError(self.worse)
        return self

    def _known(self, finding: Finding) -> tuple[str, str, str]:
        """Give what a finding is known by, wherever its record and its place in a list moved."""
        kind, _, number = finding.record.partition("/")
        where = ".".join(step for step in finding.path if isinstance(step, str))
        return finding.code, f"{kind}/{self.moved.get(number, number)}", where


def _counts(finding: Finding) -> bool:
    return finding.severity is not Severity.ADVICE and finding.code not in _LOOK_AGAIN


def reread(record: Record, document: Document) -> Record:
    """Give a record with another text, read and checked as it would be from its file."""
    return read_record(record.kind, record.id, document.text.encode(), record.file)


def made(kind: str, file: str, values: dict[str, object]) -> Record:
    """Give a new record with these values."""
    return read_record(kind, Path(file).stem, write(values).encode(), file)


def _rewrite(root: Path, old: Record | None, new: Record | None) -> Rewrite:
    if old is not None and new is not None:
        return rewrite(root / old.file, old.document, new.document)
    if old is not None:
        same = rewrite(root / old.file, old.document, old.document)
        return Rewrite(same.file, same.old, None)
    if new is None:
        raise ValueError("a record that is neither there nor made")
    return Rewrite(root / new.file, None, new.document.text.encode())


def living(book: Book, number: str) -> Record:
    """Give the record of a relation that can be changed; raises RefusedError for any other."""
    record = book.find("relation", number)
    if record is None:
        raise RefusedError(f"There is no relation {number} in this book.", "Look for it in the handbook.")
    if not record.fits:
        raise RefusedError(
            f"{from_here(book.root / record.file)} can't be used: {record.findings[0].message}.",
            "Mend it; klantboek lint shows how.",
        )
    if record.node.tombstone:
        into = record.node.tombstone.into
        raise RefusedError(
            f"{number} is no relation any more: it was {record.node.tombstone.reason} on {record.node.tombstone.on}.",
            f"It lives on as {into}." if into else "",
        )
    return record


def pointing_at(book: Book, number: str) -> Iterator[tuple[Record, tuple[str | int, ...]]]:
    """Give every place that refers to a relation: the record and the path in it."""
    for record in book.records:
        if record.fits:
            for one in references(record):
                if one.to == "relation" and one.name == number:
                    yield record, one.path


def unread(book: Book) -> list[str]:
    """Give the files that can't be searched for references, because they can't be read or don't fit."""
    return [record.file for record in book.records if not record.fits]


def mentions(book: Book, number: str, besides: Iterable[str]) -> list[Mention]:
    """Give where texts name a number in words, in records other than those."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(number)}(?![\w-])")
    left_out = set(besides)
    return [
        Mention(record.file, line)
        for record in book.records
        if record.file not in left_out and number in record.document.text
        for line, text in enumerate(record.document.text.splitlines(), start=1)
        if pattern.search(text)
    ]
