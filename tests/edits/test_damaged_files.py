"""What is kept and damaged is forgotten, and the work is done without it; nothing else is done twice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from klantboek.cli import app as command_line
from klantboek.edits import damaged
from klantboek.edits.damaged import forget_damaged, in_use, not_again, unless_damaged
from klantboek.errors import KlantboekError, UnforeseenError


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a file that is in use, with one beside it, in a folder with one that is not."""
    monkeypatch.setattr(damaged, "_in_use", set())
    monkeypatch.setattr(damaged, "_final", [])
    for name in ("kept", "kept-wal", "other"):
        (tmp_path / name).write_text("[", encoding="utf-8")
    (tmp_path / "kept-parts").mkdir()
    return in_use(tmp_path / "kept")


def _failing(error: Exception, file: Path) -> Callable[[], str]:
    """Give what fails as long as the file is there."""

    def do() -> str:
        if file.exists():
            raise error
        return "done"

    return do


def _left(kept: Path) -> list[str]:
    return sorted(file.name for file in kept.parent.iterdir())


def test_the_work_is_done_without_it(kept: Path) -> None:
    """What is in use goes, with all that belongs to it; the second time the work succeeds."""
    assert unless_damaged(_failing(ValueError("["), kept)) == "done"
    assert _left(kept) == ["other"]


@pytest.mark.parametrize("error", [KlantboekError("no"), OSError("no")], ids=["a named error", "the system"])
def test_what_has_another_reason(kept: Path, error: Exception) -> None:
    """An error that names what is wrong, and one of the system, have nothing to do with damage."""
    with pytest.raises(type(error)):
        unless_damaged(_failing(error, kept))
    assert "kept" in _left(kept)


def test_a_fault_of_the_program_fails_twice(kept: Path) -> None:
    """When it fails without what was kept too, it is told, and a third time does not come."""
    with pytest.raises(ValueError, match="again"):
        unless_damaged(_failing(ValueError("again"), kept.parent / "other"))
    assert not forget_damaged(ValueError("again"))


def test_nothing_is_done_again_once_the_book_changes(kept: Path) -> None:
    """From the first write to the book on a failure stands, and what is kept stays."""
    not_again()
    with pytest.raises(ValueError, match="no"):
        unless_damaged(_failing(ValueError("no"), kept))
    assert "kept" in _left(kept)


def test_a_command_runs_once_more(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that fails for damage is run again without a word."""
    error = UnforeseenError(ValueError("["))
    error.__cause__ = ValueError("[")
    monkeypatch.setattr(command_line, "app", _failing(error, kept))
    command_line.main()
    assert _left(kept) == ["other"]
