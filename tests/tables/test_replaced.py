"""A folder that is replaced as a whole, wherever the one that does it is stopped."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from klantboek.edits import swap as swapping
from klantboek.tables.replaced import put_right, replaced

_CODE = """
import sys
from pathlib import Path
from klantboek.tables.replaced import replaced
for number in range(100_000):
    with replaced(Path(sys.argv[1])) as new:
        for name in ("a", "b"):
            (new / name).write_text(str(number))
    print(number, flush=True)
"""


def _state(folder: Path) -> set[str]:
    return {(folder / name).read_text(encoding="utf-8") for name in ("a", "b")}


@pytest.mark.skipif(os.name != "posix", reason="another system stops its processes otherwise")
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """After a kill the folder is there and whole, of one time; and the next run leaves nothing else behind."""
    folder = tmp_path / "tables"
    for milliseconds in (1, 4, 9, 16):
        with subprocess.Popen(
            [sys.executable, "-c", _CODE, str(folder)], stdout=subprocess.PIPE, text=True
        ) as running:
            assert running.stdout is not None
            running.stdout.readline()
            time.sleep(milliseconds / 1000)
            running.send_signal(signal.SIGKILL)
        put_right(folder)
        assert len(_state(folder)) == 1
        assert [one.name for one in tmp_path.iterdir() if one.name != "tables"] in ([], _fresh(tmp_path))


def _fresh(place: Path) -> list[str]:
    """What was stopped before it had a lock may stay: it holds nothing."""
    return [one.name for one in place.iterdir() if one.name != "tables" and not any(one.iterdir())]


@pytest.mark.parametrize(
    ("there", "stands"), [(("new", "old", "whole"), "new"), (("new", "old"), "old"), (("new",), "")]
)
def test_stopped_between_two_renames(tmp_path: Path, there: tuple[str, ...], stands: str) -> None:
    """Where folders can't be exchanged, the next run puts the new one in place if it was whole, else the old one."""
    beside = tmp_path / ".tables-x"
    beside.mkdir()
    (beside / "busy").touch()
    for name in there:
        if name == "whole":
            (beside / name).touch()
        else:
            (beside / name).mkdir()
            (beside / name / name).touch()
    put_right(tmp_path / "tables")
    found = [one.name for one in (tmp_path / "tables").iterdir()] if (tmp_path / "tables").exists() else []
    assert found == ([stands] if stands else [])
    assert not beside.exists()


def test_one_at_work_is_left_alone(tmp_path: Path) -> None:
    """What another run is writing is not taken for what a stopped one left."""
    folder = tmp_path / "tables"
    with replaced(folder) as new:
        put_right(folder)
        (new / "a").touch()
    assert [one.name for one in folder.iterdir()] == ["a"]


def test_one_that_stands_is_replaced(tmp_path: Path) -> None:
    """The new folder takes the place of the one that stands, and nothing of either is left beside it."""
    folder = tmp_path / "tables"
    for content in ("old", "new"):
        with replaced(folder) as new:
            (new / content).touch()
    assert [one.name for one in folder.iterdir()] == ["new"]
    assert [one.name for one in tmp_path.iterdir()] == ["tables"]


def test_without_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that can't exchange folders renames them, and the result is the same."""
    monkeypatch.setattr(swapping, "_exchange", lambda: None)
    test_one_that_stands_is_replaced(tmp_path)
