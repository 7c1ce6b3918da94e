"""Schema fragments that a book writes itself: what is refused, and what they say of values."""

from decimal import Decimal
from typing import Any

import pytest

from klantboek.schema import FragmentError, Misfit, check_fragment, fragment_problems


def _chain(length: int) -> dict[str, Any]:
    parts: dict[str, Any] = {f"p{i}": {"$ref": f"#/$defs/p{i + 1}"} for i in range(length)}
    return {"$ref": "#/$defs/p0", "$defs": {**parts, f"p{length}": {"type": "string"}}}


def _doubling(length: int) -> dict[str, Any]:
    parts: dict[str, Any] = {f"p{i}": {"allOf": [{"$ref": f"#/$defs/p{i + 1}"}] * 2} for i in range(length)}
    return {"$ref": "#/$defs/p0", "$defs": {**parts, f"p{length}": {"type": "string"}}}


def _nested(levels: int) -> dict[str, Any]:
    return {"not": _nested(levels - 1)} if levels else {}


@pytest.mark.parametrize(
    ("fragment", "says"),
    [
        ({"type": "txt"}, 'type: "txt" is neither one of array, boolean, integer, null, number, object, string nor a list'),
        ({"type": "strng"}, "is not one of the 7 values that are known here; did you mean string?"),
        ({"type": ["string", "numbr"]}, 'type.1: "numbr" is not one of the 7 values that are known here; did you mean number?'),
        ({"required": "a"}, "required: this is text, but a list is asked"),
        ({"anyOf": []}, "anyOf: this list is empty"),
        ({"properties": {"a": {"minimun": 1}}}, "'minimun' is no keyword of JSON Schema; did you mean minimum?"),
        ({"colour": "red"}, "'colour' is no keyword of JSON Schema"),
        ({"format": "e-mail"}, "the format 'e-mail' isn't known here; did you mean email?"),
        ({"maxLength": -1}, "maxLength: -1 is less than 0"),
        ({"$ref": "https://schemas.example/colour.json"}, "leads outside the schema"),
        ({"$ref": "definitions.json#/$defs/money"}, "leads outside the schema"),
        ({"anyOf": [{"$ref": "file:///etc/passwd"}]}, "leads outside the schema"),
        ({"$ref": "#/$defs/colour"}, "leads to nothing"),
        ({"$ref": "#colour"}, "is not a path"),
        ({"$ref": "#"}, "leads back to itself"),
        ({"allOf": [{"$ref": "#"}]}, "leads back to itself"),
        (_chain(200), "unfolds into too much"),
        (_doubling(40), "unfolds into too much"),
        (_nested(30), "nested deeper than 20"),
        ({"pattern": "^(?=a)b"}, "can't be used"),
        ({"pattern": "(a)\\1"}, "can't be used"),
        ({"pattern": "("}, "can't be used"),
        ({"pattern": "\ud800"}, "half a character"),
        ({"patternProperties": {"(?<=a)b": True}}, "can't be used"),
        ({"anyOf": [{"items": {"pattern": "a{2000}"}}]}, "can't be used"),
        ({"unevaluatedProperties": False}, "isn't supported here"),
        ({"$dynamicRef": "#x"}, "isn't supported here"),
    ],
)  # fmt: skip
def test_unusable(fragment: dict[str, Any], says: str) -> None:
    """A fragment that can't be used is refused with its reason, and never looked up, hung on or crashed over."""
    assert says in "; ".join(fragment_problems(fragment))
    with pytest.raises(FragmentError, match="can't be used"):
        check_fragment(fragment, "x")


