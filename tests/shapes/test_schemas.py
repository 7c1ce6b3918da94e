"""The schemas carry everything that pages, editors and the privacy statement are written from."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from klantboek.house import carried
from klantboek.shapes import KINDS, schema_text, shape_of

FILES = sorted(file.stem for file in carried("schemas").glob("*.json"))
SENSITIVITIES = {"none", "contact", "personal", "private", "financial", "special"}
# What a text may refer to besides a kind of record: the list that holds the code, as schema and property.
LISTS = {
    "staff": ("book", "staff"),
    "class": ("book", "classes"),
    "objective": ("book", "objectives"),
    "contact": ("relation", "contacts"),
    "order": ("relation", "orders"),
    "quote": ("relation", "quotes"),
    "project": ("relation", "projects"),
    "document": ("relation", "documents"),
}


@dataclass(frozen=True)
class Part:
    """One schema inside a file: where it stands, and whether it is a property, a definition or a list's item."""

    place: str
    schema: dict[str, Any]
    named: bool

    def __str__(self) -> str:
        """Name the place for a failing test."""
        return self.place


def parts(file: str) -> list[Part]:
    """Give every schema of a file that describes a value; conditions (if, then, else) describe none."""
    root = schema_text(file)
    found = [] if file == "definitions" else list(_below(root, file))
    if file == "definitions":
        found.append(Part(file, root, named=True))
    for name, schema in root.get("$defs", {}).items():
        found.extend(_below(schema, f"{file}#{name}"))
    return found


def _below(schema: dict[str, Any], place: str, *, named: bool = True) -> Iterator[Part]:
    yield Part(place, schema, named)
    for name, sub in schema.get("properties", {}).items():
        yield from _below(sub, f"{place}.{name}")
    if "items" in schema:
        yield from _below(schema["items"], f"{place}[]", named=False)


def every(*, named: bool = False) -> list[Part]:
    """Give the parts of all files; with ``named`` only those that carry texts of their own."""
    return [part for file in FILES for part in parts(file) if part.named or not named]


def wrong(found: list[str]) -> str:
    """Give all failures at once, one per line."""
    return "\n".join(found)


def test_every_kind_has_a_schema_and_every_schema_a_kind() -> None:
    """A file in schemas/ is a kind of record or the shared definitions; no other file lies there."""
    assert sorted([*KINDS, "definitions"]) == FILES


@pytest.mark.parametrize("file", FILES)
def test_a_schema_is_valid_against_its_metaschema(file: str) -> None:
    """Each schema is itself a correct 2020-12 schema, under an address that ends in its file name."""
    schema = schema_text(file)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$schema"]
    assert schema["$id"].endswith(f"/{file}.json")


