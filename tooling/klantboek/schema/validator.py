"""The validator: draft 2020-12 with exact decimals, linear-time patterns and the formats of this house."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from referencing import Registry

from klantboek.schema import formats, patterns
from klantboek.schema.exact import is_integer, is_multiple, is_number
from klantboek.schema.whole import whole


def validator(schema: Any, registry: Any = None) -> Any:
    """Give a validator of the schema; it never fetches anything."""
    return _Validator(schema, registry=Registry() if registry is None else registry)


@cache
def validator_of(kind: str) -> Any:
    """Give the validator of a kind of record."""
    return validator(whole(kind))


def _pattern(self: Any, pattern: str, value: Any, _: Any) -> Iterator[ValidationError]:
    if self.is_type(value, "string") and not patterns.matches(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _properties(self: Any, schemas: dict[str, Any], value: Any, _: Any) -> Iterator[ValidationError]:
    """Report a key that may not stand here at its own path, which the library leaves out."""
    if not self.is_type(value, "object"):
        return
    for name, schema in schemas.items():
        if name in value and schema is False:
            yield ValidationError(name, path=(name,))
        elif name in value:
            yield from self.descend(value[name], schema, path=name, schema_path=name)


def _pattern_properties(self: Any, schemas: dict[str, Any], value: Any, _: Any) -> Iterator[ValidationError]:
    if self.is_type(value, "object"):
        for pattern, schema in schemas.items():
            for name, item in value.items():
                if patterns.matches(pattern, name):
                    yield from self.descend(item, schema, path=name, schema_path=pattern)


def _additional_properties(self: Any, rest: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if not self.is_type(value, "object"):
        return
    extra = [
        name
        for name in value
        if name not in schema.get("properties", ())
        and not any(patterns.matches(pattern, name) for pattern in schema.get("patternProperties", ()))
    ]
    if rest is False and extra:
        yield ValidationError(f"unknown: {extra}")
    elif rest is not False:
        for name in extra:
            yield from self.descend(value[name], rest, path=name)


def _multiple_of(self: Any, unit: Any, value: Any, _: Any) -> Iterator[ValidationError]:
    if self.is_type(value, "number") and not is_multiple(value, unit):
        yield ValidationError(f"{value} is not a multiple of {unit}")


def _format(self: Any, name: str, value: Any, _: Any) -> Iterator[ValidationError]:
    if self.is_type(value, "string") and (wrong := formats.problem(name, value)) is not None:
        yield ValidationError(wrong)


def _required(self: Any, names: list[str], value: Any, _: Any) -> Iterator[ValidationError]:
    """Report each missing key with its bare name as the message."""
    if self.is_type(value, "object"):
        yield from (ValidationError(name) for name in names if name not in value)


def _if(self: Any, condition: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    """Report a choice as one error that carries what its branch refuses."""
    branch = "then" if self.evolve(schema=condition).is_valid(value) else "else"
    if branch in schema:
        refused = list(self.descend(value, schema[branch], schema_path=branch))
        if refused:
            yield ValidationError(branch, context=refused)


_extend: Any = extend  # the library ships no types for it
_Validator: Any = _extend(
    Draft202012Validator,
    {
        "pattern": _pattern,
        "properties": _properties,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
        "multipleOf": _multiple_of,
        "format": _format,
        "required": _required,
        "if": _if,
    },
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
        {"number": lambda _, value: is_number(value), "integer": lambda _, value: is_integer(value)}
    ),
)
