"""``klantboek merge``, ``renumber`` and ``retire`` as they are used, in a repository."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from given import COVERED, Given
from klantboek.book import Book
from klantboek.edits.journal import Step, beside_of, digest, note, state_folder
from klantboek.rules.baseline import FILE

COMMAND = str(Path(sys.executable).with_name("klantboek"))
SECRET = "Zonnewende aan de Kade"  # noqa: S105 -- a name that a log must not show
GIVEN: Given = {
    **COVERED,
    "relations/R-00001.yaml": {"emails": [{"address": "a@halm.example"}]},
    "relations/R-00002.yaml": {
        "organisation": {"name": SECRET},
        "emails": [{"address": "b@halm.example"}],
    },
    "relations/R-00003.yaml": {"links": [{"to": "R-00002", "kind": "referred_by"}]},
}


@pytest.fixture
def project(book_of: Callable[..., Book]) -> Path:
    """Give the folder of a book that is committed."""
    found = book_of(GIVEN).project
    file = found / "records" / "relations" / "R-00002.yaml"
    file.write_text("# The shop at the gate.\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    _git(found, "init", "--quiet")
    _git(found, "add", "records")
    _git(found, "commit", "--quiet", "-m", "The book")
    return found


def _git(folder: Path, *words: str) -> str:
    names = ("-c", "user.name=T", "-c", "user.email=t@klantboek.example", "-c", "core.autocrlf=false")
    done = subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def _run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], cwd=project, capture_output=True, text=True, check=False)


def _files(project: Path) -> dict[str, bytes]:
    return {
        file.relative_to(project).as_posix(): file.read_bytes()
        for file in sorted((project / "records").rglob("*"))
        if file.is_file()
    }


def test_revert_takes_a_merge_back(project: Path) -> None:
    """After git revert of the commit every file is as it was, to the byte, and the book lints as before."""
    before, linted = _files(project), _run(project, "lint")
    done = _run(project, "merge", "R-00001", "R-00002", "--by", "hdv")
    assert (done.returncode, done.stderr) == (0, "")
    assert _files(project) != before
    assert _run(project, "lint").returncode == linted.returncode
    _git(project, "commit", "--quiet", "-a", "-m", "Merge R-00002 into R-00001")
    _git(project, "revert", "--no-edit", "HEAD")
    assert _files(project) == before
    assert _run(project, "lint").stdout == linted.stdout


def test_merge_tells_what_it_does_but_no_values(project: Path) -> None:
    """In a log stands which field was taken from where; what stands in it stays in the files."""
    done = _run(project, "merge", "R-00002", "R-00001")
    assert done.stdout.splitlines()[0] == "R-00002 into R-00001:"
    assert "  organisation.name  R-00002, says more" in done.stdout
    assert "changed  records/relations/R-00003.yaml  1 reference" in done.stdout
    assert "R-00002 is now R-00001." in done.stdout
    assert SECRET not in done.stdout + done.stderr
    text = (project / "records/relations/R-00001.yaml").read_text(encoding="utf-8")
    assert text.startswith("# R-00002, which was merged into this one:\n# The shop at the gate.\n")
    assert "address: b@halm.example" in text


def test_diff_changes_nothing(project: Path) -> None:
    """--diff shows every file that would change, and leaves them alone."""
    before = _files(project)
    done = _run(project, "merge", "R-00001", "R-00002", "--diff")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("+++")] == [
        "+++ b/records/relations/R-00001.yaml",
        "+++ b/records/relations/R-00002.yaml",
        "+++ b/records/relations/R-00003.yaml",
    ]
    assert _files(project) == before


def test_uncommitted_changes_are_kept_apart(project: Path) -> None:
    """Files with changes that git does not hold are refused, unless that is allowed."""
    file = project / "records" / "relations" / "R-00003.yaml"
    file.write_text(file.read_text() + "since: 2024-01-01\n")
    before = _files(project)
    done = _run(project, "merge", "R-00001", "R-00002")
    assert done.returncode == 22
    assert "R-00003.yaml has changes that are not committed" in done.stderr
    assert _files(project) == before
    assert _run(project, "merge", "R-00001", "R-00002", "--allow-dirty").returncode == 0


@pytest.mark.parametrize("options", [(), ("--diff",)], ids=["to write", "to look"])
def test_write_that_was_stopped_is_finished_first(project: Path, options: tuple[str, ...]) -> None:
    """What an earlier command left half-way is whole before the book is read; who only looks leaves it as it is."""
    root = project.resolve()
    name = "records/relations/R-00003.yaml"
    old = (root / name).read_bytes()
    new = old.replace(b"R-00002", b"R-00001")
    (root / beside_of(name)).write_bytes(new)
    note(state_folder(root), [Step(name, beside_of(name), digest(old), digest(new))], ready=True)
    done = _run(project, "retire", "R-00002", "--allow-dirty", *options)
    assert ("R-00003.yaml is whole again" in done.stderr) == (not options)
    assert ((root / name).read_bytes() == new) == (not options)
    assert done.returncode == (24 if options else 0), "what refers to it is in the old text alone"


def test_accepted_findings_go_by_number(project: Path) -> None:
    """Who moves a number is told to put the list of accepted findings right; who ends one is not."""
    (project / FILE).write_text("{}", encoding="utf-8")
    assert "go by number" not in _run(project, "retire", "R-00003").stdout
    assert "go by number" in _run(project, "renumber", "R-00001", "R-00012").stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("merge", "R-00002", "R-00003"), "another relation (R-00003.yaml:"),
        (("renumber", "R-00001", "R-00002"), "is taken: R-00002.yaml holds it."),
        (("retire", "R-00002"), "referred to: R-00003.yaml:"),
        (("retire", "R-00001"), "The book's own file can't be used: ../book.yaml:"),
    ],
)
def test_names_hold_where_the_user_stands(project: Path, words: tuple[str, ...], says: str) -> None:
    """Whoever is refused in a folder of the book is told names that hold there."""
    if "book.yaml" in says:
        (project / "records" / "book.yaml").write_text("name: [", encoding="utf-8")
    assert says in _run(project / "records" / "relations", *words).stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("merge", "R-00001", "R-00009"), 24, "There is no relation R-00009"),
        (("merge", "R-00002", "R-00003"), 24, "refers to R-00002 as another relation"),
        (("merge", "R-00001", "R-00002", "--by", "hdx"), 2, "There is no staff code 'hdx'. Did you mean"),
        (("merge", "R-00001", "R-00002", "--keep", "\x1b[31m"), 24, "\\u001b[31m is neither of the two"),
        (("renumber", "R-00001", "R-00002"), 24, "R-00002 is taken"),
        (("retire", "R-00002"), 24, "R-00002 is still referred to: records/relations/R-00003.yaml:"),
    ],
)
def test_refused(project: Path, words: tuple[str, ...], code: int, says: str) -> None:
    """What can't be done ends with its reason and its exit code, and nothing is written."""
    before = _files(project)
    done = _run(project, *words)
    assert done.returncode == code
    assert says.removesuffix(" Did you mean") in done.stderr
    assert "Traceback" not in done.stderr
    assert _files(project) == before


