"""Figures over the CDNOW sample, against what is published or was measured of it before."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from klantboek import tables
from klantboek.aggregates import Result, all_aggregates, compute, install

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

END = date(1997, 9, 30)
BY_NAME = {one.name: one for one in all_aggregates()}
WEEKS_AHEAD = 39


@pytest.fixture(scope="module")
def bought(shared: Path) -> "Iterator[DuckDBPyConnection]":
    """Give a database with the purchases of all customers, and the figures of the first nine months."""
    connection = tables.empty()
    source = tables.literal(str(shared / "cdnow.csv"))
    connection.execute("INSERT INTO book (id, currency) VALUES ('book', 'EUR')")
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
    install(connection, END, kept=True)
    yield connection
    connection.close()


def _counts(result: Result, column: str) -> dict[str, int]:
    return dict(sorted(Counter(str(row[result.position(column)]) for row in result.rows).items()))


def test_scores(bought: "DuckDBPyConnection") -> None:
    """Equal customers get equal scores, so that F = 2 does not occur and 1,411 bought once."""
    result = compute(bought, BY_NAME["rfm"])
    assert len(result.rows) == 2357
    assert _counts(result, "recency") == {"1": 480, "2": 478, "3": 459, "4": 475, "5": 465}
    assert _counts(result, "frequency") == {"1": 1411, "3": 439, "4": 214, "5": 293}
    assert _counts(result, "monetary") == {"1": 480, "2": 464, "3": 471, "4": 471, "5": 471}
    assert _counts(result, "code")["555"] == 191


def test_groups_hold_every_customer_once(bought: "DuckDBPyConnection") -> None:
    """The RFM groups share out all customers and all turnover."""
    groups, everyone = compute(bought, BY_NAME["rfm_groups"]), compute(bought, BY_NAME["rfm"])
    assert sum(int(str(row[groups.position("relations")])) for row in groups.rows) == len(everyone.rows)
    paid = [result.position("turnover_minor") for result in (groups, everyone)]
    assert sum(int(str(row[paid[0]])) for row in groups.rows) == sum(
        int(str(row[paid[1]])) for row in everyone.rows
    )


def test_warnings_tell_who_comes_back(bought: "DuckDBPyConnection") -> None:
    """Of 507 customers with two repeats 200 are warned of; 50.5 % of them bought again, and 75.9 % of the others."""
    activity, warned = (
        compute(bought, BY_NAME["relation_activity"]),
        compute(bought, BY_NAME["churn_warnings"]),
    )
    days, relation = activity.position("purchase_days"), activity.position("relation")
    regular = {row[relation] for row in activity.rows if int(str(row[days])) >= 3}
    flagged = {row[warned.position("relation")] for row in warned.rows}
    end = END + timedelta(weeks=WEEKS_AHEAD)
    after = bought.execute(
        "SELECT DISTINCT customer FROM bought WHERE date > ? AND date <= ?", [END, end]
    ).fetchall()
    again = {row[0] for row in after}
    assert (len(regular), len(flagged)) == (507, 200)
    assert flagged <= regular
    assert round(100 * len(flagged & again) / len(flagged), 1) == 50.5
    assert round(100 * len((regular - flagged) & again) / len(regular - flagged), 1) == 75.9


def test_customers_by_month_add_up(bought: "DuckDBPyConnection") -> None:
    """Every customer is new in one month, and all of them came in the first three."""
    result = compute(bought, BY_NAME["relations_by_month"])
    new = [int(str(row[result.position("new_relations")])) for row in result.rows]
    assert (len(new), sum(new), new[3:]) == (9, 2357, [0] * 6)
