"""The layout of this house: what it changes, that it changes no value, and that once is enough."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edits.random_changes import paths
from given import data
from klantboek.book.files import files_of
from klantboek.changes import Reorder
from klantboek.edits import EditRefusedError, edited
from klantboek.edits.formatting import formatted
from klantboek.edits.ordering import in_order
from klantboek.edits.splice import same
from klantboek.house import carried
from klantboek.shapes.order import order_of
from klantboek.yaml import read, write
from yaml_values import MAPPINGS, handwritten

CASES = data(Path(__file__).parent / "cases" / "layout.yaml")


def _formatted(text: str, *order: str) -> str:
    return formatted(read(text.encode(), "x"), lambda _: order).text


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(case: dict[str, str]) -> None:
    """A text comes out as its case shows."""
    text = case["text"].replace("·", " ").replace("→", "\t")
    assert _formatted(text, *case.get("order", ())) == case["gives"].replace("·", " ")


@settings(max_examples=200, deadline=None)
@given(handwritten(), st.booleans())
def test_any_text(written: tuple[str, object], is_ordered: bool) -> None:  # noqa: FBT001 -- drawn
    """Values stay, also in type; a second time changes nothing; no comment gets lost."""
    text, _ = written
    before = read(text.encode(), "x")
    keys = sorted(before.value) if is_ordered else []
    after = formatted(before, lambda path: () if path else keys)
    assert after.value == before.value
    assert same(read(after.text.encode(), "x").value, after.value)
    assert list(after.value) == in_order(list(before.value), keys) or not is_ordered
    assert formatted(after, lambda path: () if path else keys).text == after.text
    assert after.text.count("# - a") == text.count("# - a")


@settings(max_examples=100, deadline=None)
@given(MAPPINGS)
def test_what_we_write_is_in_the_layout(value: dict[str, object]) -> None:
    """A new file is written as it would be laid out."""
    assert _formatted(write(value)) == write(value)


def test_the_example_is_in_the_layout() -> None:
    """Every record of the example book, written by hand or not, stays as it is."""
    for file in files_of(carried("records")):
        assert file.kind is not None
        document = read(file.path.read_bytes(), file.name)
        assert formatted(document, order_of(file.kind)).text == document.text, file.name


RELATIONS = [file for file in files_of(carried("records")) if file.kind == "relation"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_is_put_right(draw: st.DataObject) -> None:
    """However the keys of a record are shuffled, they come back as they were, with their comments."""
    file = draw.draw(st.sampled_from(RELATIONS))
    document = read(file.path.read_bytes(), file.name)
    groups = [
        (path, item)
        for path, item in [((), document.value), *paths(document.value)]
        if isinstance(item, dict) and order_of("relation")(path)
    ]
    path, group = draw.draw(st.sampled_from(groups))
    try:
        shuffled = edited(document, [Reorder(path, tuple(draw.draw(st.permutations(list(group)))))])
    except EditRefusedError as error:
        assert "comment" in error.reason  # noqa: PT017 -- the one reason there is
        return
    assert formatted(shuffled, order_of("relation")).text == document.text


def test_a_file_with_faults_stays() -> None:
    """What can't be read is not touched."""
    assert _formatted("a: [1\nb:   2\n") == "a: [1\nb:   2\n"
    assert _formatted("# only words\n") == "# only words\n"


def test_public_suite(shared: Path) -> None:
    """Every case of the YAML suite that we read keeps its values, and once is enough."""
    for file in sorted((shared / "suites" / "yaml-test-suite").rglob("in.yaml")):
        before = read(file.read_bytes(), file.parent.name)
        after = formatted(before, lambda _: ())
        assert same(after.value, before.value), before.name
        assert formatted(after, lambda _: ()).text == after.text, before.name


def test_line_ends_stay() -> None:
    """A file with the line ends of another system keeps them."""
    assert _formatted("b:   1  \r\na: 2", "a", "b") == "a: 2\r\nb: 1\r\n"


def test_unknown_keys_stay_behind_their_neighbour() -> None:
    """A key that the order does not know follows the key that it stood behind."""
    assert in_order(["x", "b", "y", "z", "a"], ["a", "b"]) == ["x", "a", "b", "y", "z"]