def test_renumbers(project: Path) -> None:
    """A new number is told with what changed, and git follows the file."""
    done = _run(project, "renumber", "R-00002", "R-00012", "--no-trace")
    assert done.stdout.splitlines() == [
        "R-00002 is now R-00012.",
        "changed  records/relations/R-00003.yaml  1 reference",
    ]
    _git(project, "add", "-A", "records")
    moved = _git(project, "diff", "--cached", "--name-status", "-M").splitlines()
    assert [line.split("\t")[1:] for line in moved if line.startswith("R")] == [
        ["records/relations/R-00002.yaml", "records/relations/R-00012.yaml"]
    ]


def test_retires(project: Path) -> None:
    """A relation that nothing refers to is retired with its reason; a number of no record too."""
    assert _run(project, "retire", "R-00003", "--reason", "Typed twice").stdout == "R-00003 is retired.\n"
    assert "note: Typed twice" in (project / "records/relations/R-00003.yaml").read_text()
    assert _run(project, "retire", "R-00099", "--diff").stdout.endswith("R-00099 would be retired.\n")
    assert "R-00099" not in (project / "records/book.yaml").read_text()


@pytest.mark.slow
def test_killed_anywhere(project: Path) -> None:
    """A merge that is killed between two files is whole, or undone, when the next command starts."""
    old = _files(project)
    _run(project, "merge", "R-00001", "R-00002")
    new = _files(project)
    stop = (
        "import os, sys, pathlib\n"
        "left, whole = int(sys.argv.pop(1)), pathlib.Path.replace\n"
        "def replace(self, target):\n"
        "    global left\n"
        "    left -= 1\n"
        "    return os._exit(9) if left < 0 else whole(self, target)\n"
        "pathlib.Path.replace = replace\n"
        "from klantboek.cli.app import main\n"
        "main()\n"
    )
    seen = set()
    for after in range(7):
        _git(project, "checkout", "--quiet", "records")
        words = [sys.executable, "-c", stop, str(after), "merge", "R-00001", "R-00002"]
        subprocess.run(words, cwd=project, capture_output=True, check=False)
        _run(project, "fmt", "records/book.yaml")
        found = _files(project)
        assert found in (old, new)
        seen.add(found == new)
    assert seen == {True, False}
