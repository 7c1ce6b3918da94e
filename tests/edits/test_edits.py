"""Edits of text: what they change, and that they change nothing else."""

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edits.random_changes import changes, leaves, paths
from given import SHARED, data
from klantboek.changes import Change, Delete, Insert, Put, Rename, Reorder, Requote
from klantboek.edits import EditRefusedError, edited
from klantboek.edits.splice import Splice, attempted, spliced
from klantboek.yaml import Document, read
from yaml_values import handwritten

# All of the suite but what this house refuses: anchors, tags, several documents and the like.
_ALL_WE_READ = 189
# A key of two lines without a value gets a question mark in front when it gets a value.
_LONG_KEYS = {"8KB6", "9BXH"}
CASES = data(Path(__file__).parent / "cases" / "changes.yaml")


def _change(case: dict[str, Any]) -> Change:
    makers: dict[str, Any] = {"put": Put, "insert": Insert, "rename": Rename, "requote": Requote}
    if "delete" in case:
        return Delete(tuple(case["delete"]))
    if "reorder" in case:
        return Reorder(tuple(case["reorder"]["path"]), tuple(case["reorder"]["keys"]))
    word = next(word for word in makers if word in case)
    made: Change = makers[word](**{**case[word], "path": tuple(case[word]["path"])})
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_case(case: dict[str, Any], line_end: str) -> None:
    """A change gives exactly the text that its case shows, or is refused."""
    document = read(case["text"].replace("\n", line_end).encode(), "case.yaml")

    keys: list[str] = case.get("order", [])

    def order(_: Any) -> list[str]:
        return keys

    if "gives" in case:
        after = edited(document, [_change(case)], order)
        assert after.text == case["gives"].replace("\n", line_end)
    else:
        with pytest.raises(EditRefusedError, match="was left as it is"):
            edited(document, [_change(case)], order)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_change_of_any_text(draw: st.DataObject) -> None:
    """Random changes of random texts are made, not refused; the data is as expected and all comments stay."""
    text, value = draw.draw(handwritten())
    change = draw.draw(changes(value))
    after = edited(read(text.encode(), "x"), [change])
    assert read(after.text.encode(), "x").value == after.value
    above = _lines_above(text, value, change)
    assert after.text.splitlines()[: len(above)] == above
    lost = _comments(text) - _comments(after.text)
    assert not lost or isinstance(change, Delete) or _writes_over_many(value, change), lost


def _lines_above(text: str, value: Any, change: Change) -> list[str]:
    """Give the lines above what the change is about."""
    if isinstance(change, Reorder | Delete) or not change.path or change.path[0] not in value:
        return []
    place = read(text.encode(), "x").place(change.path[:1], key=True)
    return text.splitlines()[: place.line - 1]


def _comments(text: str) -> Counter[str]:
    return Counter(
        line.strip() for line in text.splitlines() if line.strip() in ("# - a", "# 😀", "# by hand")
    )


def _writes_over_many(value: Any, change: Change) -> bool:
    """Tell whether a group or a list is written over: its comments go with it."""
    old = dict(paths(value)).get(change.path)
    return isinstance(change, Put) and isinstance(old, dict | list)


def _suite() -> Iterator[Document]:
    for file in sorted((SHARED / "data" / "suites" / "yaml-test-suite").rglob("in.yaml")):
        document = read(file.read_bytes(), file.parent.name)
        if not document.faults:
            yield document


def test_public_suite_keeps_its_bytes(shared: Path) -> None:
    """In every case of the YAML suite that we read, each value can be changed, and nothing else changes."""
    assert shared.is_dir()
    read_cases = made = 0
    for document in _suite():
        read_cases += 1
        assert edited(document, ()).text == document.text
        for path in leaves(document.value) if document.marks else ():
            after = edited(document, [Put(path, "changed")])
            made += 1
            if document.name not in _LONG_KEYS:
                start, end = _span(document, path)
                assert _removed(document.text, after.text).strip() in document.text[start:end], document.name
    print(f"{read_cases} cases read and kept, {made} values changed, 0 refused")  # noqa: T201 -- shown by pytest -s
    assert read_cases == _ALL_WE_READ


def _removed(before: str, after: str) -> str:
    """Give what is gone between the beginning and the end that two texts share."""
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    return before[start : len(before) - end]


def _shared(one: str, two: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def _span(document: Document, path: Any) -> tuple[int, int]:
    node = 0
    for step in path:
        node = document._nodes[node, step][1]  # noqa: SLF001 -- the offset itself, which places hide
    return document.marks[2 * node], document.marks[2 * node + 1]


def test_a_value_that_can_t_be_written() -> None:
    """A value that reading would refuse is not written."""
    document = read(b"a: 1\n", "x")
    with pytest.raises(Exception, match="can't be written"):
        edited(document, [Put(("a",), "\x00")])


def test_splices_that_would_change_a_value_are_not_made() -> None:
    """Whatever splices somebody asks for: another value, a broken text or two at one place are refused."""
    document = read(b"a: 1\nb: x\n", "x")
    for splices in (
        [Splice(3, 4, "2")],
        [Splice(3, 4, "[")],
        [Splice(3, 4, "1"), Splice(3, 4, "1")],
        [Splice(0, 9, "b: x\na: 1")],
        [Splice(3, 4, "1.0")],
        [Splice(3, 4, '"1"')],
        [Splice(8, 9, "true")],
    ):
        with pytest.raises(EditRefusedError):
            spliced(document, splices, document.value)
        assert attempted(document, splices) is document
    assert attempted(document, [Splice(2, 3, "  ")]).text == "a:  1\nb: x\n"
