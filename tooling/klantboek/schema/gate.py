"""The quick way in: whether nothing at all is wrong with a record, without building any message.

A schema is compiled once to plain functions. It knows the keywords that the house's own schemas use; a
schema with any other keyword is left to the validator, which has the last word on all that is refused.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from klantboek.schema import formats, patterns
from klantboek.schema.exact import comparable, is_integer, is_multiple, is_number
from klantboek.schema.whole import whole

Test = Callable[[Any], bool]


class _UnknownKeywordError(Exception):
    """The gate can't answer for this schema."""


def fits_whole(kind: str, value: Any) -> bool:
    """Tell whether nothing is wrong with a record; False may also mean that the validator has to say."""
    return _gate_of(kind)(value)


@cache
def _gate_of(kind: str) -> Test:
    return gate(whole(kind))


def gate(schema: Any) -> Test:
    """Compile a whole schema (without references) to one function: True only for values that fit."""
    try:
        return _compiled(schema)
    except _UnknownKeywordError:
        return lambda _: False


def _compiled(schema: Any) -> Test:
    if isinstance(schema, bool):
        return lambda _: schema
    tests = [_test(word, schema) for word in schema if word not in _WORDS and not word.startswith("x-")]
    return tests[0] if len(tests) == 1 else _all(tests)


_WORDS = frozenset({"title", "description", "$comment", "default", "examples", "deprecated", "then", "else"})


def _all(tests: list[Test]) -> Test:
    def test(value: Any) -> bool:
        return all(one(value) for one in tests)

    return test


def _test(word: str, schema: dict[str, Any]) -> Test:
    if word == "if":
        return _if(schema["if"], schema.get("then", True), schema.get("else", True))
    if word == "additionalProperties":
        return _additional(schema[word], schema)
    if word not in _TESTS or ("prefixItems" in schema):
        raise _UnknownKeywordError
    kind, make = _TESTS[word]
    test = make(schema[word])
    return test if kind is None else lambda value: not isinstance(value, kind) or test(value)


_TYPES: dict[str, Test] = {
    "string": lambda value: isinstance(value, str),
    "integer": is_integer,
    "number": is_number,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def _type(names: str | list[str]) -> Test:
    tests = [_TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _enum(choices: list[Any]) -> Test:
    known = frozenset(map(comparable, choices))
    return lambda value: comparable(value) in known


def _properties(schemas: dict[str, Any]) -> Test:
    tests = {name: _compiled(schema) for name, schema in schemas.items()}
    return lambda value: all(name not in tests or tests[name](item) for name, item in value.items())


def _additional(rest: Any, schema: dict[str, Any]) -> Test:
    if "patternProperties" in schema:
        raise _UnknownKeywordError
    known = frozenset(schema.get("properties", ()))
    test = _compiled(rest)
    return lambda value: (
        not isinstance(value, dict) or all(name in known or test(item) for name, item in value.items())
    )


def _required(names: list[str]) -> Test:
    return lambda value: all(name in value for name in names)


def _each(schema: Any) -> Test:
    test = _compiled(schema)
    return lambda value: all(map(test, value))


def _unique(asked: bool) -> Test:  # noqa: FBT001 -- the keyword's value
    return lambda value: not asked or len(set(map(comparable, value))) == len(value)


def _pattern(pattern: str) -> Test:
    search = patterns.compiled(pattern).search
    return lambda value: search(value) is not None


def _if(condition: Any, then: Any, otherwise: Any) -> Test:
    test, yes, no = map(_compiled, (condition, then, otherwise))
    return lambda value: yes(value) if test(value) else no(value)


def _any(schemas: list[Any]) -> Test:
    tests = [_compiled(schema) for schema in schemas]
    return lambda value: any(test(value) for test in tests)


def _one(schemas: list[Any]) -> Test:
    tests = [_compiled(schema) for schema in schemas]
    return lambda value: sum(test(value) for test in tests) == 1


_TESTS: dict[str, tuple[type | None, Callable[[Any], Test]]] = {
    "type": (None, _type),
    "enum": (None, _enum),
    "const": (None, lambda one: _enum([one])),
    "allOf": (None, lambda schemas: _all([_compiled(schema) for schema in schemas])),
    "anyOf": (None, _any),
    "oneOf": (None, _one),
    "properties": (dict, _properties),
    "required": (dict, _required),
    "propertyNames": (dict, _each),
    "minProperties": (dict, lambda least: lambda value: len(value) >= least),
    "maxProperties": (dict, lambda most: lambda value: len(value) <= most),
    "items": (list, _each),
    "uniqueItems": (list, _unique),
    "minItems": (list, lambda least: lambda value: len(value) >= least),
    "maxItems": (list, lambda most: lambda value: len(value) <= most),
    "pattern": (str, _pattern),
    "format": (str, lambda name: lambda value: formats.problem(name, value) is None),
    "minLength": (str, lambda least: lambda value: len(value) >= least),
    "maxLength": (str, lambda most: lambda value: len(value) <= most),
    "minimum": (None, lambda least: lambda value: not is_number(value) or value >= least),
    "maximum": (None, lambda most: lambda value: not is_number(value) or value <= most),
    "multipleOf": (None, lambda unit: lambda value: not is_number(value) or is_multiple(value, unit)),
}
