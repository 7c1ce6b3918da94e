"""Two states of a book: what git had then, and what is new since."""

from klantboek.review.revision import (
    RevisionError,
    base_of_change,
    book_at,
    changed_lines,
    source_at,
    source_then,
)
from klantboek.review.since import Since, since

__all__ = [
    "RevisionError",
    "Since",
    "base_of_change",
    "book_at",
    "changed_lines",
    "since",
    "source_at",
    "source_then",
]
