"""The small databases of what is kept: as they were left, or begun anew, and closed to others."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from klantboek.linting.database import Layout, opened, opened_or_without

LAYOUT = Layout(1, {"words": "(word TEXT NOT NULL)"}, {"by_word": "words (word)"})
TODAY = {"day": "today"}


def _put(file: Path, word: str, layout: Layout = LAYOUT) -> None:
    with closing(opened(file, layout, TODAY).base) as base:
        base.execute("INSERT INTO words VALUES (?)", (word,))
        base.commit()


def _words(file: Path, layout: Layout = LAYOUT, day: str = "today") -> list[str]:
    with closing(opened(file, layout, {"day": day}).base) as base:
        return [word for (word,) in base.execute("SELECT word FROM words")]


def test_what_was_kept_is_there(tmp_path: Path) -> None:
    """It stays while the same is stated, and goes when that, or the layout, is another."""
    file = tmp_path / "kept.sqlite"
    _put(file, "mill")
    assert _words(file) == ["mill"]
    assert _words(file, day="tomorrow") == []
    _put(file, "stone")
    assert _words(file) == ["stone"]
    assert _words(file, Layout(2, LAYOUT.tables)) == []


def test_borrowed(tmp_path: Path) -> None:
    """What is borrowed must fit, and stays as it was when it does not."""
    file = tmp_path / "kept.sqlite"
    _put(file, "mill")
    with pytest.raises(sqlite3.OperationalError):
        opened(file, LAYOUT, {"day": "tomorrow"}, borrowed=True)
    assert _words(file) == ["mill"]


def test_closed_to_others(tmp_path: Path) -> None:
    """Its owner alone can read it, also when others could before; what is taken out of it can't be found there."""
    file = tmp_path / "kept.sqlite"
    _put(file, "windmolenbroek")
    assert b"windmolenbroek" in file.read_bytes()
    file.chmod(0o644)
    with closing(opened(file, LAYOUT, TODAY).base) as base:
        base.execute("DELETE FROM words")
        base.commit()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"windmolenbroek" not in file.read_bytes()


def test_in_use(tmp_path: Path) -> None:
    """Who finds it in use does without, and leaves it where it is; what is no database goes."""
    file = tmp_path / "kept.sqlite"
    _put(file, "mill")
    with closing(opened(file, LAYOUT, TODAY).base), closing(opened_or_without(file, LAYOUT)) as base:
        assert base.execute("SELECT * FROM words").fetchall() == []
    assert _words(file) == ["mill"]
    file.write_bytes(b"no database, but long enough to be one" * 200)
    opened_or_without(file, LAYOUT).close()
    assert not file.exists()