@pytest.mark.parametrize(
    ("fragment", "value", "code", "message"),
    [
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, None, "KB107", "this value is no group of keys, so it can't have one of `a` and `b`"),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, "ab", "KB107", "this value is no group of keys, so it can't have one of `a` and `b`"),
        ({"type": "string"}, 3, "KB103", "this is a whole number (3), but text is asked"),
        ({"type": "integer"}, Decimal("1.5"), "KB103", "this is a number (1.5), but a whole number is asked"),
        ({"type": ["integer", "null"]}, "x", "KB103", "this is text, but a whole number or nothing is asked"),
        ({"enum": ["red", "blue"]}, "rde", "KB104", '"rde" is not one of the 2 values that are known here'),
        ({"const": 4}, 5, "KB104", "5 stands where only 4 can stand"),
        ({"format": "iban"}, "x", "KB105", "this is not an IBAN: its country, length or structure is wrong"),
        ({"format": "date"}, "2026-02-30", "KB108", "2026-02-30 is not on the calendar"),
        ({"pattern": "^[0-9]+$"}, "12a", "KB106", "this text is not written as it must be"),
        ({"pattern": "^[A-Z]{2}$", "format": "country"}, "nl", "KB105", "'nl' is not a country code; NL is probably meant"),
        ({"format": "web", "maxLength": 3}, "abcd", "KB106", "this text is 4 characters, more than 3"),
        ({"minLength": 3}, "ab", "KB106", "this text is 2 characters, fewer than 3"),
        ({"maxItems": 1}, [1, 2], "KB106", "this list is 2 long, longer than 1"),
        ({"minItems": 2}, [1], "KB106", "this list is 1 long, shorter than 2"),
        ({"minProperties": 1}, {}, "KB106", "this value is a group of 0 keys, fewer than 1"),
        ({"maxProperties": 0}, {"a": 1}, "KB106", "this value is a group of 1 keys, more than 0"),
        ({"multipleOf": Decimal("0.1")}, Decimal("0.25"), "KB106", "0.25 is not a multiple of 0.1"),
        ({"multipleOf": 0.01}, Decimal("0.001"), "KB106", "0.001 is more precise than a cent"),
        ({"exclusiveMinimum": 0}, 0, "KB106", "0 is not more than 0"),
        ({"exclusiveMaximum": 5}, 5, "KB106", "5 is not less than 5"),
        ({"anyOf": [{"type": "integer"}, {"enum": ["none"]}]}, "x", "KB104", '"x" is neither a whole number nor none'),
        ({"anyOf": [{"type": "integer"}, {"enum": ["none"]}]}, "nome", "KB104", '"nome" stands where only none can stand'),
        ({"anyOf": [{"type": "integer", "minimum": 1}, {"const": "none"}]}, 0, "KB106", "0 is less than 1"),
        ({"anyOf": [{"type": "integer"}, {"type": "string", "format": "date"}]}, True, "KB103", "true is neither a whole number nor a date"),
        ({"anyOf": [{"type": "integer"}, {"minLength": 3}]}, "x", "KB106", "this text is 1 characters, fewer than 3"),
        ({"anyOf": [{"enum": list("abcdefghi")}, {"title": "A number", "type": "number"}]}, [1], "KB103", "a list is neither one of 9 known values nor a number"),
        ({"anyOf": [{"type": "array"}, False]}, 1, "KB103", "1 is not a list"),
        ({"anyOf": [{"enum": ["a"]}, {"not": {"type": "string"}}]}, "zz", "KB104", '"zz" has none of the 2 forms that are known here'),
        ({"propertyNames": False}, {"a": 1}, "KB107", "this value stands where the schema allows nothing"),
        ({"anyOf": [False, False]}, 1, "KB107", "this value stands where the schema allows nothing"),
        ({"anyOf": [{"type": "array"}, {"allOf": [{"not": {"type": "object"}}], "minLength": 9}]}, {}, "KB107", "this value is what the schema leaves out: a group of keys"),
        ({"anyOf": [{"type": "array"}, {"allOf": [{"type": "array"}]}]}, {}, "KB103", "a group of keys is not a list"),
        ({"oneOf": [{"minimum": 1}, {"maximum": 5}]}, 3, "KB107", "this value fits 2 forms that exclude each other: form 1, form 2"),
        ({"oneOf": [{"type": "integer"}, {"type": ["number", "null"]}]}, 3, "KB107", "this value fits 2 forms that exclude each other: a whole number, a number or nothing"),
        ({"not": {"const": "x"}}, "x", "KB107", "this value is what the schema leaves out: x"),
        ({"not": {"required": ["a"]}}, {"a": 1}, "KB107", "this value is what the schema leaves out: a group of keys with `a`"),
        ({"not": True}, 1, "KB107", "this value is what the schema leaves out"),
        ({"contains": {"const": None}}, [1], "KB106", "no item of this list is null"),
        ({"contains": {"type": "integer"}, "minContains": 2}, [1], "KB106", "fewer than 2 items of this list are a whole number"),
        ({"contains": {"type": "integer"}, "maxContains": 1}, [1, 2], "KB106", "more than 1 items of this list are a whole number"),
        ({"contains": False}, [1], "KB106", "no item of this list is of the form that the schema asks"),
        ({"prefixItems": [{}], "items": False}, [1, 2], "KB106", "this list is longer than 1"),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, "KB107", "this value has `a`, so it needs `b`"),
        ({"properties": {"a": False}}, {"a": 1}, "KB107", "this value can't have `a`"),
        ({"patternProperties": {"^x-": {}}, "additionalProperties": False}, {"x-a": 1, "y": 2}, "KB101", "this value has no key `y`"),
        ({"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"properties": {"b": {"type": "string"}}}}, {"a": 1, "b": 2}, "KB103", "this is a whole number (2), but text is asked"),
        ({"$ref": "#/$defs/n", "$defs": {"n": {"minimum": 2}}}, 1, "KB106", "1 is less than 2"),
        ({"$ref": "#/$defs/n", "maximum": 5, "$defs": {"n": {"minimum": 2}}}, 1, "KB106", "1 is less than 2"),
        ({"$ref": "#/$defs/n", "maximum": 5, "$defs": {"n": {"minimum": 2}}}, 6, "KB106", "6 is more than 5"),
    ],
)  # fmt: skip
def test_refused_value(fragment: dict[str, Any], value: Any, code: str, message: str) -> None:
    """A value that a fragment refuses is told once, in the words that records get."""
    assert [(one.code, one.message) for one in check_fragment(fragment, value)] == [(code, message)]


