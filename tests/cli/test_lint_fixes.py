"""``klantboek lint --fix`` as it is used."""

import os
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
    env = {**os.environ, "COLUMNS": "120"}
    return subprocess.run(command, cwd=file.parents[1], env=env, capture_output=True, text=True, check=False)


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


BY_HAND = """\
# The bakery on the corner.
number: R-00001
kind: organisation
status: active # since the fair
roles: [customer]
organisation: {legal_form: {country: NL, code: 54M6}, name: Zonnewende}
phones:
  # on Saturdays too
  - kind: landline
    number: +31202012345
registrations:
  kvk: 00000012
"""
LAID_OUT = """\
# The bakery on the corner.
number: R-00001
kind: organisation
roles: [customer]
status: active # since the fair
organisation: {name: Zonnewende, legal_form: {code: 54M6, country: NL}}
registrations:
  kvk: "00000012"
phones:
  # on Saturdays too
  - number: "+31202012345"
    kind: landline
"""


def test_order_and_quotes_are_fixed_with_the_comments_that_belong_there(
    book_of: Callable[..., Book],
) -> None:
    """--fix puts keys in order and quotes around what others retype; both are advice, so nothing failed before."""
    book = book_of({"dictionary/base.yaml": {"fields": ["relation"]}})
    file = book.root / "relations" / "R-00001.yaml"
    file.write_text(BY_HAND, encoding="utf-8")
    only = ("--select", "KB115", "--select", "KB116")
    before = _lint(file, *only)
    assert before.returncode == 0
    assert "'roles' comes before 'status' in the schema; 3 more groups are out of order" in before.stdout
    assert (
        "'+31202012345' is not text to other programs, and neither is one more in this file" in before.stdout
    )
    done = _lint(file, "--fix", *only)
    assert done.returncode == 0
    assert "nothing to mend" in done.stdout
    assert file.read_text(encoding="utf-8") == LAID_OUT


def test_layout_can_be_allowed_ignored_and_accepted(book_of: Callable[..., Book]) -> None:
    """Advice on layout is as any other: a comment, a setting or the list of accepted findings leaves it out."""
    book = book_of({"dictionary/base.yaml": {"fields": ["relation"]}})
    file = book.root / "relations" / "R-00001.yaml"
    file.write_text(
        f"# klantboek: allow KB115, KB116 -- as the old system wrote it\n{BY_HAND}", encoding="utf-8"
    )
    only = ("--select", "KB0", "--select", "KB115", "--select", "KB116")
    assert "nothing to mend" in _lint(file, *only).stdout
    file.write_text(BY_HAND, encoding="utf-8")
    assert "2 advice" in _lint(file, *only).stdout
    _lint(file, "--accept")
    assert "nothing to mend" in _lint(file, *only).stdout
