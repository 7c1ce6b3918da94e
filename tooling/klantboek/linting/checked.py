"""What the check of a book gave."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from klantboek.book import Book
from klantboek.findings import Finding


@dataclass(frozen=True)
class Checked:
    """The findings of a book, in order of place; the day they hold for; the files that are records."""

    root: Path
    as_of: date
    findings: tuple[Finding, ...]
    files: tuple[str, ...]
    read: Callable[[Iterable[str]], Book]

    def part(self, findings: Iterable[Finding]) -> Book:
        """Give a book of all registers and the relations that the findings are about."""
        places = [place.file for one in findings for place in (one.place, one.second) if place is not None]
        return self.read(places)
