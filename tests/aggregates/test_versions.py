"""What a figure is made of, by which it is told whether it must be computed again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from given import lay_out
from klantboek import tables
from klantboek.aggregates import all_aggregates, compute_all, install
from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.compute import words
from klantboek.aggregates.kept import figures
from klantboek.aggregates.versions import columns_read, rows_read
from klantboek.book import Book, load
from klantboek.linting.sources import FolderSource
from klantboek.tables import Holds, Table, all_tables, quoted
from klantboek.tables.store import State
from klantboek.tables.touched import Version

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 20)
BY_NAME = {one.name: one for one in all_aggregates()}
TABLES = {table.name: table for table in all_tables()}
# For each kind of column a value that no record has.
OTHER = {
    Holds.TEXT: "'other'",
    Holds.INTEGER: "77",
    Holds.NUMBER: "7.7",
    Holds.MONEY: "7777",
    Holds.BOOLEAN: "TRUE",
    Holds.DATE: "DATE '2026-07-07'",
    Holds.CURRENCY: "'XTS'",
}


@pytest.fixture(scope="module")
def example() -> Iterator["DuckDBPyConnection"]:
    """Give the example with its figures, all kept."""
    connection = tables.connect(load(ROOT / "records", DAY))
    install(connection, DAY, kept=True)
    yield connection
    connection.close()


def _shown(table: Table, one: Aggregate, value: dict[Holds, str]) -> str:
    """Give a table of which a figure sees nothing but what it says it reads."""
    read = columns_read(one, table.name)
    columns = (
        quoted(column.name)
        if column.name in read
        else f"CAST({value.get(column.holds, 'NULL')} AS {column.holds.sql}) AS {quoted(column.name)}"
        for column in table.columns
    )
    return f"{quoted(table.name)} AS (SELECT {', '.join(columns)} FROM main.{quoted(table.name)})"  # noqa: S608 -- names are quoted


def _rows(
    connection: "DuckDBPyConnection", one: Aggregate, value: dict[Holds, str]
) -> list[tuple[object, ...]]:
    sql = re.sub(r"\$as_of\b", f"DATE '{DAY}'", one.sql)
    sql = re.sub(r"^--.*\n", "", sql, flags=re.MULTILINE)
    seen = ", ".join(_shown(TABLES[name], one, value) for name in sorted(words(one) & TABLES.keys()))
    if seen:
        sql = re.sub(r"^WITH\b", f"WITH {seen},", sql) if sql.startswith("WITH") else f"WITH {seen} {sql}"
    return connection.execute(sql).fetchall()


@pytest.mark.parametrize("value", [{}, OTHER], ids=["nothing", "another value"])
@pytest.mark.parametrize("one", BY_NAME.values(), ids=lambda one: one.name)
def test_figures_read_what_they_say(
    example: "DuckDBPyConnection", one: Aggregate, value: dict[Holds, str]
) -> None:
    """Whatever stands in the columns that a figure does not say it reads, its rows are the same."""
    assert _rows(example, one, value) == example.execute(f"FROM {one.name}").fetchall()


@pytest.mark.parametrize("field", ["relation.orders.date", "relation.orders.lines.quantity"])
def test_a_field_that_is_not_named_is_noticed(example: "DuckDBPyConnection", field: str) -> None:
    """A figure that does not say that it reads a field comes out otherwise: the test of all would tell."""
    one = BY_NAME["order_lines"]
    less = replace(one, fields=tuple(name for name in one.fields if name != field))
    assert len(less.fields) < len(one.fields)
    assert _rows(example, less, OTHER) != example.execute(f"FROM {one.name}").fetchall()


def test_a_figure_of_a_book_reads_every_column() -> None:
    """Nobody holds what a book says of its own figures: any change of a table counts."""
    ours = BY_NAME["order_lines"]
    own = replace(ours, file="order_lines.sql")
    before = {name: Version(3, 3, {}) for name in words(ours)}
    after = {**before, "relations_orders": Version(4, 3, {"delivered_on": 4})}
    assert "delivered_on" not in columns_read(ours, "relations_orders")
    assert rows_read(ours, {}, before) == rows_read(ours, {}, after)
    assert rows_read(own, {}, before) != rows_read(own, {}, after)


def test_what_no_figure_reads_makes_none_again(book_of: Callable[..., Book], computed: list[str]) -> None:
    """Another name of a relation changes its table and no figure; another status makes those again that read it."""
    book = book_of({"relations/R-00001.yaml": {}, "relations/R-00002.yaml": {}})
    state = State(FolderSource(book.root), DAY)
    with figures(state):
        pass
    computed.clear()
    named = {"organisation": {"name": "Another name", "legal_form": {"code": "54M6", "country": "NL"}}}
    lay_out(book.root, {"relations/R-00002.yaml": named})
    with figures(state) as found:
        assert found.connection.execute(
            "SELECT organisation_name FROM relations WHERE id = 'R-00002'"
        ).fetchall() == [("Another name",)]
    assert computed == []
    lay_out(book.root, {"relations/R-00002.yaml": {**named, "status": "lost"}})
    with figures(state) as found:
        wanted = compute_all(load(book.root, DAY))
        assert {name: list(found.rows(name)) for name in found.aggregates} == {
            name: list(one.rows) for name, one in wanted.items()
        }
    assert "relation_facts" in computed
    assert "relation_activity" not in computed


def test_a_relation_goes_while_another_is_renamed(book_of: Callable[..., Book]) -> None:
    """A file that goes counts for every figure, also when of the others only a name changed, before it or after it."""
    book = book_of({"relations/R-00001..R-00004.yaml": {}})
    state = State(FolderSource(book.root), DAY)
    with figures(state):
        pass
    for gone, renamed in (("R-00002", "R-00003"), ("R-00004", "R-00001")):
        (book.root / f"relations/{gone}.yaml").unlink()
        named = {"organisation": {"name": "Another name", "legal_form": {"code": "54M6", "country": "NL"}}}
        lay_out(book.root, {f"relations/{renamed}.yaml": named})
        with figures(state) as found:
            wanted = compute_all(load(book.root, DAY))
            assert {name: list(found.rows(name)) for name in found.aggregates} == {
                name: list(one.rows) for name, one in wanted.items()
            }
