"""Every aggregate against its cases, and what holds for all of them."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from given import data, expanded
from klantboek import tables
from klantboek.aggregates import (
    Aggregate,
    AggregateError,
    FigureError,
    aggregate_of,
    all_aggregates,
    install,
)
from klantboek.aggregates.cases import columns_asked, database, result_of
from klantboek.aggregates.grammar import parsed, refused
from klantboek.aggregates.header import UNITS
from klantboek.aggregates.lineage import columns_of, fields_read
from klantboek.aggregates.typed import mistyped
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
    return database({table: expanded(given) for table, given in rows.items()})


@pytest.mark.parametrize(("name", "case"), list(_cases()))
def test_case(name: str, case: dict[str, Any]) -> None:
    """An aggregate gives exactly the rows of its case, in their order; a case names the columns it is about."""
    given = {table: expanded(rows) for table, rows in case["given"].items()}
    asked = columns_asked(case["expect"], BY_NAME[name])
    found = result_of(BY_NAME[name], all_aggregates(), given, date.fromisoformat(case["as_of"]), asked)
    assert found == case["expect"]


def test_every_aggregate_has_cases() -> None:
    """No aggregate goes without an example, and no example without its aggregate."""
    odd = {file.stem for file in CASES.glob("*.yaml")} ^ set(BY_NAME)
    assert odd == set(), "without cases in tests/aggregates/cases, or cases without an aggregate"


@pytest.fixture(scope="module")
def described() -> Iterator["DuckDBPyConnection"]:
    """Give a database without rows in which every aggregate is known."""
    connection = _with({})
    install(connection, date(2026, 11, 20))
    yield connection
    connection.close()


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_declaration(described: "DuckDBPyConnection", one: Aggregate) -> None:
    """The comment of an aggregate and its SELECT say the same."""
    found = described.execute(f"DESCRIBE {one.name}").fetchall()
    types = {name: kind for name, kind, *_ in found}
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
    assert all(re.fullmatch(r"M[0-9]{2}", need) for need in one.requirements)


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_fields_are_those_that_it_reads(one: Aggregate) -> None:
    """The comment names the fields that the SELECT reads by its syntax tree, and each of them exists."""
    read = fields_read(one.sql, {other.name: other.sql for other in all_aggregates()})
    assert one.fields == read, f"write fields: [{', '.join(read)}]"
    assert all(stands_for_something(field) for field in one.fields)
    assert set(one.presence) <= set(one.fields)


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_order_is_total(one: Aggregate) -> None:
    """The last ORDER BY holds every column of the key and says where nulls go, so that no row floats."""
    order = re.sub(r"\b[a-z]\.", "", one.sql.rpartition("ORDER BY")[2])
    terms = [term.strip() for term in order.split(",")]
    odd = [term for term in terms if not re.fullmatch(r'"?\w+"?( DESC)? NULLS (FIRST|LAST)', term)]
    assert odd == [], "write NULLS FIRST or NULLS LAST behind these"
    names = {term.split()[0].strip('"') for term in terms}
    renamed = {"id": "relation"}
    assert set(one.key) - {renamed.get(name, name) for name in names} == set(), "order by these too"


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_amounts_are_sorted_by_currency(one: Aggregate) -> None:
    """Amounts in several currencies stand apart: nothing that follows an amount in the order is a currency."""
    order = re.findall(r"\w+(?=(?: DESC)? NULLS)", one.sql.rpartition("ORDER BY")[2])
    amounts = [place for place, name in enumerate(order) if name.endswith("_minor")]
    assert "currency" not in one.key or not amounts or order.index("currency") < amounts[0]


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_headings_differ(one: Aggregate) -> None:
    """No two columns have one heading, so that a reader knows of which estimate he reads the bounds."""
    for language in ("nl", "en"):
        headings = Counter(column.heading[language] for column in one.columns)
        assert [heading for heading, times in headings.items() if times > 1] == []
        assert not {"Van", "Tot", "From", "To"} & headings.keys()


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_two_engines_understand_it(one: Aggregate) -> None:
    """Every construct of a SELECT means the same in DuckDB and in Spark, and it gives the columns that are declared."""
    known = frozenset(table.name for table in tables.all_tables()) | BY_NAME.keys()
    tree = parsed(one.sql, one.first_line)
    assert refused(tree, one.sql, known, one.first_line) == []
    assert columns_of(tree) == [column.name for column in one.columns]


@pytest.fixture(scope="module")
def types() -> dict[str, dict[str, str]]:
    """Give the types of the columns of all tables and aggregates, as the database names them."""
    connection = tables.empty()
    try:
        install(connection, date(2026, 11, 20))
        return {
            name: {
                column: kind
                for column, kind, *_ in connection.execute(f"DESCRIBE {tables.quoted(name)}").fetchall()
            }
            for name in (*BY_NAME, *(table.name for table in tables.all_tables()))
        }
    finally:
        connection.close()


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_types_mean_the_same(one: Aggregate, types: dict[str, dict[str, str]]) -> None:
    """No value is of a type with which one engine does something else than the other."""
    assert mistyped(one.sql, types, one.first_line) == []


@pytest.mark.parametrize("one", all_aggregates(), ids=lambda one: one.name)
def test_nothing_depends_on_the_moment(one: Aggregate) -> None:
    """No aggregate reads the clock, chance, or whichever row comes first."""
    words = r"current_\w+|now\(|today\(|random|any_value|\bfirst\(|\blast\(|approx|AVG\("
    assert not re.search(words, one.sql, re.IGNORECASE)


def test_names_differ_from_tables() -> None:
    """A name means one thing: an aggregate is never called like a table."""
    assert set(BY_NAME).isdisjoint(table.name for table in tables.all_tables())


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
    with pytest.raises(FigureError, match=says):
        aggregate_of(file)
