"""What lint prints for people, whole."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from given import COVERED, golden
from klantboek.book import Book, load
from klantboek.reports.human import report
from klantboek.reports.report import Report, summary
from klantboek.rules import lint

HERE = Path(__file__).parent


def test_report_is_as_reviewed() -> None:
    """A book with faults of several sorts prints as it was reviewed: places, carets, reasons, advice, count."""
    book = load(HERE / "flawed", date(2026, 11, 20))
    whole = Report(tuple(lint(book)), "flawed/", len(book.records), 90)
    lines = [*report(whole), summary(whole)]
    golden(HERE / "flawed.txt", "\n".join(lines) + "\n")


def test_summary_of_a_clean_book(book_of: Callable[..., Book]) -> None:
    """A clean book gets one sentence."""
    book = book_of(COVERED)
    assert lint(book) == []
    assert summary(Report((), checked=len(book.records))) == "Checked 5 records: nothing to mend."
