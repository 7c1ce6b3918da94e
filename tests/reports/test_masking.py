"""No personal value of a record stands in what logs, comments and reports get to see."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from given import data, laid_over_base
from klantboek.book import Book, load
from klantboek.book.reading import read_record
from klantboek.findings import Finding, Severity
from klantboek.reports.formats import HUMAN, format_of, names
from klantboek.reports.job_summary import job_summary
from klantboek.reports.masking import masked
from klantboek.reports.report import Report
from klantboek.reports.suggestions import suggestions
from klantboek.rules import lint
from klantboek.shapes import Shape, Type, shape_of
from klantboek.yaml import write

HERE = Path(__file__).parent
# Values that are words of the sentences around them as well.
_ORDINARY = {"contract", "relation.addresses", "service"}
CASES = data(HERE / "masking.yaml")


def _everything(findings: tuple[Finding, ...], book: Book) -> str:
    hidden = masked(findings, book)
    fixes = suggestions(hidden, book, masked=True)
    lint_report = Report(hidden, checked=len(book.records), masked=True, fixes=fixes)
    formats = [line for name in names() if name != HUMAN for line in format_of(name).report(lint_report)]
    return "\n".join((*formats, job_summary(lint_report)))


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_no_personal_value_gets_out(case: dict[str, Any], book_of: Callable[..., Book]) -> None:
    """The findings are there, in every format; the values are not, whole, cut, or in the advice."""
    book = book_of(case["given"])
    found = tuple(lint(book))
    assert set(case["finds"]) <= {finding.code for finding in found}
    text = _everything(found, book)
    said = "\n".join(f"{one.message}\n{one.help}\n{one.second_label}" for one in masked(found, book))
    for value in case["hides"]:
        # A short value may well be part of a fingerprint, a line number or a word.
        found_again = (
            value.casefold() in text.casefold()
            if len(value) > 3
            else re.search(rf"\b{value}\b", said, re.IGNORECASE)
        )
        assert not found_again, value
    for value in case.get("shows", ()):
        assert value in text, value


def test_unreadable_record_gives_nothing_away(book_of: Callable[..., Book]) -> None:
    """What stands in a file that can't be read has no place in any schema: nothing of it is shown."""
    book = book_of({})
    file = book.root / "relations" / "R-00002.yaml"
    file.write_text(
        "number: R-00002\nname: 0612345678: x\nnote: Jan Geheim: y\n0612345678: 1\n0612345678: 2\n"
    )
    again = load(book.root, book.as_of)
    found = tuple(lint(again))
    assert any(finding.place.file == "relations/R-00002.yaml" for finding in found)
    assert "0612345678" not in _everything(found, again)
    assert "Geheim" not in _everything(found, again)


@given(
    value=st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]),
        min_size=8,
        max_size=60,
    ),
    shape=st.sampled_from(
        ["'{}' is wrong", '"{}" is wrong', "`{}` is wrong", "write {}", "{} also stands there"]
    ),
)
def test_any_value_at_the_place_is_hidden(value: str, shape: str) -> None:
    """Whatever the value of a personal field is, a message that repeats it loses it."""
    record = laid_over_base(
        "relations/R-00001.yaml", {"kind": "person", "person": {"name": {"surname": value}}}
    )
    read = read_record("relation", "R-00001", write(record).encode(), "relations/R-00001.yaml")
    place = read.document.place(("person", "name", "surname"))
    one = Finding(
        "KB105", Severity.ERROR, "relation/R-00001", ("person", "name", "surname"), place, shape.format(value)
    )
    (hidden,) = masked((one,), Book(HERE, date(2026, 11, 20), (read,)))
    assert value not in hidden.message
    assert "…" in hidden.message


def _personal_texts(value: Any, shape: Shape) -> Iterator[str]:
    """Give the texts of a record whose schema gives them a sensitivity: written apart from the masking itself.

    Values of closed lists, codes that refer and days are left out: they are words of other sentences as well.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            if key in shape.properties:
                yield from _personal_texts(item, shape.properties[key])
    elif isinstance(value, list) and shape.items is not None:
        own = shape.items if shape.items.properties else shape
        for item in value:
            yield from _personal_texts(item, own)
    elif isinstance(value, str) and shape.sensitivity not in {"", "none"} and not _is_common(shape):
        yield value


def _is_common(shape: Shape) -> bool:
    return any(one.choices or one.reference or one.type is Type.DATE for one in (shape, shape.items) if one)


_RULE_CASES = sorted((HERE.parent / "rules" / "cases").glob("*.yaml"))


@pytest.mark.parametrize("file", _RULE_CASES, ids=lambda file: file.stem)
def test_no_rule_gives_a_personal_text_away(file: Path, book_of: Callable[..., Book]) -> None:
    """In all cases of all rules, no personal text of any relation stands in a masked finding."""
    for case in (case for case in data(file) if case["finds"]):
        book = book_of(case["given"])
        hidden = masked(tuple(lint(book)), book)
        for record in book.records:
            for text in set(_personal_texts(record.document.value, shape_of(record.kind))):
                if len(text) < 4 or record.kind != "relation" or text.casefold() in _ORDINARY:
                    continue
                found = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)
                for one in hidden:
                    said = f"{one.message} {one.help} {one.second_label} {one.fix.text if one.fix else ''}"
                    assert not found.search(said), (text, one)
        for path in book.root.rglob("*.yaml"):
            path.unlink()


def test_masking_keeps_place_and_names(book_of: Callable[..., Book]) -> None:
    """Masking changes texts only: the same findings, places, severities and fingerprints."""
    book = book_of(CASES[0]["given"])
    found = tuple(lint(book))
    report = Report(found)
    after = replace(report, findings=masked(found, book))
    assert [one.place for one in after.findings] == [one.place for one in found]
    assert after.fingerprints == report.fingerprints
