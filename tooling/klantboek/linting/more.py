"""What a check hears of parts that stand further on in the house: those that know the files that are no records."""

from collections.abc import Callable, Iterable

from klantboek.book import Book
from klantboek.book.bulk import NOTHING, Bulk
from klantboek.findings import Finding

More = Callable[[Book], Iterable[Finding]]


InBulk = Callable[[Book], Bulk]


def no_bulk(_book: Book) -> Bulk:
    """Know of no ledgers."""
    return NOTHING


def nothing_more(_book: Book) -> Iterable[Finding]:
    """Say nothing."""
    return ()
