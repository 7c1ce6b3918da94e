"""Writing: what is written reads back as the same value, by every reader."""

import json
import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from klantboek.yaml import limits, read, write
from klantboek.yaml.characters import BIDI, CONTROL, SURROGATE
from klantboek.yaml.writer import UnwritableError
from yaml_values import MAPPINGS, TEXTS


def back(text: str) -> Any:
    """Read a written text."""
    document = read(text.encode(), "")
    assert not document.faults, text
    return document.value


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal and of equal types; a decimal without decimals is an integer."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Decimal) and type(other) is int:
        return one == other
    return type(one) is type(other) and one == other


@given(MAPPINGS)
def test_reading_gives_what_was_written(value: dict[str, Any]) -> None:
    """Reading what was written gives the same values, of the same types, in the same order."""
    assert same(value, back(write(value)))


@given(MAPPINGS)
def test_writing_is_stable(value: dict[str, Any]) -> None:
    """Writing what was read from a written text gives the same text."""
    text = write(value)
    assert write(back(text)) == text


def by_yaml11(value: Any) -> Any:
    """Give the value as YAML 1.1 readers know it: a date is a date, a decimal a binary fraction, a key `on` a yes."""
    if isinstance(value, dict):
        return {key == "on" or by_yaml11(key): by_yaml11(item) for key, item in value.items()}
    if isinstance(value, list):
        return [by_yaml11(item) for item in value]
    if isinstance(value, Decimal):
        return float(value) if "." in f"{value:f}" else int(value)
    if isinstance(value, str) and len(value) == len("2024-01-01") and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


@given(MAPPINGS)
def test_a_yaml_11_reader_agrees(value: dict[str, Any]) -> None:
    """PyYAML reads every value as the same type: no text becomes a number, a time, a yes/no or nothing."""
    found = yaml.load(write(value), Loader=yaml.CSafeLoader)
    assert same(by_yaml11(value), found)


CORE = {
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?(?:\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN",
}


class CoreLoader(yaml.CSafeLoader):
    """Takes plain words by the core schema of YAML 1.2.2 (section 10.3.2)."""


CoreLoader.yaml_implicit_resolvers = {}
for _tag, _words in CORE.items():
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_words})\Z"), None)


@given(MAPPINGS)
def test_a_yaml_12_reader_agrees(value: dict[str, Any]) -> None:
    """By YAML 1.2 too every text stays text, also ``0o17``, ``1e3`` and ``True``."""
    found = yaml.load(write(value), Loader=CoreLoader)  # noqa: S506 -- derived from CSafeLoader
    assert same(_floats(value), found)


def _floats(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_floats(item) for item in value]
    return (float(value) if "." in f"{value:f}" else int(value)) if isinstance(value, Decimal) else value


