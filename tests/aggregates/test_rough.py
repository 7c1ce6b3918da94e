"""How numbers stand on the page of a relation: the database and Python round them in the same way."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.aggregates import Aggregate, Column, Result, all_aggregates
from klantboek.aggregates.rough import expression, rough, told_on_page, whole
from klantboek.predictions.results import all_predictions

ByDatabase = Callable[[Sequence[Any]], tuple[Any, ...]]
AMOUNTS = st.integers(-(10**13), 10**13)
NUMBERS = st.decimals(-(10**6), 10**6, places=3)
COLUMNS = (
    Column("exact", {}),
    Column("place", {}, relation_page="never"),
    Column("a whole", {}, relation_page="whole"),
    Column("some", {}, relation_page="tenths"),
    Column("a_minor", {}, relation_page="rough"),
)

RESULT = Result(Aggregate("a", {}, {}, {}, "", (), ("exact",), COLUMNS, (), ""), ())


@pytest.fixture(scope="module")
def by_database() -> Iterator[ByDatabase]:
    """Give what tells a row by the database."""
    types = ("BIGINT", "BIGINT", "DECIMAL(18,3)", "DECIMAL(18,3)", "BIGINT")
    columns = ", ".join(
        f'CAST(? AS {kind}) AS "{one.name}"' for kind, one in zip(types, COLUMNS, strict=True)
    )
    query = f"SELECT {', '.join(map(expression, COLUMNS))} FROM (SELECT {columns})"  # noqa: S608 -- from here
    with duckdb.connect() as connection:
        yield lambda row: connection.execute(query, row).fetchall()[0]


@given(row=st.tuples(AMOUNTS, AMOUNTS, NUMBERS, NUMBERS, AMOUNTS))
def test_database_and_python_agree(by_database: ByDatabase, row: tuple[Any, ...]) -> None:
    """What the database gives for a page is what Python does, and doing it once more changes nothing."""
    (told,) = told_on_page(RESULT, (row,))
    assert by_database(row) == told
    assert told[:2] == (row[0], None)
    assert told_on_page(RESULT, (told,)) == [told]


def test_nothing_stays_nothing(by_database: ByDatabase) -> None:
    """A value that is not there is not there on the page either."""
    assert by_database([None] * 5) == (None,) * 5
    assert told_on_page(RESULT, ((None,) * 5,)) == [(None,) * 5]


@given(AMOUNTS, AMOUNTS)
def test_rough_amount_is_near_and_in_its_order(one: int, other: int) -> None:
    """It is off by a fortieth at most, and a larger amount is never told as a smaller one."""
    assert 40 * abs(rough(one) - one) <= abs(one)
    assert (one <= other) <= (rough(one) <= rough(other))


def test_rough_amounts() -> None:
    """Two digits, and a half of the second one where the first is small."""
    assert [rough(one) for one in (0, 7, 99, 104, 20149, 25580, 31140, -255_812)] == [
        0, 7, 99, 105, 20000, 25500, 31000, -255_000,
    ]  # fmt: skip
    assert [whole(Decimal(one)) for one in ("0.5", "1.5", "-0.5", "2.49")] == [1, 2, -1, 2]


def test_what_places_a_relation_among_others_is_not_on_its_page() -> None:
    """Places of a relation among all, and what all have in common, stand on the pages of their figures."""
    about = [one for one in (*all_aggregates(), *all_predictions()) if one.key[0] == "relation"]
    places = {
        (one.name, column.name) for one in about for column in one.columns if column.name.endswith("_place")
    }
    never = {
        (one.name, column.name) for one in about for column in one.columns if column.relation_page == "never"
    }
    assert places | {("customer_score", "place"), ("score_criteria", "standing")} <= never
