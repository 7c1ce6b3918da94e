"""What lint prints for people, whole."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from given import COVERED, golden
from klantboek.book import Book, load
from klantboek.findings import Finding
from klantboek.reports.human import report
from klantboek.reports.report import Report, summary
from klantboek.reports.statistics import statistics
from klantboek.rules import lint
from reports.handmade import REPORTS, finding, is_safe
from reports.job_log import commands

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


def _findings(count: int, code: str = "KB204") -> tuple[Finding, ...]:
    return tuple(
        replace(finding("x", line=line), code=code, why="Why.", help="Do.") for line in range(1, count + 1)
    )


def test_advice_that_stays_the_same_is_said_once() -> None:
    """The reason of a rule and equal advice stand with its first finding; other advice stands where it belongs."""
    found = (*_findings(3), replace(_findings(1)[0], help="Do otherwise."))
    text = "\n".join(report(Report(found)))
    assert (text.count("| Why."), text.count("| Do."), text.count("| Do otherwise.")) == (1, 1, 1)


def test_many_findings_are_shortened() -> None:
    """Of more than fifty findings each rule shows three whole; all have their line, and the end counts the rules."""
    few, many = (list(report(Report((*_findings(count), *_findings(2, "KB501"))))) for count in (48, 49))
    assert sum(" | " in line and "^" in line for line in few) == 50 * 2
    assert sum(" | " in line and "^" in line for line in many) == (3 + 2) * 2
    assert sum("error KB204" in line for line in many) == 49
    assert "Found most:" not in few
    at = many.index("Found most:")
    assert many[at + 1].split() == ["49", "x", "KB204", *["delivery", "is", "not", "po", "box"]]
    assert not any(one == two == "" for one, two in pairwise(many))


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_lines_keep_within_the_screen(width: int) -> None:
    """On a narrow screen the message gets lines of its own; what can't be broken is a name alone."""
    book = load(HERE / "flawed", date(2026, 11, 20))
    lines = list(report(Report(tuple(lint(book)), "", len(book.records), width)))
    long = [line for line in lines if len(line) > width]
    assert width >= 100 or all("http" in line or len(line.split()) <= 3 for line in long), long


@settings(max_examples=40, deadline=None)
@given(REPORTS, st.integers(40, 120))
def test_whatever_it_says_it_is_safe(whole: Report, width: int) -> None:
    """No line holds a control character or starts a command, however narrow the screen and however many findings."""
    many = replace(whole, findings=whole.findings * 60, width=width, fingerprints=(), fixes=())
    for one in (replace(whole, width=width), many):
        lines = [*report(one), *statistics(one.findings)]
        assert all(is_safe(line) for line in lines)
        assert commands("\n".join(lines)) == []
