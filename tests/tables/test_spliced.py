"""Files of which few rows changed, made from the ones before."""

import tempfile
from pathlib import Path
from shutil import copytree, rmtree
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantboek.tables.database import connected
from klantboek.tables.files import FORMATS, write
from klantboek.tables.spliced import MOST_CHANGED, Run, changed_rows
from klantboek.tables.written import Written

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WORDS = st.none() | st.text(alphabet='ab",=\n\r\t\\é{}[]', max_size=4)
ROWS = st.lists(st.tuples(st.integers(-2, 9), WORDS), max_size=9)
Rows = list[tuple[int, str | None]]


def _write(
    connection: "DuckDBPyConnection", rows: Rows, folder: Path, before: Path | None = None
) -> dict[str, bytes]:
    folder.mkdir()
    connection.execute("CREATE OR REPLACE TABLE said (place BIGINT, word VARCHAR)")
    if rows:
        connection.executemany("INSERT INTO said VALUES (?, ?)", [list(row) for row in rows])
    write(connection, "said", "SELECT * FROM said", folder, before)
    return {form: (folder / form / f"said.{form}").read_bytes() for form in FORMATS}


@settings(max_examples=20, deadline=None)
@given(ROWS, ROWS, ROWS, ROWS)
def test_files_are_those_that_are_written_anew(first: Rows, gone: Rows, new: Rows, last: Rows) -> None:
    """Whatever comes, changes and goes, and whatever stands in the cells, each file is the same to the byte."""
    connection = connected(None)
    try:
        with tempfile.TemporaryDirectory() as folder:
            before, anew, spliced = (Path(folder, name) for name in ("before", "anew", "spliced"))
            _write(connection, first + gone + last, before)
            wanted = _write(connection, first + new + last, anew)
            assert _write(connection, first + new + last, spliced, before) == wanted
    finally:
        connection.close()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.tuples(st.integers(-2, 9), WORDS), st.tuples(st.integers(-2, 9), WORDS)),
        min_size=1,
        max_size=9,
    )
)
def test_rows_change_in_several_places(
    both: list[tuple[tuple[int, str | None], tuple[int, str | None]]],
) -> None:
    """Where as many rows are there as before each of them may be another."""
    before, now = ([row[at if place % 3 else 0] for place, row in enumerate(both)] for at in (0, 1))
    connection = connected(None)
    try:
        with tempfile.TemporaryDirectory() as folder:
            old, anew, spliced = (Path(folder, name) for name in ("old", "anew", "spliced"))
            _write(connection, before, old)
            assert _write(connection, now, spliced, old) == _write(connection, now, anew)
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ([1, 2, 3], [1, 9, 3], [(1, 2, 2)]),
        ([1, 2, 3, 4, 5], [9, 2, 9, 9, 5], [(0, 1, 1), (2, 4, 4)]),
        ([1, 2, 3], [9, 2, 9], [(0, 1, 1), (2, 3, 3)]),
        ([1, 2, 3], [1, 3], [(1, 2, 1)]),
        ([1, 2, 3], [1, 2, 3], []),
        ([1, 2, 3], [1, 2, 3, 4], [(2, 3, 4)]),
        ([1, 2, 3], [1, 2], [(1, 3, 2)]),
        ([1], [], None),
        ([], [1], None),
        ([0] * (MOST_CHANGED + 1), list(range(1, MOST_CHANGED + 2)), None),
        ([], [1, 2], None),
    ],
)
def test_what_is_between_is_found(
    tmp_path: Path, before: list[int], now: list[int], told: list[Run] | None
) -> None:
    """What changed is found in each place, or between both ends where there are more or fewer; too much is too much."""
    connection = connected(None)
    try:
        for name, rows in (("before", before), ("now", now)):
            connection.execute(
                "CREATE OR REPLACE TABLE said AS SELECT unnest($rows::BIGINT[]) AS n", {"rows": rows}
            )
            connection.execute(f"COPY said TO '{tmp_path / name}' (FORMAT parquet)")
        found = changed_rows(connection, tmp_path / "before", tmp_path / "now")
    finally:
        connection.close()
    assert (None if found is None else list(found.runs)) == told


@pytest.mark.parametrize("touched", ["", "csv", "json", "parquet"])
def test_only_files_that_nobody_touched_are_copied_from(tmp_path: Path, touched: str) -> None:
    """Files so large that they are copied from are those written anew, also when one of them is another by now."""
    connection = connected(None)
    try:
        connection.execute("CREATE SCHEMA kept")
        for name in ("old", "new", "anew"):
            folder, there = tmp_path / name, tmp_path / "there"
            folder.mkdir()
            files = Written(connection, tmp_path / "elsewhere" if name == "anew" else there, folder)
            other = "CASE range WHEN 8000 THEN 0 ELSE range END" if name != "old" else "range"
            rows = f"SELECT range AS place, hash({other}) AS word FROM range(9000)"  # noqa: S608 -- words of this test
            files.put("said", name, rows)
            if name != "anew":
                rmtree(there, ignore_errors=True)
                copytree(folder, there)
                files.keep()
            if name == "old" and touched:
                (there / touched / f"said.{touched}").write_bytes(b"other")
        for form in FORMATS:
            new, anew = (tmp_path / name / form / f"said.{form}" for name in ("new", "anew"))
            assert new.read_bytes() == anew.read_bytes()
    finally:
        connection.close()
