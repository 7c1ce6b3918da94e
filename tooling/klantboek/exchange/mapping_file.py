"""Reading a mapping file: strict YAML, its own schema, and the shapes of the records it names."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from klantboek.errors import KlantboekError, nearest
from klantboek.exchange.mapping import CsvMapping, Entry, Format, Table
from klantboek.exchange.mapping_fields import Reading, only_of, suggestion
from klantboek.findings import Finding, Severity, in_order
from klantboek.shapes import KINDS, shape_of
from klantboek.yaml import Document, read

_SCHEMA = Path(__file__).with_name("mapping.schema.json")


class MappingError(KlantboekError):
    """A mapping that can't be used; ``findings`` tell where and why."""

    def __init__(self, name: str, findings: list[Finding]) -> None:
        number = len(findings)
        super().__init__(
            f"The mapping {name} can't be used: {number} thing{'s' if number != 1 else ''} to mend.",
            "Nothing was read or written. Mend the lines above and run the command again.",
        )
        self.findings = in_order(findings)


# What the types of JSON Schema are called.
_CALLED = {
    "object": "a group of keys with values",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
}


def read_mapping(content: bytes, name: str) -> CsvMapping:
    """Read a mapping; raises MappingError with everything that is wrong with it."""
    document = read(content, name)
    if document.faults:
        found = [
            Finding(
                fault.kind.code, Severity.ERROR, "mapping", (), document.span(fault.start, fault.end),
                fault.message, fault.kind.why, fault.help or fault.kind.help,
            )
            for fault in document.faults
        ]  # fmt: skip
        raise MappingError(name, found)
    findings = [_refusal(document, error) for error in _validator().iter_errors(document.value)]
    if findings:
        raise MappingError(name, findings)
    reading = Reading(document)
    tables = {key: _table(document, key) for key in document.value["tables"]}
    entries = tuple(_entry(reading, number) for number in range(len(document.value["records"])))
    _references(reading, entries)
    if reading.findings:
        raise MappingError(name, reading.findings)
    return CsvMapping(tables, entries)


@cache
def mapping_schema() -> dict[str, Any]:
    """Give the JSON Schema of mapping files."""
    schema: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return schema


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 -- 0.3 s to import

    return Draft202012Validator(mapping_schema())


def _refusal(document: Document, error: Any) -> Finding:
    path = tuple(error.absolute_path)
    where = ".".join(map(str, path)) or "the mapping"
    message, advice, place = f"{where}: {error.message}", "", document.place(path)
    if error.validator == "additionalProperties":
        strange = next(name for name in error.instance if name not in error.schema["properties"])
        message, advice = f"{where} has no {strange!r}", suggestion(strange, error.schema["properties"])
        place = document.place((*path, strange), key=True)
    elif error.validator == "required":
        missing = next(name for name in error.validator_value if name not in error.instance)
        message = f"{where} has no {missing!r}, which it needs"
        advice = error.schema["properties"][missing]["description"]
    elif error.validator == "enum":
        choices = [str(choice) for choice in error.validator_value]
        near = nearest(str(error.instance), choices)
        message = f"{where} can't be {error.instance!r}"
        advice = f"Did you mean {near!r}?" if near else f"It is one of: {', '.join(map(repr, choices))}."
    elif error.validator == "type":
        types = error.validator_value
        wanted = [types] if isinstance(types, str) else types
        message = f"{where} is not {' or '.join(_CALLED.get(one, one) for one in wanted)}"
    return Finding("KB101", Severity.ERROR, "mapping", path, place, message, "", advice)


def _table(document: Document, name: str) -> Table:
    raw = document.value["tables"][name]
    said = {**document.value.get("defaults", {}), **raw}
    said["nulls"] = frozenset(said.get("nulls", ()))
    known = {key: value for key, value in said.items() if key in Format.__dataclass_fields__}
    place = document.place(("tables", name), key=True)
    leave = raw.get("leave", {})
    return Table(
        name, raw["file"], Format(**known), tuple(raw.get("key", ())), leave, raw.get("leave_all", ""), place
    )


def _entry(reading: Reading, number: int) -> Entry:
    path = ("records", number)
    raw = reading.document.value["records"][number]
    kind, table = raw["kind"], raw.get("from", "")
    if table:
        reading.knows(table, (*path, "from"))
    elif "only" in raw:
        reading.refuse((*path, "only"), "only picks rows, and this record has no from", key=True)
    fields = reading.fields(raw["fields"], (*path, "fields"), shape_of(kind), table)
    remember = raw.get("remember", "")
    _identity(reading, raw, path)
    return Entry(kind, table, only_of(raw), remember, fields, reading.document.place((*path, "kind")))


def _identity(reading: Reading, raw: dict[str, Any], path: tuple[str, int]) -> None:
    """Check that the mapping says how each record gets its name."""
    key, remember, table = KINDS[raw["kind"]].key, raw.get("remember"), raw.get("from", "")
    if remember and raw["kind"] != "relation":
        reading.refuse((*path, "remember"), "only relations have external_ids to remember a row by", key=True)
    elif remember and table in reading.tables and not reading.tables[table].get("key"):
        reading.refuse(
            (*path, "remember"),
            "the table of this record has no key to remember",
            "Give its key under tables.",
            key=True,
        )
    elif remember and not table:
        reading.refuse((*path, "remember"), "without from there is no row to remember", key=True)
    elif not remember and key not in raw["fields"]:
        advice = f"Map {key} from a column or a template."
        if raw["kind"] == "relation":
            advice += " Or give remember: then new relations get the next free number."
        reading.refuse((*path, "kind"), f"nothing says what the {key} of this record is", advice)


def _references(reading: Reading, entries: tuple[Entry, ...]) -> None:
    """Check that what is referred to is made by some record."""
    made = {entry.table for entry in entries if entry.table}
    for path, table in _referred(reading.document.value["records"], ("records",)):
        if table in reading.tables and table not in made:
            reading.refuse(path, f"no record is made from {table}, so nothing can refer to it")


def _referred(value: Any, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], str]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = []
    for step, inner in steps:
        if step == "refer" and isinstance(inner, str):
            found.append(((*path, step), inner))
        found += _referred(inner, (*path, step))
    return found
