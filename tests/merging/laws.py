"""Random relations for the laws of merging, drawn from the schema with few values, so that two often meet."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from klantboek.book import Record
from klantboek.book.reading import read_record
from klantboek.shapes import Shape, Type, shape_of
from klantboek.yaml import write

_FORMATS: dict[str, list[str]] = {
    "email": ["info@halm.example", "INFO@halm.example", "b@halm.example"],
    "phone": ["+31570001101", "+31570001102"],
    "country": ["NL", "BE"],
    "iban": ["NL71MOLB0000001101", "NL44MOLB0000001102"],
    "web": ["https://halm.example", "https://halm.example/"],
    "language": ["nl", "fr"],
    "currency": ["EUR"],
    "path": ["documents/a.txt"],
}
_TEXTS = ["Halm", "halm", "De Halm", "Vos", "x-1", "x-2", "Jan", "J."]
_DAYS = ["2024-01-31", "2025-06-30", "2026-02-01"]
_OWN = st.integers(1000, 9_999_999).map(lambda number: f"t{number}")
_OWN_DAYS = st.dates(date(1950, 1, 1), date(2026, 11, 1)).map(str)
_LEFT_OUT = {"number", "tombstone"}


def value_of(shape: Shape) -> st.SearchStrategy[Any]:
    """Draw a value of a shape."""
    if shape.type is Type.OBJECT:
        return group_of(shape)
    if shape.type is Type.LIST and shape.items is not None:
        items = value_of(shape.items)
        return st.lists(items, min_size=1, max_size=3, unique_by=str)
    if shape.type is Type.OPEN:
        return st.dictionaries(st.sampled_from(["one", "two"]), st.sampled_from([1, "x", True]), min_size=1)
    if shape.type is Type.TEXT:
        few = st.sampled_from(list(shape.choices) or _FORMATS.get(shape.format) or _TEXTS)
        # A value of its own shows when it is lost; few values make two records meet.
        return few if shape.choices or shape.format else st.one_of(few, _OWN)
    simple: dict[Type, st.SearchStrategy[Any]] = {
        Type.DATE: st.one_of(st.sampled_from(_DAYS), _OWN_DAYS),
        Type.BOOLEAN: st.booleans(),
        Type.INTEGER: st.integers(1, 5),
        Type.NUMBER: st.integers(1, 4),
        Type.MONEY: st.one_of(st.sampled_from([1, Decimal("12.5")]), st.integers(1000, 9_999_999)),
    }
    return simple[shape.type]


@st.composite
def group_of(draw: st.DrawFn, shape: Shape) -> dict[str, Any]:
    """Draw a group with what it needs and at most four other properties."""
    needed = [name for name, below in shape.properties.items() if below.required]
    others = [name for name in shape.properties if name not in needed and name not in _LEFT_OUT]
    chosen = draw(st.lists(st.sampled_from(others), min_size=1, max_size=4, unique=True)) if others else []
    return {name: draw(value_of(shape.properties[name])) for name in (*needed, *chosen)}


@st.composite
def relations(draw: st.DrawFn, number: str) -> Record:
    """Draw an organisation with a handful of fields, as a record that was read from its text."""
    shape = shape_of("relation")
    value = draw(group_of(shape))
    value |= {"number": number, "kind": "organisation", "roles": ["customer"], "status": "active"}
    value.pop("person", None)
    value["organisation"] = draw(group_of(shape.properties["organisation"]))
    value["number"] = number
    for entries, key in (("contacts", "id"), ("documents", "id"), ("projects", "code")):
        for at, entry in enumerate(value.get(entries, ())):
            entry[key] = f"{entry[key].lower().strip('.').replace(' ', '')}{at}"
    for entry in value.get("contacts", ()):
        entry.setdefault("name", {"surname": "Vos"})
    return record(number, write(value))


def record(number: str, text: str) -> Record:
    """Read a record from its text."""
    return read_record("relation", number, text.encode(), f"relations/{number}.yaml")