# Two forms that are told apart by one key.
_TENURE = {
    "description": "Whose machine it is.",
    "oneOf": [
        {
            "properties": {"kind": {"const": "own"}, "since": {"type": "integer"}},
            "required": ["kind", "since"],
        },
        {
            "properties": {"kind": {"const": "lease"}, "until": {"format": "date"}},
            "required": ["kind", "until"],
            "additionalProperties": False,
        },
    ],
}


@pytest.mark.parametrize(
    ("value", "path", "says", "advice"),
    [
        ({"kind": "lease"}, (), "this value needs `until`", "Add `until`. Read as a group of keys with `kind: lease`."),
        (
            {"kind": "lease", "until": "2026-06-30", "since": 2020},
            ("since",),
            "this value has no key `since`",
            "Remove it; what has no place of its own goes in notes or custom. Read as a group of keys with `kind: lease`.",
        ),
        (
            {"kind": "leas", "until": "2026-06-30"},
            ("kind",),
            '"leas" is not one of the 2 values that are known here',
            "Did you mean lease? Choose from: own, lease. Whose machine it is.",
        ),
        (
            {"kind": "borrowed"},
            ("kind",),
            '"borrowed" is not one of the 2 values that are known here',
            "Choose from: own, lease. Whose machine it is.",
        ),
        (
            {"until": "2026-06-30"},
            (),
            "this value needs `kind`",
            "Add `kind`. Choose from: own, lease. Whose machine it is.",
        ),
    ],
)  # fmt: skip
def test_the_form_that_was_meant(value: Any, path: tuple[str, ...], says: str, advice: str) -> None:
    """Of forms that exclude each other the one that a key names is told, and only what is wrong in that one."""
    assert [(one.path, one.message, one.help) for one in check_fragment(_TENURE, value)] == [
        (path, says, advice)
    ]


@pytest.mark.parametrize(
    ("fragment", "value"),
    [
        ({"type": "integer"}, Decimal("1.0")),
        ({"type": "number"}, Decimal("0.1")),
        ({"multipleOf": 0.01}, Decimal("0.07")),
        ({"multipleOf": 0.01}, Decimal("999999999999.99")),
        ({"multipleOf": 0.1}, Decimal("0.1") + Decimal("0.2")),
        ({"const": 1.5}, Decimal("1.5")),
        ({"enum": [1]}, Decimal("1.00")),
        ({"uniqueItems": True}, [1, True, "1"]),
        ({"pattern": "^\\p{L}+$"}, "Noël"),
        ({"maxLength": 2}, "🥖🥖"),
        ({"type": "string", "$schema": "https://json-schema.org/draft/2020-12/schema"}, "x"),
        ({"$ref": "#/$defs/a~1b", "$defs": {"a/b": {}}}, "x"),
        ({"title": "T", "x-unit": "kW", "format": "date", "readOnly": True}, "2026-06-30"),
    ],
)
def test_taken_value(fragment: dict[str, Any], value: Any) -> None:
    """Numbers are counted exactly and texts by characters."""
    assert check_fragment(fragment, value) == []


def test_hostile_pattern_answers() -> None:
    """A pattern that makes a backtracking matcher run for years answers."""
    text = "a" * 10_000 + "!"
    assert [one.code for one in check_fragment({"pattern": "^(a+)+$"}, text)] == ["KB106"]
    fragment = {"patternProperties": {"^(a+)+$": {"type": "string"}}, "additionalProperties": False}
    assert [one.code for one in check_fragment(fragment, {text: 1})] == ["KB101"]


def test_help_ends_with_the_description() -> None:
    """The help says what to do, and then what the schema says about the value."""
    fragment = {"enum": ["red", "blue"], "description": "The colour of the machine."}
    assert check_fragment(fragment, "rad") == [
        Misfit(
            "KB104",
            (),
            '"rad" is not one of the 2 values that are known here',
            "Did you mean red? Choose from: red, blue. The colour of the machine.",
            meant="red",
        )
    ]
