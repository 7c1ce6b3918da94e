"""Rows as text."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.tables.printed import as_csv, as_json, as_table, display_width


def test_table_is_aligned() -> None:
    """Numbers stand right, texts left, wide characters count double, and null is blank."""
    rows = [("ad", 5, None, True), ("漢字", Decimal("12.50"), date(2026, 1, 2), False)]
    assert as_table(("name", "n", "day", "yes"), rows) == (
        "name     n  day         yes\n"
        "----  ----  ----------  -----\n"
        "ad       5              true\n"
        "漢字  12.5  2026-01-02  false\n"
    )  # fmt: skip


def test_table_is_safe_to_print() -> None:
    """What moves a cursor or ends a line is written out."""
    assert "\x1b" not in as_table(("a\x1b[2J",), [("x\x1b[31m\ny",)])
    assert as_table(("a",), [("x\ny",)]).count("\n") == 3


def test_table_without_rows() -> None:
    """No rows is a header, not an error."""
    assert as_table(("a", "long"), []) == "a  long\n-  ----\n"


def test_table_fits_its_width() -> None:
    """The widest column gives way first, and shows that it was cut."""
    text = as_table(("id", "what"), [("R-1", "x" * 100)], width=30)
    assert max(map(len, text.splitlines())) == 30
    assert "x…" in text


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1), st.integers(20, 60))
def test_no_line_is_too_wide(rows: list[tuple[str, str]], width: int) -> None:
    """Whatever the cells hold, no line runs over the width."""
    assert all(display_width(line) <= width for line in as_table(("a", "b"), rows, width).splitlines())


def test_csv_is_guarded() -> None:
    """A text that starts like a formula gets an apostrophe, a number does not."""
    found = list(csv.reader(io.StringIO(as_csv(("a", "b", "c"), [("=1", -1, True), ("x", None, False)]))))
    assert found == [["a", "b", "c"], ["'=1", "-1", "true"], ["x", "", "false"]]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("1.50"), 1.5),
        (Decimal("2.0"), 2),
        (date(2026, 1, 2), "2026-01-02"),
        (float("nan"), "nan"),
        ([1, None], [1, None]),
        ({1: Decimal("0.5")}, {"1": 0.5}),
        (b"x", "b'x'"),
        (None, None),
    ],
)
def test_json_values(value: object, said: object) -> None:
    """Every value has a form in JSON, and what comes out is valid."""
    assert json.loads(as_json(("a",), [(value,)])) == [{"a": said}]


def test_json_keeps_columns_of_one_name() -> None:
    """A second column of the same name gets a number instead of hiding the first."""
    assert json.loads(as_json(("a", "a"), [(1, 2)])) == [{"a": 1, "a_2": 2}]
