"""The list of accepted findings: what it leaves out, how it shrinks, what it never takes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.book import Book, load
from klantboek.findings import Finding, Place, Severity
from klantboek.rules import lint
from klantboek.rules.baseline import (
    FILE,
    Accepted,
    Baseline,
    UnusableBaselineError,
    accept,
    not_accepted,
    read,
    written,
)


def _finding(
    code: str = "KB204", record: str = "relation/R-00001", path: str = "uses", line: int = 1
) -> Finding:
    return Finding(code, Severity.ERROR, record, (path,), Place("a.yaml", line, 1, line, 2), "wrong")


FINDINGS = st.lists(
    st.builds(
        _finding,
        st.sampled_from(["KB204", "KB501", "KB105", "KB101", "KB001"]),
        st.sampled_from(["relation/R-00001", "product/é"]),
        st.sampled_from(["uses", 'a"b', "x\ny"]),
        st.integers(1, 9),
    ),
    max_size=12,
)


@given(FINDINGS)
def test_what_is_accepted_is_not_reported_and_nothing_is_stale(findings: list[Finding]) -> None:
    """Right after accepting, only what can never be accepted is left."""
    baseline = accept(findings, None).baseline
    assert not_accepted(findings, baseline) == [one for one in findings if one.code in {"KB101", "KB001"}]


@given(FINDINGS, FINDINGS)
def test_list_only_shrinks(before: list[Finding], now: list[Finding]) -> None:
    """Accepting again takes out what is gone and refuses what is new, unless new findings are asked for."""
    old = accept(before, None).baseline
    made = accept(now, old)
    assert made.baseline <= old
    assert made.stayed + made.gone == old.total()
    assert list(made.refused) == not_accepted(now, made.baseline)
    assert not [one for one in not_accepted(now, made.baseline) if one.code == "KB019"]
    assert accept(now, old, new=True).baseline == accept(now, None).baseline


@given(FINDINGS)
def test_written_and_read_again_is_the_same(findings: list[Finding]) -> None:
    """The file says the same whatever the order of the findings, and nothing gets lost in it."""
    baseline = accept(findings, None).baseline
    text = written(baseline)
    assert text == written(accept(reversed(findings), None).baseline)
    assert text.count("\n") == baseline.total() + 2 if baseline else text.count("\n") == 1


def test_file(tmp_path: Path) -> None:
    """A list is read as it was written; without a file there is none."""
    file = tmp_path / FILE
    assert read(file) is None
    baseline = accept([_finding(), _finding(line=7), _finding("KB501", "product/é")], None).baseline
    file.write_text(written(baseline), encoding="utf-8")
    assert read(file) == baseline
    assert baseline[Accepted("KB204", "relation/R-00001", "uses")] == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 2, "accepted": []}',
        '{"format": 1, "accepted": [{"rule": "KB204"}]}',
        '{"format": 1, "accepted": [{"rule": 1, "record": "a", "path": ""}]}',
        "[" * 100_000,
        "\ud800",
    ],
)
def test_unusable_file(text: str, tmp_path: Path) -> None:
    """A damaged list is a named error that says how to go on."""
    file = tmp_path / FILE
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UnusableBaselineError, match="can't be used") as caught:
        read(file)
    assert "klantboek lint --accept" in caught.value.help


def test_moved_lines_change_nothing_and_one_more_is_new() -> None:
    """What is accepted is known by rule, record and path, as often as it was found."""
    baseline = accept([_finding(line=3)], None).baseline
    assert not_accepted([_finding(line=9)], baseline) == []
    assert not_accepted([_finding(line=9), _finding(line=10)], baseline) == [_finding(line=10)]


def test_stale_entries_are_findings() -> None:
    """An entry that nothing answers to is reported, in order, unless only a part of the book was looked at."""
    baseline = Baseline(
        accept([_finding(), _finding("KB501", path="roles"), _finding("KB501")], None).baseline
    )
    found = not_accepted([_finding()], baseline)
    assert [(one.code, one.message) for one in found] == [
        ("KB019", "KB501 was accepted in relation/R-00001 at roles, and is not found there any more"),
        ("KB019", "KB501 was accepted in relation/R-00001 at uses, and is not found there any more"),
    ]
    assert len({one.fingerprint for one in found}) == 2
    assert not_accepted([], baseline, stale=False) == []


def test_loader_leaves_the_list_alone(book_of: Callable[..., Book]) -> None:
    """The list lies beside book.yaml and is no record."""
    book = book_of({})
    before = lint(book)
    (book.root / FILE).write_text(written(Baseline()), encoding="utf-8")
    assert lint(load(book.root, book.as_of)) == before
