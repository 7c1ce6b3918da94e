"""The tables that the schemas give."""

import json
from collections import Counter
from typing import Any

import pytest

from klantboek.shapes import KINDS, Shape, Type, schema_text
from klantboek.tables import Table, all_tables
from klantboek.tables.definition import root

TABLES = {table.name: table for table in all_tables()}


def _names(table: str) -> list[str]:
    return [column.name for column in TABLES[table].columns]


def test_names_are_unique() -> None:
    """No two tables have one name, and no two columns of a table."""
    assert len(TABLES) == len(all_tables())
    for table in all_tables():
        twice = [
            name for name, count in Counter(column.name for column in table.columns).items() if count > 1
        ]
        assert twice == [], table.name


def test_every_kind_has_a_table() -> None:
    """A kind of record is a table named by its folder; the book itself is ``book``."""
    assert {kind.folder or kind.name for kind in KINDS.values()} <= set(TABLES)


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        ("relations", ["id"]),
        ("relations_orders", ["relation", "orders_position"]),
        ("relations_orders_lines", ["relation", "orders_position", "lines_position"]),
        ("relations_addresses_uses", ["relation", "addresses_position", "uses_position"]),
        ("relations_organisation_profile_figures", ["relation", "figures_position"]),
        ("relations_custom", ["relation", "key"]),
        ("products_options_values", ["product", "options_position", "values_position"]),
        ("book_classes", ["book", "classes_position"]),
    ],
)
def test_keys(table: str, keys: list[str]) -> None:
    """A row is named by the id of its record and a position for each list."""
    assert [column.name for column in TABLES[table].keys] == keys


def test_columns_are_flat() -> None:
    """A nested object lies flat in its row; a list of plain values has one column."""
    assert "organisation_legal_form_code" in _names("relations")
    assert _names("relations_addresses_uses")[-1] == "value"
    assert _names("relations_custom")[-2:] == ["key", "value"]
    assert "as_of" in _names("book")


def test_money_has_a_currency_beside_it() -> None:
    """Money is a whole number of minor units, and the same row says of what."""
    for table in all_tables():
        for column in table.columns:
            assert (column.holds == "money") == column.name.endswith("_minor"), (table.name, column.name)
        if any(column.holds == "money" for column in table.columns):
            assert "currency" in _names(table.name), table.name


def test_every_column_is_described() -> None:
    """What the schemas say about a property is said about its column."""
    for table in all_tables():
        assert table.description, table.name
        assert all(column.description for column in table.columns), table.name


def _table_of(properties: dict[str, Shape]) -> Table:
    items = Shape("thing.parts", Type.OBJECT, properties=properties)
    parts = Shape("thing.parts", Type.LIST, items=items)
    return root(Shape("thing", Type.OBJECT, properties={"parts": parts}), "thing", "things")


def test_property_named_like_a_key() -> None:
    """A property that has the name of a key gets an underscore at its end."""
    properties = {name: Shape(f"thing.parts.{name}", Type.TEXT) for name in ("thing", "parts_position", "id")}
    (child,) = _table_of(properties).children
    assert [column.name for column in child.columns] == [
        "thing", "parts_position", "thing_", "parts_position_", "id",
    ]  # fmt: skip


def test_properties_that_clash_are_a_mistake() -> None:
    """Two properties that would be one column stop the program, instead of one hiding the other."""
    name = Shape("thing.parts.a.b", Type.TEXT)
    properties = {
        "a": Shape("thing.parts.a", Type.OBJECT, properties={"b": name}),
        "a_b": Shape("thing.parts.a_b", Type.TEXT),
    }
    with pytest.raises(ValueError, match="two columns named a_b"):
        _table_of(properties)


def _numbers(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for item in schema for found in _numbers(item)]
    if not isinstance(schema, dict):
        return []
    here = [schema] if schema.get("type") in ("number", "integer") else []
    return here + [found for item in schema.values() for found in _numbers(item)]


@pytest.mark.parametrize("kind", [*KINDS, "definitions"])
def test_every_number_fits_its_column(kind: str) -> None:
    """The schemas bound each number to what DECIMAL(18,6) and BIGINT hold, money times a thousand too."""
    for schema in _numbers(schema_text(kind)):
        assert -(10**12) <= schema["minimum"] <= schema["maximum"] <= 10**12, json.dumps(schema)
