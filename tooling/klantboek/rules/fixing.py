"""Fixes of findings, made in rounds until there is nothing left to fix."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from klantboek.book import Book, Record
from klantboek.book.reading import read_record
from klantboek.changes import Fix, Steps
from klantboek.edits import EditRefusedError, edited
from klantboek.edits.rewriting import rewrite
from klantboek.edits.writing import Rewrite
from klantboek.findings import Finding
from klantboek.shapes.order import order_of

# One fix may make room for the next; two that undo each other would go on for ever.
_ROUNDS = 10


@dataclass(frozen=True)
class Refused:
    """A finding whose fix could not be made, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True)
class Fixed:
    """A book with its fixes made, in memory: what was fixed, what could not be, and which records changed."""

    book: Book
    fixed: tuple[Finding, ...]
    refused: tuple[Refused, ...]
    records: tuple[tuple[Record, Record], ...]

    @property
    def rewrites(self) -> list[Rewrite]:
        """The files to write; raises UnwrittenError for one that changed since it was read."""
        return [rewrite(self.book.root / old.file, old.document, new.document) for old, new in self.records]


def fix_book(book: Book, find: Callable[[Book], Sequence[Finding]], *, unsafe: bool) -> Fixed:
    """Fix what ``find`` reports and has a safe fix, or any fix with ``unsafe``; nothing is written."""
    work = _Work(book)
    for _ in range(_ROUNDS):
        if not work.round(find(work.book), unsafe=unsafe):
            break
    pairs = zip(book.records, work.book.records, strict=True)
    changed = tuple((old, new) for old, new in pairs if old.document.text != new.document.text)
    return Fixed(work.book, tuple(work.fixed), tuple(work.refused.values()), changed)


class _Work:
    """The state of the rounds: the book as it is by now, and what became of every fix."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.fixed: list[Finding] = []
        self.refused: dict[tuple[str, Steps, Fix], Refused] = {}

    def round(self, findings: Sequence[Finding], *, unsafe: bool) -> bool:
        """Make every fix once; tell whether any was made."""
        todo: dict[str, list[tuple[Finding, Fix]]] = defaultdict(list)
        for finding in findings:
            fix = finding.fix
            if fix and (fix.safe or unsafe) and (finding.record, finding.path, fix) not in self.refused:
                todo[finding.record].append((finding, fix))
        before = len(self.fixed)
        records = [
            self._mended(record, todo.get(f"{record.kind}/{record.id}", [])) for record in self.book.records
        ]
        self.book = replace(self.book, records=tuple(records))
        return len(self.fixed) > before

    def _mended(self, record: Record, fixes: list[tuple[Finding, Fix]]) -> Record:
        touched: list[Steps] = []
        for finding, fix in fixes:
            paths = [change.path for change in fix.changes]
            if finding.place.file != record.file or any(
                _overlap(path, one) for path in paths for one in touched
            ):
                continue  # the next round sees what is left of it
            try:
                record = self._with(record, fix)
            except EditRefusedError as error:
                self.refused[finding.record, finding.path, fix] = Refused(finding, error.reason)
            else:
                self.fixed.append(finding)
                touched += paths
        return record

    @staticmethod
    def _with(record: Record, fix: Fix) -> Record:
        document = edited(record.document, fix.changes, order_of(record.kind))
        after = read_record(record.kind, record.id, document.text.encode(), record.file)
        if record.fits and not after.fits:
            raise EditRefusedError(record.file, "the record would not fit its schema afterwards")
        return after


def _overlap(one: Steps, two: Steps) -> bool:
    """Tell whether one path leads through the other."""
    return all(a == b for a, b in zip(one, two, strict=False))
