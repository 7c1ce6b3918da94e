"""``klantboek lint --format``: what goes where, and the same end in every format."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from klantboek.book import Book
from klantboek.reports.formats import HUMAN, names

FLAWED = Path(__file__).parents[1] / "reports" / "flawed"
_HOSTS = {"GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "GITHUB_STEP_SUMMARY"}
OTHERS = [name for name in names() if name != HUMAN]


def _run(*words: object, cwd: Path = FLAWED, **more: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("klantboek")), *map(str, words)]
    env = {name: value for name, value in os.environ.items() if name not in _HOSTS} | more
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", names())
def test_same_end_in_every_format(name: str, book_of: Callable[..., Book]) -> None:
    """A book with findings exits 1 and one without exits 0, whatever the format."""
    assert _run("lint", "--format", name).returncode == 1
    assert _run("lint", "--format", name, "--exit-zero").returncode == 0
    clean = book_of({})
    assert _run("lint", "--format", name, "--ignore", "KB", cwd=clean.root).returncode == 0


@pytest.mark.parametrize("name", OTHERS)
def test_output_holds_the_report_alone(name: str) -> None:
    """The count and the next step are for people, and stand on the error stream; the report has no colour."""
    done = _run("lint", "--format", name)
    assert "Next: klantboek rule" in done.stderr
    assert "Checked 6 records" in done.stderr
    assert "Next:" not in done.stdout
    assert "\x1b" not in done.stdout
    if name in {"json", "gitlab", "rdjson", "sarif"}:
        json.loads(done.stdout)


def test_files_are_named_from_the_repository() -> None:
    """Wherever the command is started, a report for a host names files as the repository does."""
    found = json.loads(_run("lint", "--format", "json").stdout)["findings"]
    assert {one["place"]["file"].rpartition("/")[0] for one in found} == {"tests/reports/flawed/relations"}


def test_job_summary_is_appended(tmp_path: Path) -> None:
    """What stands in the summary of the job already stays; only the format github adds to it."""
    file = tmp_path / "summary.md"
    file.write_text("# Before\n", encoding="utf-8")
    _run("lint", "--format", "github", GITHUB_STEP_SUMMARY=str(file))
    _run("lint", "--format", "json", GITHUB_STEP_SUMMARY=str(file))
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# Before\n## klantboek\n")
    assert text.count("## klantboek") == 1


def test_summary_that_cant_be_written(tmp_path: Path) -> None:
    """A summary file that can't be written is one message, after the annotations."""
    done = _run("lint", "--format", "github", GITHUB_STEP_SUMMARY=str(tmp_path))
    assert done.returncode == 2
    assert "Nothing could be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert "::error " in done.stdout


def test_values_are_masked_unless_asked() -> None:
    """The format json leaves personal values out, and keeps them with --unmasked; fingerprints are the same."""
    masked = json.loads(_run("lint", "--format", "json").stdout)
    whole = json.loads(_run("lint", "--format", "json", "--unmasked").stdout)
    assert (masked["masked"], whole["masked"]) == (True, False)
    assert "3500ba" not in json.dumps(masked)
    assert "3500ba" in json.dumps(whole)
    assert [one["fingerprint"] for one in masked["findings"]] == [
        one["fingerprint"] for one in whole["findings"]
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "github", "--unmasked"),
        ("--unmasked",),
        ("--format", "json", "--statistics"),
        ("--format", "x"),
    ],
)
def test_what_does_not_go_together(words: tuple[str, ...]) -> None:
    """Options that contradict each other, and formats that don't exist, are wrong use."""
    done = _run("lint", *words)
    assert (done.returncode, done.stdout) == (2, "")


def test_changed_lines_come_first(book_of: Callable[..., Book]) -> None:
    """In a pull request the annotations are about what is new, those on changed lines first."""
    book = book_of({"relations/R-00001.yaml": {"owner": "hdv"}, "relations/R-00002.yaml": {"owner": "hdv"}})
    for words in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "begin")):
        identity = ("-c", "user.name=Test", "-c", "user.email=test@halm.example")
        subprocess.run(["git", *identity, *words], cwd=book.project, check=True)
    settings = book.root / "book.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("id: hdv", "id: pieter"), encoding="utf-8"
    )
    second = book.root / "relations" / "R-00002.yaml"
    second.write_text(
        second.read_text(encoding="utf-8").replace("owner: hdv", "owner: hvd"), encoding="utf-8"
    )
    done = _run("lint", "--format", "github", "--since", "HEAD", "--select", "KB110", cwd=book.project)
    files = [line.partition("file=")[2].partition(",")[0] for line in done.stdout.splitlines()]
    assert files == ["records/relations/R-00002.yaml", "records/relations/R-00001.yaml"], done
