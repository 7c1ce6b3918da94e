"""New files are whole or absent, and never replace one."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from klantboek.exchange.placement import ExistsError, PlacementError, place

STEPS = ("open", "write", "fsync", "link")


class StoppedError(BaseException):
    """The process ends here."""


def test_file_is_written_with_the_usual_permissions(tmp_path: Path) -> None:
    """The file holds the text and has the mode that the umask leaves; nothing else stays behind."""
    before = os.umask(0o027)
    try:
        place(tmp_path / "relations" / "R-00001.yaml", "number: R-00001\n")
    finally:
        os.umask(before)
    file = tmp_path / "relations" / "R-00001.yaml"
    assert file.read_text(encoding="utf-8") == "number: R-00001\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert list(file.parent.iterdir()) == [file]


def test_existing_file_is_never_replaced(tmp_path: Path) -> None:
    """A file that is there stays as it is, and so does what a link points to."""
    file = tmp_path / "R-00001.yaml"
    file.write_text("mine", encoding="utf-8")
    link = tmp_path / "R-00002.yaml"
    link.symlink_to(tmp_path / "elsewhere")
    for taken in (file, link):
        with pytest.raises(ExistsError):
            place(taken, "yours")
    assert file.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "elsewhere").exists()
    assert sorted(tmp_path.iterdir()) == [file, link]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("after", [False, True])
def test_stop_at_any_step_leaves_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, *, after: bool
) -> None:
    """Stopped before or after any call to the system, the file is absent or whole, and a next try works."""
    file = tmp_path / "R-00001.yaml"
    with monkeypatch.context() as patch:
        patch.setattr(os, step if step != "write" else "fdopen", _stopping(step, after=after))
        with pytest.raises(StoppedError):
            place(file, "number: R-00001\n")
    assert not file.exists() or file.read_text(encoding="utf-8") == "number: R-00001\n"
    assert not list(tmp_path.glob("*.yaml")) or after
    if not file.exists():
        place(file, "number: R-00001\n")
    assert file.read_text(encoding="utf-8") == "number: R-00001\n"


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "No space"), (errno.EPERM, "hard links")])
def test_refusal_of_the_disk_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    """A full disk, or one without links, ends in a named error, and leaves nothing behind."""

    def refuse(source: Path, target: Path) -> None:
        raise OSError(number, os.strerror(number), str(source), None, str(target))

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(PlacementError, match=words):
        place(tmp_path / "R-00001.yaml", "number: R-00001\n")
    assert list(tmp_path.iterdir()) == []


def _stopping(step: str, *, after: bool) -> Any:
    """Give the system's function, stopped before or after it did its work."""
    real = getattr(os, step if step != "write" else "fdopen")

    def stopped(*given: Any, **named: Any) -> Any:
        if after:
            done = real(*given, **named)
            if step == "write":
                done.write(b"number")
                done.close()
            elif step == "open":
                os.close(done)
        raise StoppedError

    return stopped
