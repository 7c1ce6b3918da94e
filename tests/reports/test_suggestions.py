"""Fixes in reports: what they replace is what the fix writes, and nothing personal stands in it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.book import Book, Record
from klantboek.changes import Delete, Fix, Insert, Put, Rename, Reorder, Requote
from klantboek.edits import edited
from klantboek.findings import Finding, Severity
from klantboek.reports.formats import format_of
from klantboek.reports.masking import masked
from klantboek.reports.report import Report
from klantboek.reports.suggestions import Replacement, suggestions
from klantboek.rules import lint
from klantboek.shapes.order import order_of

CASES = data(Path(__file__).parents[1] / "rules" / "fixes.yaml")
RECORD = "relations/R-00001.yaml"
GIVEN = """\
status: activ
roles: [customer]
emails:
  - label: Jansen
    address: jansen@halm.example
phones:
  - number: +31570012300
    kind: landline
    uses: []
registrations: {kvk: 00000012}
notes:
  - text: "Called Jansen, é."
    on: 2026-01-12"""


def _applied(text: str, replacements: tuple[Replacement, ...]) -> str:
    """Replace by line and column, the last one first, as another program would."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for one in reversed(replacements):
        start, end = (starts[spot.line - 1] + spot.column - 1 for spot in (one.start, one.end))
        text = text[:start] + one.text + text[end:]
    return text


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_replacements_are_the_fix(case: dict[str, Any], book_of: Callable[..., Book]) -> None:
    """Put into the file, the replacements give what the fix itself would have written."""
    book = book_of({RECORD: case["given"]})
    record = book.records[-1]
    found = lint(book)
    for finding, one in zip(found, suggestions(found, book, masked=False), strict=True):
        assert (one is None) is (finding.fix is None)
        if one is None or finding.fix is None:
            continue
        after = edited(record.document, finding.fix.changes, order_of(record.kind))
        assert one.replacements
        assert _applied(record.document.text, one.replacements) == after.text
        assert (one.text, one.safe) == (finding.fix.text, finding.fix.safe)


def _finding(record: Record, *changes: Any, safe: bool = True) -> Finding:
    fix = Fix("do it for jansen@halm.example", changes, safe)
    return Finding(
        "KB204", Severity.ERROR, "relation/R-00001", ("emails", 0, "address"), record.document.place(), "x", fix=fix
    )  # fmt: skip


@pytest.fixture
def record(book_of: Callable[..., Book]) -> tuple[Book, Record]:
    """Give a book, and its one relation with things to mend."""
    book = book_of({RECORD: GIVEN})
    return book, book.records[-1]


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ([Put(("status",), "active")], ["e"]),
        ([Rename(("status",), "state")], []),
        ([Rename(("status",), "owner")], ["owner"]),
        ([Delete(("emails", 0, "label"))], [""]),
        ([Delete(("phones", 0, "uses"))], [""]),
        ([Requote(("phones", 0, "number"))], ['"', '"']),
        ([Requote(("registrations", "kvk")), Requote(("phones", 0, "number"))], ['"', '"', '"', '"']),
        ([Put(("phones", 0, "number"), "+31570012399")], []),
        ([Put(("emails", 0, "address"), "jansen@halm.be")], []),
        ([Put(("emails", 0, "label"), "Info")], []),
        ([Put(("phones", 0), {"number": "+31570012399"})], []),
        ([Insert(("notes", 0), {"text": "x"})], []),
        ([Reorder(("emails", 0), ("address", "label"))], []),
        ([Reorder(("notes", 0), ("on", "text"))], []),
        ([Put(("status",), "active"), Put(("emails", 0, "label"), "Info")], []),
        ([Put(("unknown",), "active")], []),
        ([Put(("status",), "jansen")], []),
        ([Put(("organisation", "name"), "x"), Delete(("nothing",))], None),
    ],
)
def test_no_fix_gives_a_personal_value_away(
    changes: list[Any], written: list[str] | None, record: tuple[Book, Record]
) -> None:
    """Masked, a fix shows what it replaces only when nothing personal is written, or quotes alone."""
    book, relation = record
    found = masked((_finding(relation, *changes),), book)
    (one,) = suggestions(found, book, masked=True)
    assert (None if one is None else [part.text for part in one.replacements]) == written
    text = "\n".join(
        line for name in ("sarif", "rdjson", "json")
        for line in format_of(name).report(Report(found, masked=True, fixes=(one,)))
    )  # fmt: skip
    assert "jansen" not in text.casefold()
    assert "0123" not in text


def test_a_guess_is_marked_or_left_out(record: tuple[Book, Record]) -> None:
    """SARIF says whether a fix is safe; rdjson, which can't say so, holds the safe ones, each whole in itself."""
    book, relation = record
    found = (
        _finding(relation, Put(("status",), "active")),
        _finding(relation, Put(("status",), "lost"), safe=False),
        _finding(relation, Requote(("phones", 0, "number"))),
        _finding(relation),
    )
    report = Report(found, fixes=suggestions(found, book, masked=True))
    sarif = json.loads("\n".join(format_of("sarif").report(report)))
    fixes = [one.get("fixes", [None])[0] for one in sarif["runs"][0]["results"]]
    assert [fix and fix["properties"]["safe"] for fix in fixes] == [True, False, True, None]
    assert [bool(fix and fix["description"]["text"].startswith("probably meant: ")) for fix in fixes] == [
        False, True, False, False,
    ]  # fmt: skip
    rdjson = json.loads("\n".join(format_of("rdjson").report(report)))
    assert ["suggestions" in one for one in rdjson["diagnostics"]] == [True, False, False, False]
    (one,) = rdjson["diagnostics"][0]["suggestions"]
    assert one["text"] == "e"
    assert one["range"]["start"] == one["range"]["end"]


def test_exact_texts_keep_their_line_ends(record: tuple[Book, Record]) -> None:
    """A replacement of several lines comes out of the JSON as it went in; the output itself stays harmless."""
    book, relation = record
    found = (_finding(relation, Put(("goal",), "grow"), Put(("notes",), ["a\nb: é\n"])),)
    whole = suggestions(found, book, masked=False)
    text = "\n".join(format_of("json").report(Report(found, fixes=whole)))
    (one,) = json.loads(text)["findings"]
    assert whole[0] is not None
    assert [part["text"] for part in one["fix"]["replacements"]] == [
        part.text for part in whole[0].replacements
    ]
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", text)


def test_columns_of_suggestions_count_bytes(book_of: Callable[..., Book]) -> None:
    """Reviewdog counts bytes, SARIF characters: behind an é they differ."""
    book = book_of({RECORD: "organisation: {name: Één, legal_form: {code: 54M6, country: nl}}"})
    relation = book.records[-1]
    found = (_finding(relation, Put(("organisation", "legal_form", "country"), "NL")),)
    (one,) = suggestions(found, book, masked=True)
    assert one is not None
    assert one.replacements[0].start.byte == one.replacements[0].start.column + 2
