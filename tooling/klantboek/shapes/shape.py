"""One schema as a tree of shapes: what a value is, what it is called, what it holds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from klantboek.house import carried


class Type(StrEnum):
    """What a value is to the rest of the house."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    OBJECT = "object"
    LIST = "list"
    OPEN = "open"  # an object whose keys the book itself declares


@dataclass(frozen=True, eq=False)
class Shape:
    """A property of a record.

    ``path`` names it from the root with dots (``relation.orders.lines.unit_price``; lists add no step).
    ``reference`` says what the text refers to ("product", "staff", "vocabulary/channels", "contact" …).
    """

    path: str
    type: Type
    title: str = ""
    title_nl: str = ""
    description: str = ""
    required: bool = False
    format: str = ""
    choices: tuple[str, ...] = ()
    reference: str = ""
    sensitivity: str = ""
    purpose: str = ""
    properties: Mapping[str, "Shape"] = field(default_factory=dict)
    items: "Shape | None" = None

    @cached_property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rpartition(".")[2]

    def walk(self) -> Iterator["Shape"]:
        """Give this shape and every shape below it, in the order of the schema."""
        yield self
        for shape in self.properties.values():
            yield from shape.walk()
        if self.items is not None:
            for shape in self.items.properties.values():
                yield from shape.walk()


@cache
def schema_text(name: str) -> dict[str, Any]:
    """Give the parsed JSON of one file of ``schemas/``: a kind of record, or ``definitions``."""
    text = (carried("schemas") / f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def shape_of(kind: str) -> Shape:
    """Give the shape of one kind of record."""
    return _shape(schema_text(kind), kind, kind, required=True)


def _resolve(schema: dict[str, Any], file: str) -> tuple[dict[str, Any], str]:
    """Follow ``$ref``; what stands beside it (title, description) wins over what it points to."""
    while "$ref" in schema:
        target, _, pointer = schema["$ref"].partition("#/$defs/")
        file = target.removesuffix(".json") or file
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**schema_text(file)["$defs"][pointer], **beside}
    return schema, file


def _shape(schema: dict[str, Any], file: str, path: str, *, required: bool) -> Shape:
    schema, file = _resolve(schema, file)
    kind = _type(schema)
    needed = set(schema.get("required", ()))
    properties = {
        name: _shape(sub, file, f"{path}.{name}", required=name in needed)
        for name, sub in schema.get("properties", {}).items()
    }
    return Shape(
        path=path,
        type=kind,
        title=schema.get("title", ""),
        title_nl=schema.get("x-title-nl", ""),
        description=schema.get("description", ""),
        required=required,
        format=schema.get("format", ""),
        choices=tuple(schema.get("enum", ())),
        reference=schema.get("x-reference", ""),
        sensitivity=schema.get("x-sensitivity", ""),
        purpose=schema.get("x-purpose", ""),
        properties=properties,
        items=_shape(schema["items"], file, path, required=True) if kind is Type.LIST else None,
    )


def _type(schema: dict[str, Any]) -> Type:
    if schema.get("x-money"):
        return Type.MONEY
    if schema.get("format") == "date":
        return Type.DATE
    if schema["type"] == "object" and "properties" not in schema:
        return Type.OPEN
    return _TYPES[schema["type"]]


_TYPES = {
    "string": Type.TEXT,
    "integer": Type.INTEGER,
    "number": Type.NUMBER,
    "boolean": Type.BOOLEAN,
    "array": Type.LIST,
    "object": Type.OBJECT,
}
