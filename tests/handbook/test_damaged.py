"""Whatever is kept and whatever happens to it: commands say and write what they would without it."""

import random
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from given import git
from klantboek.cli import main

COMMANDS = ("lint", "handbook", "duplicates")
PAGE = 4096


def _middle(file: Path, chance: random.Random) -> None:
    """Write over what stands in the middle."""
    content = bytearray(file.read_bytes())
    start = len(content) // 2 // PAGE * PAGE
    content[start : start + PAGE] = chance.randbytes(len(content[start : start + PAGE]))
    file.write_bytes(content)


def _cut_off(file: Path, _: random.Random) -> None:
    """Leave half of it."""
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def _zeros(file: Path, _: random.Random) -> None:
    """Leave nothing but what it begins with."""
    content = file.read_bytes()
    file.write_bytes(content[:100] + bytes(max(0, len(content) - 100)))


def _folder(file: Path, _: random.Random) -> None:
    """Put a folder in its place."""
    file.unlink()
    file.mkdir()


DAMAGE: tuple[Callable[[Path, random.Random], None], ...] = (_middle, _cut_off, _zeros, _folder)


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[Path], dict[str, tuple[object, str]]]:
    """Give what runs the commands in a project: how each ended, and what it said."""

    def run_all(project: Path) -> dict[str, tuple[object, str]]:
        monkeypatch.chdir(project)
        found = {}
        for command in COMMANDS:
            monkeypatch.setattr(sys, "argv", ["klantboek", command])
            code: object = 0
            try:
                main()
            except SystemExit as end:
                code = end.code
            said = capfd.readouterr()
            assert "failed" not in said.err
            found[command] = code, said.out
        return found

    return run_all


def _files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != ".gitignore"]


def _pages(project: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in _files(project / "build")}


def test_damage_is_survived(own_book: Path, run: Callable[[Path], dict[str, tuple[object, str]]]) -> None:
    """Each file that is kept is damaged, one this way and the next that way; none of it is open to others."""
    project, kept = own_book.parent, own_book.parent / ".klantboek"
    git(project, "init", "--quiet")
    git(project, "add", "--all", "records")
    git(project, "commit", "--quiet", "-m", "Begin")
    said, pages = run(project), _pages(project)
    assert {file.name.partition("-")[2] for file in _files(kept)} >= {
        "lint.sqlite",
        "handbook.sqlite",
        "tables.duckdb",
    }
    assert [
        file for file in _files(kept) if stat.S_IMODE(file.stat().st_mode) & 0o077 and file.parent == kept
    ] == []
    chance = random.Random(7)  # noqa: S311 -- of a test
    for place, file in enumerate(_files(kept)):
        DAMAGE[place % len(DAMAGE)](file, chance)
    assert run(project) == said
    assert _pages(project) == pages