def test_naughty_strings(shared: Path) -> None:
    """Every string of the public list survives as value, key and item, or is refused by its character."""
    strings = json.loads((shared / "suites" / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
    refused = 0
    for text in strings:
        value = {"text": text, "list": [text, [text]], "group": {text: text}}
        if any(pattern.search(text) for pattern in (CONTROL, BIDI, SURROGATE)):
            refused += 1
            with pytest.raises(UnwritableError, match=r"The character U\+[0-9A-F]{4,5} can't be written"):
                write(value)
        else:
            assert back(write(value)) == value
    assert len(strings) > 500
    assert 0 < refused < 20


@given(
    st.text(), st.sampled_from("\0\x07\x1b\x7f\x85\u2028\u2029\ufeff\uffff\u202e\u2066\ud800\udfff"), TEXTS
)
def test_an_unwritable_character_is_named(before: str, char: str, after: str) -> None:
    """A text with an invisible character is refused by the first one, whether key, value, item or block."""
    clean = "".join(one for one in before if not any(p.search(one) for p in (CONTROL, BIDI, SURROGATE)))
    text = clean + char + after
    values: list[dict[str, Any]] = [
        {"a": text},
        {text: 1},
        {"a": [text]},
        {"a": [{"b": text}]},
        {"a": f"x\n{text}"},
    ]
    for value in values:
        with pytest.raises(UnwritableError, match=rf"U\+{ord(char):04X} can't"):
            write(value)


@pytest.mark.parametrize(
    "number",
    [10**18, -(10**18), Decimal("1E+18"), Decimal("1E+999999"), Decimal("1E-18"), Decimal("NaN"), Decimal("-Infinity")],
)  # fmt: skip
def test_unwritable_numbers(number: object) -> None:
    """A number that reading would refuse, or that is none, is not written."""
    with pytest.raises(UnwritableError, match="more than 18 digits"):
        write({"a": number})


def test_a_number_of_thousands_of_digits() -> None:
    """Also a number that Python itself won't print is refused by name."""
    with pytest.raises(UnwritableError, match="more than 18 digits"):
        write({"a": 10**5000})


def test_too_deep_and_too_large() -> None:
    """What reading would refuse for its size is not written."""
    deep: Any = 1
    for _ in range(5_000):
        deep = [deep]
    for value in ({"a": deep}, {"a": list(range(limits.NODES))}, {"a": "x" * limits.BYTES}):
        with pytest.raises(UnwritableError):
            write(value)


@pytest.mark.parametrize("value", [1.5, date(2024, 1, 1), b"x", {1, 2}, object()])
def test_only_values_of_json(value: object) -> None:
    """A value of another type is a mistake in the program, not something to guess about."""
    for holder in ({"a": value}, {"a": [value]}, {"a": {"b": [{"c": value}]}}):
        with pytest.raises(TypeError):
            write(holder)
    with pytest.raises(TypeError):
        write({"a": {1: "b"}})


class Colour(StrEnum):
    """A kind of text."""

    RED = "red"


STYLE = {
    "on": "on",
    "number": "R-00001",
    "name": "Bakkerij 't Hoekje",
    "kvk": "01234567",
    "since": "2019-03-01",
    "no_day": "2019-02-30",
    "postcode": "7411 AB",
    "website": "https://hoekje.example/a?b=c#d",
    "active": True,
    "answer": "no",
    "amount": Decimal("12.50"),
    "colour": Colour.RED,
    "uses": ["postal", "visiting", "a, b"],
    "nothing": [],
    "none": {},
    "empty": None,
    "note": "Eerste regel.\n\nTweede: met dubbele punt.\n",
    "remark": "een\ntwee",
    "quote": 'Zei "ja"',
    "path": "C:\\Data",
    "zero width": "a\u200bb",
    "orders": [{"number": "O-1", "lines": [{"product": "P-1", "quantity": 2}]}, {"number": "O-2"}],
    "long": ["een lang stuk tekst dat met de andere niet op een regel past"] * 2,
    "nested": [[1, 2], [{"a": 1}], []],
}
WRITTEN = """\
on: "on"
number: R-00001
name: Bakkerij 't Hoekje
kvk: "01234567"
since: 2019-03-01
no_day: "2019-02-30"
postcode: 7411 AB
website: https://hoekje.example/a?b=c#d
active: true
answer: "no"
amount: 12.50
colour: red
uses: [postal, visiting, "a, b"]
nothing: []
none: {}
empty: null
note: |
  Eerste regel.

  Tweede: met dubbele punt.
remark: |-
  een
  twee
quote: Zei "ja"
path: C:\\Data
zero width: "a\\u200bb"
orders:
  - number: O-1
    lines:
      - product: P-1
        quantity: 2
  - number: O-2
long:
  - een lang stuk tekst dat met de andere niet op een regel past
  - een lang stuk tekst dat met de andere niet op een regel past
nested:
  - [1, 2]
  -
    - a: 1
  - []
"""


def test_the_style() -> None:
    """The style that this house writes: two spaces, quotes only where they are needed, short lists on one line."""
    assert write(STYLE) == WRITTEN
    assert write({}) == "{}\n"
    assert back(write(STYLE)) == STYLE


def test_very_long_keys() -> None:
    """A key longer than other readers look ahead is written so that it reads back all the same."""
    for length in (limits.KEY - 1, limits.KEY, 3 * limits.KEY):
        for key in ("k" * length, "k\n" * length):
            value = {key: {key: [1, {key: "a\nb"}]}, "list": [{key: {}}]}
            assert back(write(value)) == value
            assert yaml.safe_load(write(value)) == value
