"""Fixes: what they write, which of them are safe, and that they end."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.book import Book
from klantboek.changes import Fix, Put
from klantboek.findings import Finding, Place, Severity
from klantboek.rules import lint
from klantboek.rules.fixing import fix_book

CASES = data(Path(__file__).parent / "fixes.yaml")
RECORD = "relations/R-00001.yaml"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(case: dict[str, Any], book_of: Callable[..., Book]) -> None:
    """A fix writes what its case says; an unsafe one only when it is asked for."""
    book = book_of({RECORD: case["given"]})
    before = book.find("relation", "R-00001")
    safe = fix_book(book, lint, unsafe=False)
    done = fix_book(book, lint, unsafe=True)
    after = done.book.find("relation", "R-00001")
    assert before is not None
    assert after is not None
    written = {key: after.document.value.get(key) for key in case["gives"]}
    assert written == case["gives"]
    assert bool(safe.fixed) is case.get("safe", bool(done.fixed))
    assert [one.finding.code for one in done.refused] == []
    if done.fixed:
        assert after.fits
        assert {one.code for one in done.fixed}.isdisjoint(one.code for one in after.findings)


def test_nothing_is_written_before_it_is_asked(book_of: Callable[..., Book]) -> None:
    """Fixing happens in memory; the rewrites hold the bytes that were read and those to write."""
    book = book_of({RECORD: {"payment": {"accounts": [{"iban": "NL91 ABNA 0417 1643 00"}]}}})
    bytes_before = (book.root / RECORD).read_bytes()
    (one,) = fix_book(book, lint, unsafe=False).rewrites
    assert one.old == (book.root / RECORD).read_bytes() == bytes_before
    assert one.new is not None
    assert b"NL91ABNA0417164300" in one.new


def test_fixes_that_undo_each_other_end(book_of: Callable[..., Book]) -> None:
    """Two rules that want the opposite don't keep the command going."""
    book = book_of({RECORD: {"status": "active"}})

    def find(now: Book) -> list[Finding]:
        record = now.find("relation", "R-00001")
        assert record is not None
        wanted = "dormant" if record.document.value["status"] == "active" else "active"
        return [_finding(record.document.place(("status",)), Fix("turn", (Put(("status",), wanted),)))]

    assert len(fix_book(book, find, unsafe=False).fixed) == 10


def test_overlapping_fixes_take_turns(book_of: Callable[..., Book]) -> None:
    """Of two fixes of one value the first is made; the second is looked at again in the next round."""
    book = book_of({RECORD: {"status": "active"}})
    place = book.records[0].document.place(())
    two = [
        _finding(replace(place, file=RECORD), Fix(word, (Put(("status",), word),)))
        for word in ("dormant", "lost")
    ]
    rounds = iter([two, []])
    done = fix_book(book, lambda _: next(rounds), unsafe=False)
    assert [one.fix.text for one in done.fixed if one.fix] == ["dormant"]


def test_a_fix_that_breaks_the_record_is_refused(book_of: Callable[..., Book]) -> None:
    """A record that fitted its schema still does, or the fix is not made and the reason is told."""
    book = book_of({RECORD: {"status": "active"}})
    place = replace(book.records[0].document.place(()), file=RECORD)
    bad = _finding(place, Fix("x", (Put(("status",), "no such"),)))
    gone = _finding(place, Fix("y", (Put(("addresses", 4, "city"), "Deventer"),)))
    done = fix_book(book, lambda _: [bad, gone], unsafe=False)
    assert (done.fixed, done.records) == ((), ())
    assert [one.reason for one in done.refused] == [
        "the record would not fit its schema afterwards",
        "it has no addresses.4.city to change",
    ]


def _finding(place: Place, fix: Fix) -> Finding:
    return Finding("KB999", Severity.ERROR, "relation/R-00001", ("status",), place, "x", fix=fix)
