"""Every format: what it takes, what it refuses and in which words."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn, btw

from given import data
from klantboek.schema.formats import FORMATS, problem
from klantboek.shapes import KINDS, Shape, shape_of

CASES: dict[str, dict[str, Any]] = data(Path(__file__).with_name("formats.yaml"))
RIGHT = [(name, text) for name, cases in CASES.items() for text in cases["right"]]
WRONG = [(name, text, says) for name, cases in CASES.items() for text, says in cases["wrong"]]


@pytest.mark.parametrize(("name", "text"), RIGHT)
def test_right(name: str, text: str) -> None:
    """What is written as it must be is taken."""
    assert problem(name, text) is None


@pytest.mark.parametrize(("name", "text", "says"), WRONG)
def test_wrong(name: str, text: str, says: str) -> None:
    """What is written wrongly is refused, with the form that was probably meant where there is one."""
    assert says in (problem(name, text) or "")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_example(name: str) -> None:
    """The example that a format shows is right by its own check, and its reason is a sentence."""
    form = FORMATS[name]
    assert form.check(form.example) is None
    assert form.why.endswith(".")
    assert form.name == name


def test_every_format_has_cases() -> None:
    """Each format has cases, and each case a format."""
    assert set(CASES) == set(FORMATS)


def _formats(shape: Shape) -> set[str]:
    inside = [shape.items] if shape.items is not None else list(shape.properties.values())
    return {shape.format}.union(*map(_formats, inside))


def test_every_format_of_the_schemas_is_known() -> None:
    """A schema names no format that nothing checks."""
    named = set().union(*(_formats(shape_of(kind)) for kind in KINDS)) - {""}
    assert named <= set(FORMATS)


EXAMPLES = [
    pytest.param(shape.format, example, id=f"{shape.path}: {example}")
    for kind in KINDS
    for shape in shape_of(kind).walk()
    if shape.format not in ("", "date")
    for example in re.findall(r'`"?([^`"]+)"?`', shape.description)
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_examples_in_the_schemas(name: str, example: str) -> None:
    """What a schema shows as an example of a number, address or code is right by its own format."""
    assert problem(name, example) is None


@given(st.sampled_from(sorted(FORMATS)), st.text(max_size=30))
def test_any_text_gets_an_answer(name: str, text: str) -> None:
    """No text makes a format fail: it is right, or there are words for what is wrong."""
    assert problem(name, text) != ""


SPACED = st.sampled_from(
    [name for name in FORMATS if name in {"kvk", "rsin", "vat", "iban", "lei", "be-enterprise"}]
)


@given(SPACED, st.data())
def test_spaced_form_is_told_the_compact_one(name: str, draw: st.DataObject) -> None:
    """A number with spaces in it is refused in words that end with the number as records hold it."""
    number = FORMATS[name].example
    at = draw.draw(st.integers(1, len(number) - 1))
    assert (problem(name, f"{number[:at]} {number[at:]}") or "").endswith(f"write {number}")


def test_unknown_format_refuses_nothing() -> None:
    """A format that nobody knows is a remark, as JSON Schema says."""
    assert problem("colour", "anything") is None


@given(st.integers(0, 10**9 - 1), st.integers(0, 99))
def test_dutch_vat_numbers_are_those_of_the_register(number: int, branch: int) -> None:
    """A number passes when it passes in the library, in both forms that Dutch VAT numbers have."""
    start = f"{number:09}"
    both = 98 - int(f"2321{start}1100") % 97
    eleven = next((last for last in range(10) if bsn.checksum(f"{start[:8]}{last}") == 0), 0)
    for text in (f"NL{start}B{branch:02}", f"NL{start}B{both:02}", f"NL{start[:8]}{eleven}B{branch:02}"):
        assert (problem("vat", text) is None) is btw.is_valid(text)
