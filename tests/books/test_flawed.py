"""The flawed book: the linter finds every fault that was planted in it, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from given import data
from klantboek.aggregates.findings import findings_beside
from klantboek.book import Book, load, measured
from klantboek.cli.app import app
from klantboek.findings import Finding
from klantboek.linting import lint_loaded
from klantboek.reports.formats import names
from klantboek.rules import baseline
from klantboek.rules.catalogue import catalogue
from klantboek.yaml import limits

HERE = Path(__file__).parent / "flawed"
_HOSTS = {"GITHUB_BASE_REF", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "GITHUB_STEP_SUMMARY"}
EXPECTED = data(HERE / "expected.yaml")


class Fault(NamedTuple):
    """What is wrong and where: the path in the record, or the line where there is none."""

    code: str
    file: str
    at: str


def _faults(part: str) -> Counter[Fault]:
    return Counter(
        Fault(one["code"], file, str(one.get("at") or f"line {one['line']}"))
        for file, ones in EXPECTED[part].items()
        for one in ones
    )


PLANTED, MADE = _faults("planted"), _faults("made")


def _found(findings: Iterable[Finding]) -> Counter[Fault]:
    return Counter(_fault(one.code, one.place.file, one.path, one.place.line) for one in findings)


def _fault(code: str, file: str, path: Iterable[Any], line: int) -> Fault:
    return Fault(code, file, ".".join(map(str, path)) or f"line {line}")


def _linted(book: Book) -> list[Finding]:
    accepted = baseline.read(book.root / baseline.FILE)
    assert accepted is not None
    return baseline.not_accepted(lint_loaded(book, beside=findings_beside), accepted)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a copy of the book, so that nothing is written beside the one in the repository."""
    return Path(shutil.copytree(HERE / "records", tmp_path / "records"))


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy that no test changes: what lint keeps beside it makes the next run quicker."""
    return Path(shutil.copytree(HERE / "records", tmp_path_factory.mktemp("flawed") / "records"))


def _head(number: str, name: str) -> str:
    return (
        f"number: {number}\nkind: organisation\nroles: [prospect]\nstatus: active\n"
        f"organisation:\n  name: {name}\n"
    )


def _in_other_encoding(file: Path) -> None:
    file.write_bytes(_head(file.stem, "Café Müller").encode("cp1252"))


def _with_many_values(file: Path) -> None:
    visits = ", ".join(["1"] * (limits.NODES + 1))
    file.write_text(f"{_head(file.stem, 'Kiosk')}web_visits: [{visits}]\n", encoding="utf-8")


def _too_large(file: Path) -> None:
    scan = "A" * limits.BYTES
    file.write_text(f"{_head(file.stem, 'Kantoor')}notes: {scan}\n", encoding="utf-8")


def _as_pipe(file: Path) -> None:
    os.mkfifo(file)


def _as_link(file: Path) -> None:
    outside = file.parents[2] / "outside.yaml"
    outside.write_text(_head(file.stem, "Elders"), encoding="utf-8")
    file.symlink_to(outside)


def _with_linked_document(file: Path) -> None:
    outside = file.parents[2] / "contract.txt"
    outside.write_text("Elsewhere.\n", encoding="utf-8")
    folder = file.parents[1] / "documenten"
    folder.mkdir()
    (folder / "contract.txt").symlink_to(outside)
    text = (
        f"{_head(file.stem, 'Atelier')}classification: {{goal: acquire}}\ndocuments:\n"
        "  - {id: contract, title: Contract, kind: contract, file: documenten/contract.txt}\n"
    )
    file.write_text(text, encoding="utf-8")


def _with_figures(file: Path) -> None:
    book = load(file.parents[1], None)
    same = {
        "entry": file.stem, "field": "relation.orders", "filled": 48, "applies": 65, "distinct": 1,
        "verdict": "", "auc": None, "tested": 0,
    }  # fmt: skip
    figures = {
        "format": measured.FORMAT, "as_of": str(book.as_of), "dictionary": measured.dictionary_id(book), "fields": [same]
    }  # fmt: skip
    measured.measured_file(book).parent.mkdir()
    measured.measured_file(book).write_text(json.dumps(figures), encoding="utf-8")


# The faults that can't lie in git on every system, by the file that has them.
MAKERS: dict[str, Callable[[Path], None]] = {
    "dictionary/bestellingen.yaml": _with_figures,
    "relations/R-00080.yaml": _in_other_encoding,
    "relations/R-00081.yaml": _with_many_values,
    "relations/R-00082.yaml": _too_large,
    "relations/R-00083.yaml": _as_pipe,
    "relations/R-00084.yaml": _as_link,
    "relations/R-00085.yaml": _with_linked_document,
}


def test_what_was_planted_is_found_and_nothing_else(root: Path) -> None:
    """Each planted fault is found once, at its place; the other records have nothing to mend."""
    found = _found(_linted(load(root, None)))
    assert found - PLANTED == Counter(), "found, but not planted"
    assert PLANTED - found == Counter(), "planted, but not found"


@pytest.mark.parametrize(("before", "after"), [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")], ids=["crlf", "bom"])
def test_the_same_is_found_however_files_were_checked_out(root: Path, before: bytes, after: bytes) -> None:
    """Line ends of Windows and a byte order mark change nothing of what is found."""
    for file in root.rglob("*.y*ml"):
        file.write_bytes(before + file.read_bytes().replace(b"\n", after))
    assert _found(_linted(load(root, None))) == PLANTED


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_what_can_not_lie_in_git_is_found_too(root: Path) -> None:
    """Other encodings, sizes beyond the limits, pipes and links are found beside all that was planted."""
    assert set(MAKERS) == set(EXPECTED["made"])
    for name, make in MAKERS.items():
        make(root / name)
    assert _found(_linted(load(root, None))) == PLANTED + MADE


def test_every_code_is_planted() -> None:
    """Of each reading fault, schema code and rule there is one at least."""
    assert {entry.code for entry in catalogue()} == {fault.code for fault in PLANTED + MADE}


def test_most_relations_are_clean() -> None:
    """There are enough records in good order for a false alarm to show."""
    files = {file.relative_to(HERE / "records").as_posix() for file in _relations()}
    flawed = {fault.file for fault in PLANTED} & files
    assert 60 <= len(files) <= 80
    assert 2 * len(flawed) < len(files)


def _relations() -> Iterator[Path]:
    yield from (HERE / "records" / "relations").rglob("*.yaml")


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("klantboek")), "lint", "--book", str(root), *words]
    env = {name: value for name, value in os.environ.items() if name not in _HOSTS}
    return subprocess.run(command, cwd=root.parent, env=env, capture_output=True, text=True, check=False)


def test_the_command_line_finds_the_same(unchanged: Path) -> None:
    """``klantboek lint`` reports what the library finds, with the values of the records when it is asked to."""
    done = _run(unchanged, "--format", "json", "--unmasked")
    report = json.loads(done.stdout)
    prefix = f"{unchanged.name}/"
    found = Counter(
        _fault(one["code"], one["place"]["file"].removeprefix(prefix), one["path"], one["place"]["line"])
        for one in report["findings"]
    )
    assert found == PLANTED
    assert not report["masked"]
    assert any("4531ep" in one["message"] for one in report["findings"])


@pytest.mark.parametrize("name", names())
def test_every_format_ends_alike(unchanged: Path, name: str) -> None:
    """The book exits 1 in each of the seven formats, and no report ends in an error."""
    env = dict.fromkeys(_HOSTS)
    done = CliRunner().invoke(app, ["lint", "--book", str(unchanged), "--format", name], env=env)
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    assert done.stdout
