"""``klantboek lint --fix`` as it is used."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from klantboek.book import Book

ADDRESS = {
    "uses": ["visiting"],
    "street": "Molenpad",
    "house_number": "12",
    "postcode": "1016dw",
    "city": "Amsterdam",
    "country": "NL",
}
FAULTY = {
    "addresses": [ADDRESS],
    "phones": [{"number": "020 201 23 45", "kind": "landline"}],
    "status": "activ",
}


@pytest.fixture
def faulty(book_of: Callable[..., Book]) -> Path:
    """Give a record with faults that have one right spelling, and one that has to be guessed."""
    book = book_of({"relations/R-00001.yaml": FAULTY, "dictionary/base.yaml": {"fields": ["relation"]}})
    file = book.root / "relations" / "R-00001.yaml"
    file.write_text("# by hand\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    return file


def _lint(file: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("klantboek")), "lint", *words]
    return subprocess.run(command, cwd=file.parents[1], capture_output=True, text=True, check=False)


def test_says_what_can_be_fixed(faulty: Path) -> None:
    """Without asking nothing is fixed; the end of the report says what could be."""
    before = faulty.read_bytes()
    done = _lint(faulty)
    assert done.returncode == 1
    assert "Fixable: 1, by klantboek lint --fix." in done.stdout
    assert "Perhaps fixable: 1, by klantboek lint --unsafe-fixes; look with --diff first." in done.stdout
    assert faulty.read_bytes() == before


def test_fixes_what_is_safe(faulty: Path) -> None:
    """--fix mends what has one right spelling, says so, and reports what is left."""
    done = _lint(faulty, "--fix")
    assert (done.returncode, done.stderr) == (1, "")
    assert "KB105: write +31202012345" in done.stdout.splitlines()[0]
    assert "error KB104" in done.stdout
    assert "error KB105" not in done.stdout
    text = faulty.read_text(encoding="utf-8")
    assert text.startswith("# by hand\n")
    assert '"+31202012345"' in text
    assert "status: activ\n" in text


def test_fixes_in_rounds(faulty: Path) -> None:
    """A guess makes the record fit; only then its postcode is seen, and fixed as well."""
    done = _lint(faulty, "--unsafe-fixes", "--select", "KB1", "--select", "KB205")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()[:3]] == ["fixed"] * 3
    assert "nothing to mend" in done.stdout
    assert "1016 DW" in faulty.read_text(encoding="utf-8")


def test_diff_changes_nothing(faulty: Path) -> None:
    """--diff shows the lines, leaves the file alone and reports everything."""
    before = faulty.read_bytes()
    done = _lint(faulty, "--diff", "--unsafe-fixes")
    assert done.returncode == 1
    assert "-status: activ" in done.stdout.splitlines()
    assert "+status: active" in done.stdout.splitlines()
    assert "would fix  relations/R-00001.yaml" in done.stdout
    assert "error KB104" in done.stdout
    assert faulty.read_bytes() == before


def test_only_what_is_named_is_fixed(faulty: Path) -> None:
    """Paths and rules that are not asked for are not fixed either."""
    before = faulty.read_bytes()
    assert "fixed" not in _lint(faulty, "--fix", "dictionary").stdout
    assert "fixed" not in _lint(faulty, "--fix", "--ignore", "KB1").stdout
    assert faulty.read_bytes() == before


def test_a_report_for_programs_holds_the_report_alone(faulty: Path) -> None:
    """What was fixed goes to the other stream, without the values: it may be a public log."""
    done = _lint(faulty, "--fix", "--format", "json")
    assert done.stdout.startswith(("{", "["))
    assert "fixed  relations/R-00001.yaml" in done.stderr
    assert "31202012345" not in done.stdout + done.stderr


def test_dirty_files_are_refused(faulty: Path) -> None:
    """In a repository a file with changes that are not committed is left alone, unless asked."""
    subprocess.run(["git", "init", "-q"], cwd=faulty.parents[2], check=True)
    before = faulty.read_bytes()
    done = _lint(faulty, "--fix")
    assert done.returncode == 22
    assert "--allow-dirty" in done.stderr
    assert faulty.read_bytes() == before
    assert _lint(faulty, "--fix", "--allow-dirty").returncode == 1
    assert faulty.read_bytes() != before
