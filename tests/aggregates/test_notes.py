"""Each line of the notes on derived figures is a test or a decision; what two engines understand differently is refused."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from given import HERE, SHARED, data
from klantboek.aggregates.grammar import NoSelectError, parsed, refused
from klantboek.aggregates.typed import mistyped
from klantboek.tables import all_tables

LINES = data(Path(__file__).with_name("notes.yaml"))
ROOT = HERE.parent
NOTES = SHARED / "notes" / "derived-figures.md"
TYPES = {table.name: {one.name: one.holds.sql for one in table.columns} for table in all_tables()}
DIFFERENT = {
    "a list in order": "SELECT list(id ORDER BY id) AS x FROM relations",
    "a percentile": "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY since) AS x FROM relations",
    "a quantile": "SELECT quantile_cont(1, 0.5) AS x FROM relations",
    "a discrete quantile": "SELECT quantile_disc(1, 0.5) AS x FROM relations",
    "months between days": "SELECT date_diff('month', since, $as_of) AS x FROM relations",
    "a day of the week": "SELECT dayofweek(since) AS x FROM relations",
    "another day of the week": "SELECT EXTRACT(isodow FROM since) AS x FROM relations",
    "the one with the largest": "SELECT arg_max(id, since) AS x FROM relations",
    "a float cast to a whole number": "SELECT CAST(CAST(1 AS DOUBLE) / 2 AS BIGINT) AS x FROM relations",
    "a rounded float": "SELECT ROUND(CAST(1 AS DOUBLE), 2) AS x FROM relations",
    "an average": "SELECT AVG(1) AS x FROM relations",
    "a series": "SELECT x FROM generate_series(1, 3) AS g(x)",
    "the length of a list": "SELECT len([1, 2]) AS x FROM relations",
    "a map": "SELECT MAP {'a': 1} AS x FROM relations",
    "the nearest before": "SELECT a.id AS x FROM relations a ASOF JOIN relations b ON a.since >= b.since",
    "a pivot": "SELECT * FROM (PIVOT relations ON status USING COUNT(*))",
    "a week of the year": "SELECT strftime(since, '%G-W%V') AS x FROM relations",
    "any value": "SELECT any_value(id) AS x FROM relations",
    "a day less a day": "SELECT $as_of - since AS x FROM relations",
    "a moment as text": "SELECT CAST(since + INTERVAL '1' MONTH AS VARCHAR) AS x FROM relations",
    "a first day as text": "SELECT CAST(DATE_TRUNC('month', since) AS VARCHAR) AS x FROM relations",
    "a decimal cast to a whole number": "SELECT CAST(quantity AS BIGINT) AS x FROM relations_orders_lines",
    "a decimal divided by //": "SELECT quantity // 2 AS x FROM relations_orders_lines",
    "a number in a text": "SELECT CONCAT(id, 1) AS x FROM relations",
    "a number behind a text": "SELECT id || lines_position AS x FROM relations_orders_lines, relations",
    "a capital": "SELECT UPPER(id) AS x FROM relations",
    "a small letter": "SELECT LOWER(id) AS x FROM relations",
    "a backslash in a pattern": "SELECT id LIKE 'R\\_%' AS x FROM relations",
    "a part of a text from 0": "SELECT SUBSTRING(id, 0, 2) AS x FROM relations",
    "a cast that may fail": "SELECT TRY_CAST(id AS BIGINT) AS x FROM relations",
}


def _exists(held_by: str) -> bool:
    """Tell whether a test, a file of cases or a decision is there."""
    if found := re.fullmatch(r"decision (\d{4})", held_by):
        return len(list((ROOT / "site" / "pages" / "decisions").glob(f"{found[1]}-*.md"))) == 1
    file, _, name = held_by.partition("::")
    if not name:
        return (ROOT / file).is_file()
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body)


@pytest.mark.parametrize("one", LINES, ids=lambda one: one["line"])
def test_what_holds_a_line_exists(one: dict[str, Any]) -> None:
    """A line is held by something that is there."""
    assert one["held_by"]
    assert [held for held in one["held_by"] if not _exists(held)] == []


def test_every_line_is_held() -> None:
    """The notes have no line that nothing holds, and each of ours is one of them."""
    if not NOTES.is_file():
        pytest.skip(f"the notes are not in {NOTES.parent} (set KLANTBOEK_SHARED)")
    said = [
        line
        for line in NOTES.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(("#", "|---", "| Figure |", "| Situation |", "Measured in"))
    ]
    free = [line for line in said if not any(one["line"] in line for one in LINES)]
    strange = [one["line"] for one in LINES if sum(one["line"] in line for line in said) != 1]
    assert (free, strange) == ([], [])


@pytest.mark.parametrize("sql", DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_is_refused(sql: str) -> None:
    """What the two engines understand differently, or one of them not at all, is no part of an aggregate."""
    try:
        assert refused(parsed(sql), sql, frozenset(TYPES)) or mistyped(sql, TYPES)
    except NoSelectError as error:
        assert error.fault.message  # noqa: PT017 -- either way it is refused
