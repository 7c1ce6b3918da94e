"""The quick way in and the validator: they agree, and a clean record never loads the validator."""

import subprocess
import sys
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from given import data
from klantboek.schema.explain import explain
from klantboek.schema.gate import fits_whole, gate
from klantboek.schema.validator import validator_of
from klantboek.schema.whole import whole
from klantboek.shapes import KINDS, Shape, Type, shape_of

# For each type of value: some that fit, and some that nearly do.
VALUES: dict[Type, list[Any]] = {
    Type.TEXT: ["R-00001", "jan-berg", "NL", "nl", "EUR", "54M6", "x", "", "x" * 201, "KB1", 7, None],
    Type.INTEGER: [1, 2026, -1, Decimal("3.0"), Decimal("3.5"), True, "3"],
    Type.NUMBER: [1, Decimal("0.5"), -(10**10), True, "1"],
    Type.MONEY: [Decimal("0.07"), 10, Decimal("0.001"), 10**13, True],
    Type.BOOLEAN: [True, False, 0, "true"],
    Type.DATE: ["2026-03-01", "2026-02-30", "1-3-2026", 2026],
}
# Keys that no object has, or only another one.
EXTRA: dict[str, st.SearchStrategy[Any]] = {
    "zzz": st.none(),
    "naem": st.just("x"),
    "kvk": st.just("12345678"),
}


@cache
def _values(shape: Shape) -> st.SearchStrategy[Any]:
    if shape.choices:
        return st.sampled_from([*shape.choices, *shape.choices, *shape.choices, "zzz", 1])
    if shape.type is Type.LIST and shape.items is not None:
        return st.lists(_values(shape.items), max_size=3)
    if shape.type is Type.OPEN:
        return st.dictionaries(
            st.sampled_from(["colour", "KB1"]), st.sampled_from(["error", 1, [1]]), max_size=2
        )
    if shape.type is not Type.OBJECT:
        return st.sampled_from(VALUES[shape.type])
    inside = {name: _values(one) for name, one in shape.properties.items()}
    needed = {name: inside[name] for name, one in shape.properties.items() if one.required}
    names = st.lists(st.sampled_from([*sorted(inside) * 3, *EXTRA]), max_size=3, unique=True)
    lacking = st.sampled_from([""] * 6 + sorted(needed))
    return st.tuples(names, lacking).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {
                **{name: one for name, one in needed.items() if name != chosen[1]},
                **{name: (inside | EXTRA)[name] for name in chosen[0]},
            }
        )
    )


RECORDS = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), _values(shape_of(kind)))
)


@given(RECORDS)
def test_both_agree(drawn: tuple[str, Any]) -> None:
    """The quick way in lets through exactly what the validator finds nothing wrong with."""
    kind, value = drawn
    assert fits_whole(kind, value) is validator_of(kind).is_valid(value)


@given(RECORDS)
def test_nothing_is_refused_without_words(drawn: tuple[str, Any]) -> None:
    """What the validator refuses gets at least one explanation, each of them once and with a help."""
    kind, value = drawn
    misfits = explain(validator_of(kind).iter_errors(value), kind, whole(kind), value)
    assert bool(misfits) is not validator_of(kind).is_valid(value)
    assert len(set(misfits)) == len(misfits)
    assert all(misfit.message and misfit.help for misfit in misfits)


@pytest.mark.parametrize(
    "schema", [{"contains": {}}, {"items": {"prefixItems": []}}, {"not": False}, {"$ref": "#"}]
)
def test_unknown_keyword_closes_the_gate(schema: dict[str, Any]) -> None:
    """A schema with a keyword that the quick way in doesn't know lets nothing through."""
    assert gate(schema)([]) is False


CLEAN = """
import sys
from klantboek.schema import check
from klantboek.yaml import read
text = sys.argv[1].encode()
findings, fits = check("relation", "relation/R-00001", read(text, "R-00001.yaml"))
assert fits and not findings
print(sorted({"jsonschema", "referencing", "schwifty", "phonenumbers"} & set(sys.modules)))
"""


def test_clean_record_loads_no_validator() -> None:
    """A record without faults is checked without loading what only messages need."""
    text = data(Path(__file__).parent / "cases" / "keys.yaml")["a whole record"]["given"]
    shown = subprocess.run([sys.executable, "-c", CLEAN, text], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
