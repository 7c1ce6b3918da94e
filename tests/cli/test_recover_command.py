"""A write that was stopped half-way: who says so, and what mends it."""

import fcntl
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from given import COVERED
from klantboek.book import Book
from klantboek.edits.journal import Step, beside_of, digest, note, state_folder
from klantboek.reports.formats import names

COMMAND = str(Path(sys.executable).with_name("klantboek"))
NAMES = ("records/relations/R-00001.yaml", "records/relations/R-00002.yaml")


def _run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], cwd=project, capture_output=True, text=True, check=False)


@pytest.fixture
def project(book_of: Callable[..., Book]) -> Path:
    """Give a book of which one file is new already, and another is still old."""
    book = book_of({**COVERED, "relations/R-00002.yaml": {}})
    project = book.project.resolve()
    steps = []
    for name in NAMES:
        old = (project / name).read_bytes()
        new = old.replace(b"active", b"dormant")
        steps.append(Step(name, beside_of(name), digest(old), digest(new)))
        (project / (beside_of(name) if name == NAMES[1] else name)).write_bytes(new)
    note(state_folder(project), steps, ready=True)
    return project


def _states(project: Path) -> list[bool]:
    return ["dormant" in (project / name).read_text(encoding="utf-8") for name in NAMES]


@pytest.mark.parametrize("name", names())
def test_lint_says_so_and_fails(name: str, project: Path) -> None:
    """In every format: a message on the error stream, exit code 1, and nothing is changed."""
    done = _run(project, "lint", "--format", name)
    assert done.returncode == 1
    assert (
        "A write was stopped half-way: records/relations/R-00001.yaml and 1 more may be old or new."
        in done.stderr
    )
    assert "klantboek recover finishes or undoes it" in done.stderr
    assert _states(project) == [True, False]
    assert _run(project, "lint", "--format", name, "--exit-zero").returncode == 0


def test_build_says_so_and_fails(project: Path) -> None:
    """A build of half-written records does not pass for a good one."""
    done = _run(project, "build")
    assert done.returncode == 1
    assert "klantboek recover finishes or undoes it" in done.stderr


def test_recover_mends_it(project: Path) -> None:
    """All files are new, the journal is gone, and the next check is clean; a second time there is nothing to do."""
    done = _run(project, "recover")
    assert done.returncode == 0
    assert "records/relations/R-00002.yaml is whole again" in done.stderr
    assert done.stdout == "Next: klantboek lint checks the records.\n"
    assert _states(project) == [True, True]
    assert _run(project, "lint").stderr == ""
    assert _run(project, "recover").stdout.startswith("No write was stopped half-way in ")


def test_a_write_that_is_going_on_is_not_called_stopped(project: Path) -> None:
    """As long as another command holds the lock, its journal is as it should be."""
    with (project / ".klantboek" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert _run(project, "lint").stderr == ""
    assert "stopped half-way" in _run(project, "lint").stderr


@pytest.mark.parametrize("text", ["", "[]", '{"ready": true, "steps": [{"file": "../x"}]}'])
def test_a_journal_that_can_not_be_right(text: str, project: Path) -> None:
    """A damaged or foreign journal is a named error, and reaches nothing outside."""
    (project / ".klantboek" / "writing.json").write_text(text, encoding="utf-8")
    for command in ("lint", "recover"):
        done = _run(project, command)
        assert done.returncode == 23
        assert "can't be right" in done.stderr
        assert "Traceback" not in done.stderr


def test_names_in_the_journal_are_harmless(project: Path) -> None:
    """What the journal names can't move the cursor of a terminal."""
    name = "records/\x1b[31m\n::error::x.yaml"
    step = {"file": name, "beside": beside_of(name), "old": "", "new": "x"}
    (project / ".klantboek" / "writing.json").write_text(
        json.dumps({"ready": False, "steps": [step]}), encoding="utf-8"
    )
    done = _run(project, "lint")
    assert "\x1b" not in done.stderr
    assert "\n::" not in done.stderr