@pytest.mark.parametrize("file", FILES)
def test_a_schema_is_written_in_one_style(file: str) -> None:
    """A file holds what dumping its value gives, so that a script can edit it without noise."""
    text = (carried("schemas") / f"{file}.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_every_property_has_an_english_and_a_dutch_title() -> None:
    """Pages in both languages, hover help and tables take their headings from the schemas."""
    keys = ("title", "x-title-nl")
    bad = [
        f"{part} {key}" for part in every(named=True) for key in keys if not _is_title(part.schema.get(key))
    ]
    assert not bad, wrong(bad)


def _is_title(text: object) -> bool:
    return isinstance(text, str) and text == text.strip() and text not in {"", "?"} and not text.endswith(".")


def test_every_property_has_a_description_of_whole_sentences() -> None:
    """Hover help is a sentence: it begins with a capital, a digit or code, and ends with a full stop."""
    sentence = re.compile(r"[A-Z0-9`].{13,}\.")
    bad = [
        str(part)
        for part in every(named=True)
        if not sentence.fullmatch(str(part.schema.get("description", "")))
        or str(part.schema["description"]).count("`") % 2
    ]
    assert not bad, wrong(bad)


def test_every_object_is_closed() -> None:
    """A misspelt key is found, because only objects whose keys the book itself declares are open."""
    bad = [
        str(part)
        for part in every()
        if part.schema.get("type") == "object"
        and part.schema.get("additionalProperties") is not False
        and not (part.schema.get("x-custom") or part.schema.get("x-schema-fragment"))
        and part.place not in {"book#lint.severity", "book#lint_folder.severity"}
    ]
    assert not bad, wrong(bad)


def test_every_open_object_has_a_largest_size() -> None:
    """Where keys are free, their number is not."""
    bad = [
        str(p) for p in every() if p.schema.get("additionalProperties") and "maxProperties" not in p.schema
    ]
    assert not bad, wrong(bad)


def test_every_text_has_a_limit() -> None:
    """No text is of any length: it has a longest length, a closed list, an anchored pattern, or is a date."""
    bad = [
        str(part) for part in every() if part.schema.get("type") == "string" and not _is_limited(part.schema)
    ]
    assert not bad, wrong(bad)


def _is_limited(schema: dict[str, Any]) -> bool:
    pattern = schema.get("pattern", "")
    return (
        "maxLength" in schema
        or "enum" in schema
        or schema.get("format") == "date"
        or (pattern.startswith("^") and pattern.endswith("$") and not re.search(r"[*+]|\{\d+,\}", pattern))
    )


def test_every_sensitivity_is_known_and_has_a_purpose() -> None:
    """Personal data says how private it is and which processing activity it is used for; other data says neither."""
    bad = [
        str(part)
        for part in every()
        if ("x-sensitivity" in part.schema) != ("x-purpose" in part.schema)
        or part.schema.get("x-sensitivity", "none") not in SENSITIVITIES
    ]
    assert not bad, wrong(bad)


def test_every_purpose_is_a_processing_activity_of_the_example_book() -> None:
    """The register that the example book carries explains every purpose that the schemas name."""
    known = {file.stem for file in (carried("records") / "processing").glob("*.yaml")}
    assert {part.schema["x-purpose"] for part in every() if "x-purpose" in part.schema} <= known


def test_every_reference_names_something_that_exists() -> None:
    """A reference is to a kind of record, a list in the book or in the same relation, or a vocabulary."""
    bad = [
        f"{p} {p.schema['x-reference']}"
        for p in every()
        if not _exists(p.schema.get("x-reference", "relation"))
    ]
    assert not bad, wrong(bad)


def _exists(reference: str) -> bool:
    if reference in LISTS:
        file, name = LISTS[reference]
        return shape_of(file).properties[name].items is not None
    return reference in KINDS or bool(re.fullmatch(r"vocabulary/[a-z]+(-[a-z]+)*", reference))


def test_the_example_book_has_every_vocabulary_that_the_schemas_name() -> None:
    """A list that the schemas refer to exists in the example book."""
    known = {file.stem for file in (carried("records") / "vocabularies").glob("*.yaml")}
    named = {part.schema.get("x-reference", "") for part in every()}
    assert {name.removeprefix("vocabulary/") for name in named if name.startswith("vocabulary/")} <= known


def test_every_ref_leads_to_a_definition_and_every_definition_is_used() -> None:
    """No ``$ref`` dangles, and no definition lies unused."""
    defined = {f"{file}#{name}" for file in FILES for name in schema_text(file).get("$defs", {})}
    used = {target for file in FILES for target in _refs(schema_text(file), file)}
    assert used == defined


def _refs(value: object, file: str) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            target, _, name = value["$ref"].partition("#/$defs/")
            yield f"{target.removesuffix('.json') or file}#{name}"
        for below in value.values():
            yield from _refs(below, file)
    elif isinstance(value, list):
        for below in value:
            yield from _refs(below, file)


@pytest.mark.parametrize("kind", KINDS)
def test_walking_a_shape_reaches_each_property_once(kind: str) -> None:
    """The tree of shapes holds every property of the schema, in its order, under its dotted path."""
    walked = [shape.path for shape in shape_of(kind).walk()]
    assert walked == [kind, *_paths(schema_text(kind), kind, kind)]


def _paths(schema: dict[str, Any], file: str, path: str) -> Iterator[str]:
    if "$ref" in schema:
        target, _, name = schema["$ref"].partition("#/$defs/")
        file = target.removesuffix(".json") or file
        yield from _paths(schema_text(file)["$defs"][name], file, path)
    elif "items" in schema:
        yield from _paths(schema["items"], file, path)
    for name, below in schema.get("properties", {}).items():
        yield f"{path}.{name}"
        yield from _paths(below, file, f"{path}.{name}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_carries_the_texts_of_its_schema(kind: str) -> None:
    """Every shape has its texts, whether they stand beside a ``$ref`` or in what it points to."""
    bad = [s.path for s in shape_of(kind).walk() if not (s.title and s.title_nl and s.description)]
    assert not bad, wrong(bad)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.key])
def test_the_key_of_a_kind_is_a_required_property(kind: str) -> None:
    """The property that must equal the file name is always there."""
    assert shape_of(kind).properties[KINDS[kind].key or ""].required
