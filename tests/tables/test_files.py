"""Tables as files."""

import csv
import json
from pathlib import Path

import pytest

from klantboek.tables import empty, lock
from klantboek.tables.files import FORMATS, UnwritableError, replaced, write

HOSTILE = [
    "=1+1",
    "+31 570",
    "-5",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\uff1d1",
    "a=b",
    "",
    "two\nlines",
    'a "quote"',
    "x,y",
]


def _written(folder: Path) -> None:
    connection = empty()
    try:
        connection.execute("CREATE TABLE said (place BIGINT, word VARCHAR)")
        for place, word in enumerate([*HOSTILE, None], start=-2):
            connection.execute("INSERT INTO said VALUES (?, ?)", [place, word])
        write(connection, "said", "SELECT * FROM said ORDER BY place NULLS FIRST", folder)
    finally:
        connection.close()


@pytest.mark.parametrize("is_asked", [False, True])
def test_bytes_are_those_of_the_rows(tmp_path: Path, is_asked: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    """What stood in a table before, such as a row without a word, is not seen in files of it or of a question about it."""
    found = []
    for folder in (tmp_path / "before", tmp_path / "never"):
        folder.mkdir()
        connection = empty()
        try:
            connection.execute("CREATE TABLE said (place BIGINT, word VARCHAR)")
            connection.execute("INSERT INTO said VALUES (1, 'one'), (2, 'two')")
            if folder.name == "before":
                connection.execute("INSERT INTO said VALUES (3, NULL)")
                connection.execute("DELETE FROM said WHERE place = 3")
            if is_asked:
                lock(connection, folder)
                connection.sql("FROM said").write_parquet(str(folder / "said.parquet"))
            else:
                write(connection, "said", "SELECT * FROM said ORDER BY place", folder)
        finally:
            connection.close()
        found.append([file.read_bytes() for file in sorted(folder.rglob("said.*"))])
    assert found[0]
    assert found[0] == found[1]


def test_csv_holds_no_formula(tmp_path: Path) -> None:
    """A text that a spreadsheet would run gets an apostrophe; a negative number stays a number."""
    _written(tmp_path)
    with (tmp_path / "csv" / "said.csv").open(encoding="utf-8", newline="") as stream:
        _, *rows = csv.reader(stream)
    assert [row[0] for row in rows[:2]] == ["-2", "-1"]
    words = [row[1] for row in rows[: len(HOSTILE)]]
    assert words == ["'" + word if at < 7 else word for at, word in enumerate(HOSTILE)]


def test_json_and_parquet_hold_the_text_as_it_is(tmp_path: Path) -> None:
    """Programs get what was written, null and empty apart."""
    _written(tmp_path)
    found = json.loads((tmp_path / "json" / "said.json").read_text(encoding="utf-8"))
    assert [row["word"] for row in found] == [*HOSTILE, None]
    connection = empty()
    try:
        file = tmp_path / "parquet" / "said.parquet"
        rows = connection.execute(f"SELECT word FROM '{file}'").fetchall()  # noqa: S608 -- a file of this test
    finally:
        connection.close()
    assert [row[0] for row in rows] == [*HOSTILE, None]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FORMATS)


def test_replaced_takes_the_place_at_the_end(tmp_path: Path) -> None:
    """The old folder stands until the new one is whole, and nothing else is left behind."""
    folder = tmp_path / "tables"
    for content in ("old", "new"):
        with replaced(folder) as new:
            (new / f"{content}.txt").write_text(content, encoding="utf-8")
            assert [file.name for file in folder.glob("*")] == ([] if content == "old" else ["old.txt"])
    assert [file.name for file in folder.iterdir()] == ["new.txt"]
    assert [file.name for file in tmp_path.iterdir()] == ["tables"]


def test_replaced_keeps_the_old_when_something_fails(tmp_path: Path) -> None:
    """A failure half-way leaves the old folder as it was."""
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "old.txt").touch()

    def fail() -> None:
        with replaced(folder) as new:
            (new / "new.txt").touch()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [file.name for file in folder.iterdir()] == ["old.txt"]
    assert [file.name for file in tmp_path.iterdir()] == ["tables"]


def test_no_place_to_write(tmp_path: Path) -> None:
    """Where nothing can be written, one message says so."""
    (tmp_path / "build").touch()
    with pytest.raises(UnwritableError, match="can't be written"), replaced(tmp_path / "build" / "tables"):
        pass


def test_old_folder_comes_back_when_the_new_is_gone(tmp_path: Path) -> None:
    """When the new folder can't be moved into place, the old one is put back."""
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "old.txt").touch()
    with pytest.raises(UnwritableError), replaced(folder) as new:
        new.rmdir()
    assert [file.name for file in folder.iterdir()] == ["old.txt"]


def test_file_that_can_not_be_written(tmp_path: Path) -> None:
    """A file in the way is one message too, not a traceback."""
    (tmp_path / "parquet" / "said.parquet").mkdir(parents=True)
    with pytest.raises(UnwritableError):
        _written(tmp_path)
