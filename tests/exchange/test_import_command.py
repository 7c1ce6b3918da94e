"""``klantboek import csv``: what it prints, what it writes, how it exits."""

import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess, run
from typing import Any

import pytest

from klantboek.book import load
from klantboek.edits.journal import Step, beside_of, digest, note, state_folder

BASE = Path(__file__).with_name("base.yaml")
GOOD = "nr;naam;plaats;land\n7;A;Deventer;NL\n"
Put = Callable[[dict[str, Any]], Path]


def _import(root: Path, folder: Path, *options: str, mapping: Path = BASE) -> CompletedProcess[str]:
    given = ["import", "csv", str(folder), "--mapping", str(mapping), "--book", str(root), *options]
    start = [sys.executable, "-c", "from klantboek.cli import main; main()"]
    return run([*start, *given], capture_output=True, text=True, encoding="utf-8", check=False)


def test_without_write_nothing_is_written(root: Path, put: Put) -> None:
    """It says what it would write, shows the first record, and exits 0 when all fits."""
    result = _import(root, put({"klanten.csv": GOOD}))
    assert result.returncode == 0
    assert "relations/R-00001.yaml, from row 2 of klanten:\n  number: R-00001\n" in result.stdout
    assert "records/relations/.\n" in result.stdout.partition("Would write: 1 in ")[2]
    assert not (root / "relations").exists()


def test_write_writes_and_the_book_reads_it(root: Path, put: Put) -> None:
    """With --write the record is there, fits its schema, and another run finds it."""
    folder = put({"klanten.csv": GOOD})
    assert "records/relations/.\n" in _import(root, folder, "--write").stdout.partition("Written: 1 in ")[2]
    book = load(root, None)
    assert [relation.number for relation in book.relations] == ["R-00001"]
    again = _import(root, folder, "--write")
    assert again.returncode == 0
    assert "In the book already: 1 the same, 0 with a difference; none was changed." in again.stdout


def test_write_is_all_or_nothing(root: Path, put: Put, tmp_path: Path) -> None:
    """When one record can't be written none is, and nothing lands outside the book."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "relations").symlink_to(outside)
    done = _import(root, put({"klanten.csv": GOOD}), "--write")
    assert done.returncode == 21
    assert "Nothing was written" in done.stderr
    assert list(outside.iterdir()) == []


def test_write_that_was_stopped_is_finished_first(root: Path, put: Put) -> None:
    """What an earlier command left half-way is whole before the book is read, so its numbers are not given twice."""
    project = root.parent.resolve()
    file = project / "records" / "relations" / "R-00001.yaml"
    text = b"number: R-00001\nkind: organisation\nroles: [other]\nstatus: active\norganisation: {name: B}\n"
    file.parent.mkdir()
    name = "records/relations/R-00001.yaml"
    (project / beside_of(name)).write_bytes(text)
    note(state_folder(project), [Step(name, beside_of(name), "", digest(text))], ready=True)
    done = _import(root, put({"klanten.csv": GOOD}), "--write")
    assert "R-00001.yaml is whole again" in done.stderr
    assert file.read_bytes() == text
    assert (file.with_name("R-00002.yaml")).exists()


def test_row_left_out_exits_1_and_is_safe_to_print(root: Path, put: Put) -> None:
    """A row that does not fit is told without the escape codes that it holds."""
    result = _import(root, put({"klanten.csv": f"{GOOD}8;B;Zwolle;\x1b[31mX\n9;C;D;\u202eatlantis\n"}))
    assert result.returncode == 1
    assert (
        "klanten.csv:3:4  left out  land: holds the invisible character U+001B at position 1" in result.stdout
    )
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "klanten.csv        3 =       1 +       0 +        2" in result.stdout


def test_diff_shows_what_differs(root: Path, put: Put) -> None:
    """A changed row shows as a diff; the record stays as it is."""
    _import(root, put({"klanten.csv": GOOD}), "--write")
    before = (root / "relations" / "R-00001.yaml").read_text(encoding="utf-8")
    result = _import(root, put({"klanten.csv": GOOD.replace("Deventer", "Zwolle")}), "--diff", "--write")
    assert result.returncode == 1
    assert "-    city: Deventer\n+    city: Zwolle\n" in result.stdout
    assert (root / "relations" / "R-00001.yaml").read_text(encoding="utf-8") == before


def test_unusable_mapping_is_shown_with_its_line(root: Path, put: Put, tmp_path: Path) -> None:
    """The line with a caret, and exit code 2."""
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("tables: {}\nrecords: []\nextra: 1\n", encoding="utf-8")
    result = _import(root, put({"klanten.csv": GOOD}), mapping=mapping)
    assert result.returncode == 2
    assert "The mapping" in result.stderr
    assert "3 | extra: 1" in result.stderr


@pytest.mark.parametrize("options", [["--show", "-1"], ["--nothing"]])
def test_wrong_use_exits_2(root: Path, put: Put, options: list[str]) -> None:
    """Options that do not exist or can't be end in exit code 2."""
    assert _import(root, put({"klanten.csv": GOOD}), *options).returncode == 2
