"""Figures of which only the rows about some relations are made again."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from klantboek import tables
from klantboek.aggregates import all_aggregates, install
from klantboek.aggregates.aggregate import Aggregate, read_aggregate
from klantboek.aggregates.alone import about_relations, make_again
from klantboek.aggregates.compute import words
from klantboek.aggregates.figures import table_of
from klantboek.book import load

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROOT = Path(__file__).parents[2]
BY_NAME = {one.name: one for one in all_aggregates()}
ALONE = [one for one in all_aggregates() if one.alone]
DAY = date(2026, 11, 20)
PARTS = 4


@pytest.fixture(scope="module")
def example() -> Iterator["DuckDBPyConnection"]:
    """Give the example with its figures, all kept."""
    book = load(ROOT / "records", DAY)
    connection = tables.connect(book)
    install(connection, DAY, kept=True)
    connection.execute("CREATE SCHEMA figures")
    for name in BY_NAME:
        connection.execute(f"CREATE TABLE {table_of(name)} AS FROM {name}")
    yield connection
    connection.close()


def _made_in_parts(connection: "DuckDBPyConnection", one: Aggregate) -> list[tuple[object, ...]]:
    """Make the rows of a figure again, for a part of the relations after the other."""
    ids = [name for (name,) in connection.execute("SELECT id FROM relations ORDER BY id").fetchall()]
    sql = re.sub(r"\$as_of\b", f"DATE '{DAY}'", one.sql)
    connection.execute(f"CREATE OR REPLACE TABLE again_and_again AS FROM {one.name} WHERE FALSE")
    for part in range(PARTS):
        read = about_relations(words(one), BY_NAME)
        make_again(connection, "again_and_again", sql, read, ids[part::PARTS])
    return connection.execute("FROM again_and_again").fetchall()


@pytest.mark.parametrize("one", ALONE, ids=lambda one: one.name)
def test_rows_of_relations_depend_on_nothing_else(example: "DuckDBPyConnection", one: Aggregate) -> None:
    """Made part by part, by a SELECT that sees one part of the relations, a figure has the rows that it has as a whole."""
    assert "relation" in one.key
    assert _made_in_parts(example, one) == example.execute(f"FROM {one.name}").fetchall()


@pytest.mark.parametrize("name", ["rfm", "score_criteria"])
def test_what_compares_relations_is_not_alone(example: "DuckDBPyConnection", name: str) -> None:
    """A figure that ranks relations comes out otherwise in parts: the test of all would tell."""
    assert not BY_NAME[name].alone
    assert _made_in_parts(example, BY_NAME[name]) != example.execute(f"FROM {name}").fetchall()


def test_a_book_can_not_say_it() -> None:
    """Nobody holds what a book says of its own figures, so it counts for those of the program only."""
    text = Path(ROOT, "tooling/klantboek/aggregates/order_totals.sql").read_text(encoding="utf-8")
    ours, _ = read_aggregate("order_totals", text)
    own, faults = read_aggregate("own_totals", text, "own_totals.sql")
    assert not faults
    assert ours is not None
    assert own is not None
    assert (ours.alone, own.alone) == (True, False)
