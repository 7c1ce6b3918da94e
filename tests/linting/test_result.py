"""What is written down of a check, and read again."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from given import HERE, data
from klantboek.book import Book
from klantboek.changes import Delete, Fix, Insert, Put, Rename, Reorder, Requote
from klantboek.findings import Finding, Identity, Place, Severity
from klantboek.linting.loaded import lint_loaded
from klantboek.linting.result import Result, kept_claim
from klantboek.rules.registry import Side

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
STEPS = st.lists(TEXT | st.integers(0, 99), max_size=4).map(tuple)
PLACES = st.builds(Place, TEXT, *[st.integers(1, 999)] * 4, TEXT)
CHANGES = st.one_of(
    st.builds(Put, STEPS, TEXT | st.integers() | st.booleans()),
    st.builds(Insert, STEPS, st.dictionaries(TEXT, TEXT, max_size=2)),
    st.builds(Delete, STEPS),
    st.builds(Rename, STEPS, TEXT),
    st.builds(Reorder, STEPS, st.lists(TEXT).map(tuple)),
    st.builds(Requote, STEPS, st.booleans()),
)
FIXES = st.builds(Fix, TEXT, st.lists(CHANGES, max_size=3).map(tuple), st.booleans())
FINDINGS = st.builds(
    Finding, TEXT, st.sampled_from(Severity), TEXT, STEPS, PLACES, TEXT, TEXT, TEXT,
    st.none() | PLACES, TEXT, st.none() | FIXES, st.none() | st.builds(Identity, TEXT, TEXT),
)  # fmt: skip
RESULTS = st.builds(
    Result,
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    suspected=st.lists(TEXT, max_size=2).map(tuple),
    files=st.lists(st.tuples(TEXT, TEXT), max_size=2).map(tuple),
    speaks=st.booleans(),
)


@given(RESULTS)
def test_what_is_written_is_read(result: Result) -> None:
    """Everything comes back as it was, in the same types."""
    found = Result.read(result.written())
    assert found == result
    assert repr(found) == repr(result)


@pytest.mark.parametrize(
    "file", sorted((HERE / "rules" / "cases").glob("*.yaml")), ids=lambda file: file.stem
)
def test_findings_of_every_rule(file: Any, book_of: Callable[..., Book]) -> None:
    """The findings of the rules themselves, with their fixes, come back as they were."""
    for case in data(file):
        result = Result(tuple(lint_loaded(book_of(case["given"]))))
        assert repr(Result.read(result.written())) == repr(result)


def test_nothing_takes_no_room() -> None:
    """A relation about which there is nothing to say leaves no text, whatever it claims."""
    quiet = Result(fields=("relation.status",), claims=((0, 1),), features="[]")
    assert quiet.written() == ""
    assert Result.read("") == Result()
    for one in (Result(suspected=("KB605",)), Result(files=(("a.pdf", "file"),)), Result(speaks=True)):
        assert json.loads(one.written())


def test_claims_are_told_apart() -> None:
    """A claim is known by its rule, its side and its key, and by nothing else."""
    claims = [
        kept_claim(code, side, key) for code in ("KB301", "KB302") for side in Side for key in ("a", "b")
    ]
    assert len(set(claims)) == len(claims)
    assert kept_claim("KB301", Side.HOLDS, "a") == claims[0]
    assert kept_claim("KB301", Side.ASKS, "a")[1] == kept_claim("KB301", Side.GIVES, "a")[1]
    assert kept_claim("KB1", Side.HOLDS, "2a")[1] != kept_claim("KB12", Side.HOLDS, "a")[1]
