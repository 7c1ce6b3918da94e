"""Tables from files of another kind than CSV: the same mapping, checks and balance; what CONTRIBUTING tells to do."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from klantboek.book import load
from klantboek.exchange.mapping import Table
from klantboek.exchange.mapping_file import MappingError, read_mapping
from klantboek.exchange.plan import Plan, plan_import
from klantboek.exchange.sheet import FileKind, Rows, SourceError
from klantboek.yaml import write

Put = Callable[[dict[str, Any]], Path]
SHOP: dict[str, list[dict[str, Any]]] = {
    "customers": [
        {"id": 7, "name": "Bakkerij De Halm", "city": "Deventer", "country": "NL"},
        {"id": 8, "name": "Zoet", "city": "Gent", "country": "Belgje"},
        {"id": 7, "name": "Nog eens", "city": "Gent", "country": "BE"},
    ],
    "orders": [
        {"id": "A1", "customer": 7, "date": "2026-02-03", "lines": [{"sku": "oven", "price": "12.50"}]},
        {"id": "A2", "customer": 8, "date": "2026-02-04", "lines": [{"sku": "oven", "price": 1}]},
    ],
}
LINES: dict[str, Any] = {
    "table": "lines",
    "join": {"of": "id"},
    "fields": {"product": "sku", "unit_price": "price"},
}
MAPPING: dict[str, Any] = {
    "name": "webshop",
    "tables": {
        "customers": {"file": "shop.json#customers", "key": ["id"]},
        "orders": {"file": "shop.json#orders", "key": ["id"]},
        "lines": {"file": "shop.json#orders.lines", "key": ["of", "sku"]},
    },
    "records": [
        {
            "kind": "relation",
            "from": "customers",
            "remember": "webshop",
            "fields": {
                "kind": {"constant": "organisation"},
                "roles": {"constant": ["customer"]},
                "status": {"constant": "active"},
                "organisation.name": "name",
                "addresses": {
                    "items": [{"uses": {"constant": ["visiting"]}, "city": "city", "country": "country"}]
                },
                "orders": {
                    "rows": {
                        "table": "orders",
                        "join": {"customer": "id"},
                        "fields": {
                            "number": "id",
                            "date": "date",
                            "channel": {"constant": "web"},
                            "lines": {
                                "rows": {**LINES, "fields": {**LINES["fields"], "quantity": {"constant": 1}}}
                            },
                        },
                    }
                },
            },
        }
    ],
}  # fmt: skip


@contextmanager
def _rows(table: Table, file: Path) -> Iterator[Rows]:
    """Give the items of a list in a file of JSON; those of a list in its items with the id of the item they are of."""
    try:
        lists = json.loads(file.read_bytes(), parse_float=str, parse_int=str)
    except ValueError as error:
        raise SourceError(f"{file.name} is no JSON: {error}.") from None
    outer, _, inner = table.file.partition("#")[2].partition(".")
    items = lists[outer]
    rows = [{**low, "of": one["id"]} for one in items for low in one[inner]] if inner else items
    names = [name for name, value in rows[0].items() if not isinstance(value, list)]
    yield iter([names, *([str(one[name]) for name in names] for one in rows)])


JSON = FileKind(".json", _rows, lambda name: name.partition("#")[0])


def _planned(root: Path, sources: Path, mapping: dict[str, Any]) -> Plan:
    read = read_mapping(write(mapping).encode(), "mapping.yaml")
    return plan_import(load(root, None), read, [sources], "mapping.yaml", kind=JSON)


def test_tables_of_one_file(root: Path, put: Put) -> None:
    """Each row of each table is used or told, by the name that the mapping gives its table."""
    plan = _planned(root, put({"shop.json": json.dumps(SHOP), "more.json": "{}", "more.csv": ""}), MAPPING)
    (one,) = plan.planned
    assert one.value["orders"] == [
        {
            "number": "A1",
            "date": "2026-02-03",
            "channel": "web",
            "lines": [{"product": "oven", "quantity": 1, "unit_price": one.value["orders"][0]["lines"][0]["unit_price"]}],
        }
    ]  # fmt: skip
    assert str(one.value["orders"][0]["lines"][0]["unit_price"]) == "12.50"
    assert [f"{notice.where} {notice.message.partition(',')[0]}" for notice in plan.notices] == [
        "more.json no table of the mapping names this file",
        "shop.json#customers:3:4 country: 'Belgje' is not a country in English or Dutch",
        "shop.json#customers:4:1 the key id is the same as in row 2",
        "shop.json#orders:3 left out together with row 3 of shop.json#customers",
        "shop.json#orders.lines:3 left out together with row 3 of shop.json#orders",
    ]
    assert [(one.file, one.read, one.used, one.left_out) for one in plan.balances] == [
        ("shop.json#customers", 3, 1, 2),
        ("shop.json#orders", 2, 1, 1),
        ("shop.json#orders.lines", 2, 1, 1),
    ]


def test_a_file_that_is_not_there_or_can_not_be_read(root: Path, put: Put) -> None:
    """The message names the file, not the table in it; what the reader refuses is told as it says it."""
    folder = put({"shops.json": json.dumps(SHOP)})
    with pytest.raises(SourceError, match=r"read from shop\.json, which is not among") as lacking:
        _planned(root, folder, MAPPING)
    assert lacking.value.help == "Did you mean 'shops.json'?"
    with pytest.raises(SourceError, match=r"shop\.json is no JSON"):
        _planned(root, put({"shop.json": "{"}), MAPPING)


def test_columns_are_checked(root: Path, put: Put) -> None:
    """A column that goes nowhere is refused, as in CSV."""
    customers = [{**one, "newsletter": True} for one in SHOP["customers"]]
    with pytest.raises(MappingError) as refused:
        _planned(root, put({"shop.json": json.dumps({**SHOP, "customers": customers})}), MAPPING)
    assert [one.message for one in refused.value.findings] == [
        "the column 'newsletter' of shop.json#customers goes nowhere"
    ]
