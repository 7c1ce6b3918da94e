"""Every aggregate against its cases, and what holds for all of them."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aggregates.sql_lineage import fields_read
from given import data, expanded
from klantboek import tables
from klantboek.aggregates import (
    Aggregate,
    AggregateError,
    HeaderError,
    aggregate_of,
    all_aggregates,
    compute,
    install,
)
from klantboek.aggregates.aggregate import UNITS
from klantboek.book.fields import stands_for_something

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CASES = Path(__file__).parent / "cases"
BY_NAME = {one.name: one for one in all_aggregates()}


def _cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        for case in data(file):
            yield pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")


def _with(rows: dict[str, list[dict[str, Any]]]) -> "DuckDBPyConnection":
    """Give a database with these rows; a column that a row doesn't name is null, ``#`` is the row's number."""
    connection = tables.empty()
    book = [{"id": "book", "currency": "EUR", **row} for row in rows.get("book", [{}])]
    for table, given in {**rows, "book": book}.items():
        for number, row in enumerate(expanded(given)):
            names = ", ".join(map(tables.quoted, row))
            marks = ", ".join("?" for _ in row)
            values = [str(number) if value == "#" else value for value in row.values()]
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 -- a case
    return connection


def _plain(value: object) -> object:
    """Give a value as a case writes it."""
    if isinstance(value, date):
        return value.isoformat()
    return value


@pytest.mark.parametrize(("name", "case"), list(_cases()))
def test_case(name: str, case: dict[str, Any]) -> None:
    """An aggregate gives exactly the rows of its case, in their order; a case names the columns it is about."""
    connection = _with(case["given"])
    try:
        install(connection, date.fromisoformat(case["as_of"]), kept=True)
        result = compute(connection, BY_NAME[name])
    finally:
        connection.close()
    asked = list(dict.fromkeys(key for row in case["expect"] for key in row)) or [result.columns[0].name]
    found = [{key: _plain(row[result.position(key)]) for key in asked} for row in result.rows]
    assert found == case["expect"]


def test_every_aggregate_has_cases() -> None:
    """No aggregate goes without an example, and no example without its aggregate."""
    assert {file.stem for file in CASES.glob("*.yaml")} == set(BY_NAME)


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_declaration(one: Aggregate) -> None:
    """The comment of an aggregate and its SELECT say the same."""
    connection = _with({})
    try:
        install(connection, date(2026, 11, 20))
        described = connection.execute(f"DESCRIBE {one.name}").fetchall()
    finally:
        connection.close()
    types = {name: kind for name, kind, *_ in described}
    columns = {column.name: column for column in one.columns}
    assert list(types) == list(columns)
    assert set(one.key) <= set(columns)
    assert set(types.values()) <= {"VARCHAR", "BIGINT", "BOOLEAN", "DATE"} | {
        kind for kind in types.values() if kind.startswith("DECIMAL")
    }, "no floats"
    for column in one.columns:
        assert column.unit in UNITS
        assert (column.unit == "money") == column.name.endswith("_minor")
        assert column.unit != "money" or "currency" in columns
    if one.chart is not None:
        assert one.chart.kind in {"bar", "line"}
        assert {one.chart.x, one.chart.y} <= set(columns)
    assert all(re.fullmatch(r"M[0-9]{2}", need) for need in one.requirements)


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_fields_are_those_that_it_reads(one: Aggregate) -> None:
    """The comment names the fields that the SELECT reads by its syntax tree, and each of them exists."""
    assert one.fields == fields_read(one.name)
    assert all(stands_for_something(field) for field in one.fields)


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_order_is_total(one: Aggregate) -> None:
    """The last ORDER BY holds every column of the key and says where nulls go, so that no row floats."""
    order = re.sub(r"\b[a-z]\.", "", one.sql.rpartition("ORDER BY")[2])
    terms = [term.strip() for term in order.split(",")]
    assert all(re.fullmatch(r'"?\w+"?( DESC)? NULLS (FIRST|LAST)', term) for term in terms), terms
    names = {term.split()[0].strip('"') for term in terms}
    renamed = {"id": "relation"}
    assert set(one.key) <= {renamed.get(name, name) for name in names}


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_nothing_depends_on_the_moment(one: Aggregate) -> None:
    """No aggregate reads the clock, chance, or whichever row comes first."""
    words = r"current_\w+|now\(|today\(|random|any_value|\bfirst\(|\blast\(|approx|AVG\("
    assert not re.search(words, one.sql, re.IGNORECASE)


def test_names_differ_from_tables() -> None:
    """A name means one thing: an aggregate is never called like a table."""
    assert set(BY_NAME).isdisjoint(table.name for table in tables.all_tables())


def test_cdnow_scores(shared: Path) -> None:
    """RFM over nine months of the CDNOW sample gives the published distribution: equal customers get equal scores."""
    connection = _with({})
    try:
        source = tables.literal(str(shared / "cdnow.csv"))
        connection.execute(
            "CREATE TEMP TABLE bought AS SELECT *, row_number() OVER (PARTITION BY customer ORDER BY date, quantity, amount)"  # noqa: S608 -- a file of ours
            f" AS place FROM read_csv({source}, types = {{'customer': 'VARCHAR', 'amount': 'DECIMAL(18,2)'}})"
        )
        connection.execute("INSERT INTO relations (id) SELECT DISTINCT customer FROM bought")
        connection.execute(
            "INSERT INTO relations_orders (relation, orders_position, number, date, channel, currency)"
            " SELECT customer, place, place, date, 'web', 'EUR' FROM bought"
        )
        connection.execute(
            "INSERT INTO relations_orders_lines"
            " (relation, orders_position, lines_position, product, quantity, unit_price_minor, currency)"
            " SELECT customer, place, 1, 'cd', 1, CAST(amount * 100 AS BIGINT), 'EUR' FROM bought"
        )
        install(connection, date(1997, 9, 30), kept=True)
        result = compute(connection, BY_NAME["rfm"])
    finally:
        connection.close()

    def counts(column: str) -> dict[object, int]:
        values = sorted(str(row[result.position(column)]) for row in result.rows)
        return {value: values.count(value) for value in dict.fromkeys(values)}

    assert len(result.rows) == 2357
    assert counts("recency") == {"1": 480, "2": 478, "3": 459, "4": 475, "5": 465}
    assert counts("frequency") == {"1": 1411, "3": 439, "4": 214, "5": 293}
    assert counts("monetary") == {"1": 480, "2": 464, "3": 471, "4": 471, "5": 471}
    assert counts("code")["555"] == 191


def test_too_large_amounts_are_named() -> None:
    """An amount that no column holds is an error with the name of the aggregate, not a traceback."""
    orders = [{"relation": "R-1", "orders_position": 1, "date": "2026-01-01", "currency": "EUR"}]
    line = {"relation": "R-1", "orders_position": 1, "lines_position": 1, "product": "p", "currency": "EUR"}
    lines = [{**line, "quantity": Decimal(10**9), "unit_price_minor": 10**14}]
    connection = _with({"relations_orders": orders, "relations_orders_lines": lines})
    try:
        with pytest.raises(AggregateError, match="order_lines"):
            install(connection, date(2026, 11, 20), kept=True)
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT 1", "a comment between lines"),
        ("/*\ntitle: {nl: x}\n*/\nSELECT 1", "lacks"),
        ("/*\ntitle: [\n*/\nSELECT 1", "wrong.sql:"),
    ],
)
def test_wrong_header(tmp_path: Path, text: str, says: str) -> None:
    """A comment that can't be used is refused with the name of its file."""
    file = tmp_path / "wrong.sql"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HeaderError, match=says):
        aggregate_of(file)
