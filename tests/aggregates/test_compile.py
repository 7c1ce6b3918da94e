"""A book compiled to files."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from given import lay_out
from klantboek.aggregates import all_aggregates, compute_all
from klantboek.aggregates.compile import Compiled, Way, compile_book
from klantboek.book import Book
from klantboek.linting.sources import FolderSource
from klantboek.tables import all_tables
from klantboek.tables.files import FORMATS

BookOf = Callable[..., Book]
TODAY = date(2026, 11, 20)


def _order(number: str, day: str) -> dict[str, Any]:
    lines = [
        {"product": "oven", "quantity": 2, "unit_price": 100},
        {"product": "dough", "quantity": 1, "unit_price": 3},
    ]
    return {"number": number, "date": day, "channel": "web", "lines": lines}


GIVEN: dict[str, dict[str, Any]] = {
    "relations/R-00001.yaml": {"orders": [_order("A", "2026-01-05"), _order("B", "2026-02-05")]},
    "relations/R-00002.yaml": {"orders": [_order("C", "2026-01-05")], "custom": {"b": "2", "a": "1"}},
    "relations/R-00003.yaml": {"kind": "ghost"},
    "products/oven.yaml": {"cost": 60},
}


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _compiled(root: Path, folder: Path, *, keeps: bool = False) -> Compiled:
    return compile_book(FolderSource(root), TODAY, None, folder, Way(keeps))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """Compile the book of these tests, which lies beside; nobody changes either."""
    folder = tmp_path_factory.mktemp("compiled")
    lay_out(folder / "records", {"book.yaml": {}, "relations/R-00001.yaml": {}, **GIVEN})
    return _compiled(folder / "records", folder / "build" / "tables")


def _root(done: Compiled) -> Path:
    return done.folder.parents[1] / "records"


def test_everything_is_written(done: Compiled) -> None:
    """Each table and each aggregate is a file in each format, and nothing else is there."""
    names = {table.name for table in all_tables()} | {one.name for one in all_aggregates()}
    wanted = {f"{form}/{name}.{form}" for form in FORMATS for name in names}
    assert {file.relative_to(done.folder).as_posix() for file in done.folder.rglob("*.*")} == wanted
    assert (done.tables, done.aggregates) == (len(all_tables()), len(all_aggregates()))
    assert [one.id for one in done.left_out] == ["R-00003"]


def test_same_bytes_in_another_process(done: Compiled, tmp_path: Path) -> None:
    """Another process writes the same bytes, whatever its hash seed."""
    code = (
        "import sys; from datetime import date; from pathlib import Path;"
        "from klantboek.linting.sources import FolderSource;"
        "from klantboek.aggregates.compile import Way, compile_book;"
        "compile_book(FolderSource(Path(sys.argv[1])), date.fromisoformat(sys.argv[2]), None, Path(sys.argv[3]), Way(False))"
    )
    there = tmp_path / "there"
    words = [sys.executable, "-c", code, str(_root(done)), TODAY.isoformat(), str(there)]
    subprocess.run(words, check=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
    assert _hash(done.folder) == _hash(there)


def test_same_bytes_from_other_folders(done: Compiled, tmp_path: Path) -> None:
    """Where a file lies below its folder changes nothing that is written."""
    moved = tmp_path / "moved"
    shutil.copytree(_root(done), moved)
    for place, name in (("z", "R-00001.yaml"), ("a", "R-00002.yaml")):
        (moved / "relations" / place).mkdir()
        (moved / "relations" / name).rename(moved / "relations" / place / name)
    after = _compiled(moved, tmp_path / "after").folder
    assert _hash(done.folder) == _hash(after)


def test_the_day_counts(book_of: BookOf) -> None:
    """Figures are those of the day that was asked for: a later order is not in them."""
    book = book_of(GIVEN, as_of=date(2026, 1, 31))
    results = compute_all(book)
    activity = results["relation_activity"]
    assert activity.where("relation", "R-00001") == (activity.rows[0],)
    assert activity.rows[0][activity.position("orders")] == 1
    assert activity.rows[0][activity.position("turnover_minor")] == 20300
    assert activity.where("relation", "R-00009") == ()
