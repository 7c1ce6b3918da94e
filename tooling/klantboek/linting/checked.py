"""What the check of a book gave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from klantboek.book import Book
from klantboek.book.usage import Use
from klantboek.duplicates.pairs import Duplicates
from klantboek.findings import Finding
from klantboek.linting.open_book import OpenBook


@dataclass(frozen=True)
class Known:
    """What a check knows of the relations of a book besides its findings, as far as it was asked.

    When it was asked about numbers: ``misfits`` are the files of relations that don't fit, and ``naming`` those
    in which one of these numbers stands. When it was asked for all that it knows: ``contents`` has the content id
    of each relation by its file; of those not in ``noted`` it had nothing to say at all, so they fit; ``uses`` are
    the fields that they write, and ``duplicates`` the pairs that are more likely one party than two.
    """

    misfits: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()
    contents: Mapping[str, bytes] = field(default_factory=dict)
    noted: frozenset[str] = frozenset()
    uses: dict[str, Use] = field(default_factory=dict)
    duplicates: Duplicates | None = None


@dataclass(frozen=True)
class Checked:
    """The findings of a book, in order of place, and what else is known of it."""

    book: OpenBook
    findings: tuple[Finding, ...]
    known: Known

    @property
    def root(self) -> Path:
        """The folder of the book."""
        return self.book.source.root

    @property
    def as_of(self) -> date:
        """The day that the findings hold for."""
        return self.book.registers.as_of

    @property
    def registers(self) -> Book:
        """All records but relations."""
        return self.book.registers

    @property
    def strays(self) -> tuple[Finding, ...]:
        """The findings about files that are not read."""
        return tuple(self.book.strays)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that are records."""
        return self.book.files

    def read(self, names: Iterable[str]) -> Book:
        """Give a book of all registers and the relations in these files."""
        return self.book.part(names)

    def part(self, findings: Iterable[Finding]) -> Book:
        """Give a book of all registers and the relations that the findings are about."""
        return self.read(
            place.file for one in findings for place in (one.place, one.second) if place is not None
        )
