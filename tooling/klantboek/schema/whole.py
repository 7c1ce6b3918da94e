"""A schema made whole: every reference filled in, every number exact."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from klantboek.errors import KlantboekError
from klantboek.schema.exact import exact
from klantboek.shapes import schema_text

Schema = dict[str, Any] | bool
# What a whole schema may grow to: references to references can unfold without end.
LARGEST = 20_000
DEEPEST = 100

ONE = ("items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames")
LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
NAMED = ("properties", "patternProperties", "dependentSchemas")
_WORDS_ONLY = frozenset({"title", "description", "$comment", "default", "examples", "deprecated"})


class SchemaReferenceError(KlantboekError):
    """A reference in a schema that leads outside it, to nothing, or round in circles."""

    exit_code = 6

    def __init__(self, reference: str, reason: str) -> None:
        super().__init__(
            f"The reference {reference!r} {reason}.",
            "Refer to a part of the same schema ('#/$defs/name'), or write the part out.",
        )


Find = Callable[[str, str], tuple[Schema, str]]


@cache
def whole(kind: str) -> dict[str, Any]:
    """Give the schema of a kind of record, made whole."""
    schema = filled(schema_text(kind), _in_house, kind)
    if isinstance(schema, bool):
        raise SchemaReferenceError(kind, "is no schema of a record")
    return schema


def whole_fragment(fragment: dict[str, Any]) -> Schema:
    """Give a fragment made whole; raises SchemaReferenceError for a reference that leaves it or never ends."""

    def find(reference: str, file: str) -> tuple[Schema, str]:
        if not reference.startswith("#"):
            raise SchemaReferenceError(reference, "leads outside the schema")
        return _pointed(fragment, reference, reference[1:]), file

    return filled(fragment, find, "")


def filled(schema: Schema, find: Find, file: str) -> Schema:
    """Give the schema with what ``find`` gives for each reference in its place, and exact numbers."""
    return _Filling(find).fill(schema, file, ())


def _in_house(reference: str, file: str) -> tuple[Schema, str]:
    target, _, pointer = reference.partition("#")
    file = target.removesuffix(".json") or file
    return _pointed(schema_text(file), reference, pointer), file


def _pointed(schema: dict[str, Any], reference: str, pointer: str) -> Schema:
    found: Any = schema
    if pointer and not pointer.startswith("/"):
        raise SchemaReferenceError(reference, "is not a path such as '#/$defs/name'")
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(found, dict) or name not in found:
            raise SchemaReferenceError(reference, "leads to nothing")
        found = found[name]
    if not isinstance(found, dict | bool):
        raise SchemaReferenceError(reference, "leads to something that is no schema")
    return found


@dataclass
class _Filling:
    find: Find
    size: int = field(default=0)
    depth: int = field(default=0)

    def fill(self, schema: Schema, file: str, through: tuple[tuple[str, str], ...]) -> Schema:
        self.size += 1
        if self.size > LARGEST or self.depth > DEEPEST:
            raise SchemaReferenceError(through[-1][0] if through else "#", "unfolds into too much")
        if not isinstance(schema, dict):
            return schema
        self.depth += 1
        own = dict(self._entries(schema, file, through))
        joined = own if "$ref" not in schema else _joined(own, self._followed(schema["$ref"], file, through))
        self.depth -= 1
        return joined

    def _followed(self, reference: str, file: str, through: tuple[tuple[str, str], ...]) -> Schema:
        if (reference, file) in through:
            raise SchemaReferenceError(reference, "leads back to itself")
        found, target = self.find(reference, file)
        return self.fill(found, target, (*through, (reference, file)))

    def _entries(
        self, schema: dict[str, Any], file: str, through: tuple[tuple[str, str], ...]
    ) -> Iterator[tuple[str, Any]]:
        for key, value in schema.items():
            if key in ONE:
                yield key, self.fill(value, file, through)
            elif key in LISTED:
                yield key, [self.fill(one, file, through) for one in value]
            elif key in NAMED:
                yield key, {name: self.fill(one, file, through) for name, one in value.items()}
            elif key not in ("$ref", "$schema", "$id", "$defs"):
                yield key, exact(value)


def _joined(own: dict[str, Any], there: Schema) -> Schema:
    """Join what stands beside a reference with what it leads to: words win, conditions add up."""
    if isinstance(there, dict) and all(key in _WORDS_ONLY or key.startswith("x-") for key in own):
        return {**there, **own}
    return {**own, "allOf": [*own.get("allOf", ()), there]}
