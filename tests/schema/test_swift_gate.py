"""The swift gate: it lets nothing through that the validator refuses."""

import json
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantboek.house import carried
from klantboek.schema.exact import exact
from klantboek.schema.patterns import PatternError
from klantboek.schema.swift import fits_swiftly, swift_gate
from klantboek.schema.validator import validator, validator_of
from klantboek.yaml import read
from klantboek.yaml.quick import quick_value

# Keywords that lead elsewhere; schemas of records are made whole before they come here.
_LEADING = ("$ref", "$dynamicRef", "$id", "$schema", "$anchor")
RECORDS = [
    file.read_text(encoding="utf-8") for file in sorted((carried("records") / "relations").rglob("*.yaml"))
]
ODD = st.one_of(
    st.sampled_from(
        ["", "x", "R-00001", "2026-02-30", "2026-13-01", "0000-01-01", "1-1-2026", "NL", "nl", "nl-BE", "XX", "EUR", "eur",
         "+31570123456", "+310", "0570123456", "a@b", "a@b.example", "A@B.example", "NL91ABNA0417164300",
         "NL91ABNA0417164301", "12345678", "00000000", "54M6", "ZZZZ", "x" * 300, "\u00e9", "active", "customer", "http://a",
         "https://a.example", "javascript:alert(1)", "../x", "documents/a.pdf", "true", "1"]
    ),
    st.integers(-5, 5), st.booleans(), st.none(), st.just([]), st.just({}), st.just(["a", "a"]), st.just({"x": 1}),
    st.decimals(-10**10, 10**10, places=4).map(float),
)  # fmt: skip


def _as_read(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_read(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_read(item) for item in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in inside for place in ((*path, key), *_places(item, (*path, key)))]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_records(data: st.DataObject) -> None:
    """Of a record in which a value was replaced, removed or added it says nothing that the validator doesn't."""
    value = quick_value(data.draw(st.sampled_from(RECORDS)))
    if value is None:
        return
    for _ in range(data.draw(st.integers(1, 3))):
        if not (places := _places(value)):
            break
        *above, last = data.draw(st.sampled_from(places))
        inside = value
        for step in above:
            inside = inside[step]
        if isinstance(inside, dict) and data.draw(st.booleans()):
            del inside[last]
        else:
            inside[last] = deepcopy(data.draw(ODD))
    if fits_swiftly("relation", value):
        assert validator_of("relation").is_valid(_as_read(value))


@pytest.mark.parametrize("day", ["0000-01-01", "2026-02-30", "2026-13-01", "1-1-2026", "2026-01-01\n", ""])
def test_days_that_do_not_exist(day: str) -> None:
    """A day that is not on the calendar is not let through, also where the library knows a year 0."""
    gate = swift_gate({"type": "string", "format": "date"})
    assert gate("2026-02-28")
    assert not gate(day)


@given(st.decimals(0, 10**9, places=4), st.sampled_from(["0.01", "0.1", "0.001", "1", "5", "0.25"]))
def test_multiples(number: Decimal, unit: str) -> None:
    """Amounts with too many decimals are not let through for the sake of a float."""
    schema = {"multipleOf": Decimal(unit)}
    if swift_gate(schema)(float(number)):
        assert validator(exact(schema)).is_valid(number)


def test_records_of_the_example() -> None:
    """Every relation of the example book passes, so that the gate saves something."""
    values = [value for text in RECORDS if (value := quick_value(text)) is not None]
    assert all(fits_swiftly("relation", value) for value in values)
    assert all(read(text.encode(), "x").faults == () for text in RECORDS)


# Where the library reads the standard otherwise than the suite or our validator, and lets more through; none of
# these stands in a schema of records, which test_schemas of shapes holds to a few keywords.
LETS_THROUGH: set[str] = set()


def test_public_suite(shared: Path) -> None:
    """What it lets through of the public suite, our validator lets through."""
    through = 0
    wrong = set()
    for file in sorted(
        (shared / "suites" / "json-schema-test-suite" / "tests" / "draft2020-12").glob("*.json")
    ):
        for group in json.loads(file.read_text(encoding="utf-8")):
            if any(f'"{word}"' in json.dumps(group["schema"]) for word in _LEADING[:3]):
                continue
            schema = group["schema"]
            if isinstance(schema, dict):
                schema = {key: item for key, item in schema.items() if key not in _LEADING}
            opens, checker = swift_gate(schema), validator(exact(schema))
            for test in group["tests"]:
                if opens(test["data"]):
                    through += 1
                    if not _is_valid(checker, _as_read(test["data"])):
                        wrong.add(f"{file.stem}: {group['description']}: {test['description']}")
    assert wrong == LETS_THROUGH
    assert through > 300


def _is_valid(checker: Any, value: Any) -> bool:
    try:
        return bool(checker.is_valid(value))
    except PatternError:
        return True  # a pattern that no schema of records may have


@pytest.mark.parametrize("day", ["2026-02-29", "2026-1-1", "20260101", "2026-01-01T00:00:00Z", "2026-W01-1"])
def test_days(day: str) -> None:
    """A day that the calendar doesn't have, or in another form, is not let through."""
    assert not swift_gate({"format": "date"})(day)


def test_the_year_nought() -> None:
    """The library knows a year 0, our calendar doesn't: such a text does not get as far as the gate."""
    assert [quick_value(text) for text in ('a: "0000-01-01"\n', "a: 0000-01-01\n", "a: [0000-01-01]\n")] == [
        None
    ] * 3
