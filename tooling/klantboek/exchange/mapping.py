"""How the rows of CSV files become records: a mapping as values."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from klantboek.findings import Place
from klantboek.shapes import Shape

# {name}, or {name:05} to fill a number up with zeros.
PLACEHOLDER = re.compile(r"\{([^{}:]+)(?::0(\d{1,2}))?\}")
Only = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Format:
    """How a file is read."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    decimal: str = "."
    thousands: str = ""
    dates: str = "year-month-day"
    nulls: frozenset[str] = frozenset()
    mend: str = ""


@dataclass(frozen=True)
class Table:
    """One CSV file: its name, how it is read, and what of it is left out on purpose."""

    name: str
    file: str
    format: Format
    key: tuple[str, ...]
    leave: Mapping[str, str]
    leave_all: str
    place: Place


@dataclass(frozen=True, eq=False)
class Target:
    """Where a value goes: the steps inside its object, the shape there, and its place in the mapping."""

    steps: tuple[str, ...]
    shape: Shape
    place: Place


@dataclass(frozen=True, eq=False)
class Value:
    """A value of one row: its source, and what is done to it, in the order of these attributes."""

    at: Target
    column: str = ""
    nulls: frozenset[str] = frozenset()
    split: str = ""
    lookup: tuple[str, str] | None = None
    refer: str = ""
    map: Mapping[str, Any] | None = None
    keep_others: bool = False
    transform: str = "text"
    country: str = ""
    template: str = ""
    constant: Any = None
    default: Any = None


@dataclass(frozen=True, eq=False)
class Group:
    """An object inside the record, filled from the same row."""

    at: Target
    fields: "tuple[Field, ...]"
    unless: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Items:
    """A list with a fixed number of items, each filled from the same row."""

    at: Target
    inside: Shape
    items: "tuple[tuple[Field, ...], ...]"


@dataclass(frozen=True, eq=False)
class Rows:
    """A list whose items are rows of another table, found by ``join``: its column -> column of the row above."""

    at: Target
    inside: Shape
    table: str
    join: Mapping[str, str]
    only: Only
    fields: "tuple[Field, ...]"


Field = Value | Group | Items | Rows


@dataclass(frozen=True, eq=False)
class Entry:
    """A kind of record and the table whose rows make one each; without a table it is one record."""

    kind: str
    table: str
    only: Only
    remember: str
    fields: tuple[Field, ...]
    place: Place


@dataclass(frozen=True, eq=False)
class CsvMapping:
    """A whole mapping file."""

    tables: Mapping[str, Table]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Use:
    """A column that the mapping uses, and where it says so."""

    table: str
    column: str
    place: Place


def uses(mapping: CsvMapping) -> Iterator[Use]:
    """Give every use of a column in the mapping."""
    for table in mapping.tables.values():
        yield from (Use(table.name, column, table.place) for column in table.key)
    for entry in mapping.entries:
        yield from (Use(entry.table, column, entry.place) for column in entry.only)
        for one in entry.fields:
            yield from _uses(one, entry.table, "")


def _uses(one: Field, table: str, above: str) -> Iterator[Use]:
    place = one.at.place
    if isinstance(one, Value):
        names = [one.column, one.country, *(name for name in placeholders(one.template) if name != "value")]
        yield from (Use(table, name, place) for name in names if name)
        if one.lookup:
            yield Use(*one.lookup, place)
    elif isinstance(one, Group):
        for mine, theirs in one.unless.items():
            yield from (Use(table, mine, place), Use(above, theirs, place))
        for inner in one.fields:
            yield from _uses(inner, table, above)
    elif isinstance(one, Items):
        for inner in (inner for item in one.items for inner in item):
            yield from _uses(inner, table, above)
    else:
        for mine, theirs in one.join.items():
            yield from (Use(one.table, mine, place), Use(table, theirs, place))
        yield from (Use(one.table, column, place) for column in one.only)
        for inner in one.fields:
            yield from _uses(inner, one.table, table)


def placeholders(template: str) -> list[str]:
    """Give the names between the braces of a template."""
    return [found[1] for found in PLACEHOLDER.finditer(template)]
