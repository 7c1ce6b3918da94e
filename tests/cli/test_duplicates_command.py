"""``klantboek duplicates``: what it prints, in which format, and how it ends."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from given import git
from klantboek.book import Book
from klantboek.cli.app import app

_HOSTILE = "=cmd|'/c'!A1 ##[error]x<script>`|"
_HALM = {
    "organisation": {"name": f"Halm {_HOSTILE}"},
    "emails": [{"address": "info@halm.example"}],
    "phones": [{"number": "+31570000707", "kind": "landline"}],
}
_Maker = Callable[[dict[str, Any]], Book]


def _run(book: Book, *words: str) -> Result:
    return CliRunner().invoke(app, ["duplicates", "--book", str(book.root), *words])


@pytest.fixture
def twice(book_of: _Maker) -> Book:
    """Give a book with one organisation twice."""
    return book_of(
        {"relations/R-00001.yaml": _HALM, "relations/R-00002.yaml": _HALM, "relations/R-00003.yaml": {}}
    )


def test_waterfall(twice: Book) -> None:
    """People see who, how sure, and each reason with its bits; a name from a record can't touch the terminal."""
    found = _run(twice)
    assert found.exit_code == 1
    assert "R-00001" in found.output
    assert "% one party" in found.output
    assert "+" in found.output
    assert "same telephone number" in found.output
    assert "bits together" in found.output
    assert "##[error]" not in found.output
    assert "1 pair in 1 cluster" in found.output


@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_other_formats_hold_no_personal_value(twice: Book, form: str) -> None:
    """What goes to logs and files names numbers and reasons only, and nothing in it does anything."""
    found = _run(twice, "--format", form)
    assert found.exit_code == 1
    assert "R-00002" in found.stdout
    assert not any(word in found.output for word in ("Halm", "halm.example", "0000707", "cmd"))


def test_json_adds_up(twice: Book) -> None:
    """The reasons in JSON add up to the weight."""
    (pair,) = json.loads(_run(twice, "--format", "json").stdout)["pairs"]
    assert round(sum(one["weight"] for one in pair["reasons"]), 6) == round(pair["weight"], 6)


def test_csv_is_csv(twice: Book) -> None:
    """The CSV has a header and one row."""
    header, row = csv.reader(io.StringIO(_run(twice, "--format", "csv").stdout))
    assert dict(zip(header, row, strict=True))["b"] == "R-00002"


def test_a_cluster_of_three_is_told(book_of: _Maker) -> None:
    """Where more than two look like one party each of their pairs says so; a pair by itself does not."""
    given = {f"relations/R-0000{one}.yaml": _HALM for one in (1, 2, 3)}
    told = "3 that look like one party: R-00001, R-00002, R-00003"
    assert _run(book_of(given)).output.count(told) == 3
    del given["relations/R-00003.yaml"]
    assert "that look like" not in _run(book_of({**given, "relations/R-00003.yaml": {}})).output


def test_nothing_found(book_of: _Maker) -> None:
    """A book without duplicates ends well."""
    found = _run(book_of({"relations/R-00001.yaml": _HALM}))
    assert (found.exit_code, "No duplicates" in found.output) == (0, True)


def test_what_a_bound_left_out_is_told(book_of: _Maker) -> None:
    """Pairs that share nothing but a value that many have are counted, in words and as numbers."""
    jansen = {"kind": "person", "person": {"name": {"surname": "Jansen"}}}
    book = book_of({f"relations/R-000{at}.yaml": jansen for at in range(10, 24)})
    told = "Not compared: 182 pairs that share one common value and nothing else (surname, beginning)."
    assert told in _run(book).stdout
    found = _run(book, "--format", "json")
    assert told in found.stderr
    assert json.loads(found.stdout)["not_compared"] == [
        {"key": "surname", "values": 1, "pairs": 91},
        {"key": "beginning", "values": 1, "pairs": 91},
    ]


def test_against(twice: Book, tmp_path: Path) -> None:
    """A list is held against the book; a row is called by its number, an unused column is told."""
    file = tmp_path / "fair.csv"
    file.write_text("name,phone,email,stand\nHalm,0570-000707,info@halm.example,12\n", encoding="utf-8")
    found = _run(twice, "--against", str(file), "--format", "json")
    assert {one["b"] for one in json.loads(found.stdout)["pairs"]} == {"row 2"}
    assert "stand" in found.stderr
    assert "1 of 1 rows may be in the book already." in found.stderr


def test_against_names_rows_and_asks_nothing(twice: Book, tmp_path: Path) -> None:
    """For people a row has the name that the list gives it; the review, which knows no rows, isn't offered."""
    file = tmp_path / "fair.csv"
    file.write_text(
        "naam;telefoon;email\nHalm ##[error]x;0570-000707;info@halm.example\nVos;;\n", encoding="utf-8"
    )
    found = _run(twice, "--against", str(file))
    assert "row 2  Halm " in found.stdout
    assert "##[error]" not in found.output
    assert "1 of 2 rows may be in the book already." in found.stdout
    assert "--review" not in found.output
    file.write_text("naam;telefoon\nVos;\n", encoding="utf-8")
    other = _run(twice, "--against", str(file))
    assert (other.exit_code, "may be" in other.output) == (0, False)


def test_against_tells_what_it_leaves_out(twice: Book, tmp_path: Path) -> None:
    """Columns without a use, rows that name nobody and rows with more cells than columns are told, not dropped."""
    file = tmp_path / "fair.csv"
    rows = "".join(f";Stad {at}\n" for at in range(15))
    file.write_text(f"naam;plaats;##[error]x\nHalm;Deventer;1;2\n{rows}", encoding="utf-8")
    told = _run(twice, "--against", str(file)).stderr.splitlines()
    assert told == [
        "Columns that are not used: #\\u0023[error]x.",
        f"Not compared, for they name nobody: {', '.join(f'row {at}' for at in range(3, 15))} and 3 more.",
        "Read as far as there are columns, for they have more cells: row 2.",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["--min", "2"],
        ["--min", "0"],
        ["--format", "xml"],
        ["--against", __file__, "--review"],
        ["--teach"],
        ["--master", "local"],
        ["--engine", "spark", "--against", __file__],
        ["--engine", "spark", "--review", "--teach"],
    ],
)
def test_wrong_use(twice: Book, words: list[str]) -> None:
    """Options that make no sense end with 2."""
    assert _run(twice, *words).exit_code == 2


def test_teaching(twice: Book) -> None:
    """What teaches most is asked, whatever it weighs, and it is told when the weights learn from the answers."""
    words = ["duplicates", "--book", str(twice.root), "--review", "--teach", "--by", "hdv"]
    found = CliRunner().invoke(app, words, input="s\n\nq\n")
    assert found.exit_code == 0
    assert "1 judged" in found.output or "That was the last pair" in found.output
    assert "The weights learn from 20 verdicts on; this book has 1 so far." in found.output
    assert [file.name for file in (twice.root / "judgements").iterdir()] == ["R-00001_R-00002.yaml"]


def test_teaching_reads_what_lint_left(twice: Book) -> None:
    """The same is asked by what lint kept, and with nothing kept; what does not fit is told."""
    (twice.root / "relations" / "R-00004.yaml").write_text("number: R-00004\n", encoding="utf-8")
    words = ["duplicates", "--book", str(twice.root), "--review", "--teach", "--by", "hdv"]
    first = CliRunner().invoke(app, words, input="q\n")
    CliRunner().invoke(app, ["lint", "--book", str(twice.root)])
    again = CliRunner().invoke(app, words, input="q\n")
    assert "R-00001 and R-00002" in first.stdout
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert again.stderr == "1 relation does not fit and is not compared; see klantboek lint.\n"


def test_who_judges_may_stand_in_the_environment(twice: Book) -> None:
    """KLANTBOEK_BY says who judges, as it does for the commands that change records."""
    words = ["duplicates", "--book", str(twice.root), "--review"]
    found = CliRunner().invoke(app, words, input="d\n\n", env={"KLANTBOEK_BY": "hdv"})
    assert found.exit_code == 0
    assert "by: hdv\n" in next((twice.root / "judgements").iterdir()).read_text(encoding="utf-8")


def test_who_judges_is_asked_before_the_search(twice: Book) -> None:
    """A staff code that nobody has ends the review before anything is searched or kept."""
    for more in ([], ["--teach"]):
        found = _run(twice, "--review", "--by", "xx", *more)
        assert "There is no staff code 'xx'" in str(found.exception)
        assert not list((twice.root.parent / ".klantboek").glob("*-duplicates"))


def test_since(twice: Book) -> None:
    """With a revision only pairs of which a relation changed are shown."""

    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t.example", *words], cwd=twice.root.parent, check=True, capture_output=True)  # fmt: skip

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    assert _run(twice, "--since", "HEAD").exit_code == 0
    file = twice.root / "relations" / "R-00002.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    assert "R-00002" in _run(twice, "--since", "HEAD").output
    assert _run(twice, "--since", "nonsense").exit_code != 0


def test_since_with_files_that_moved_and_went(twice: Book) -> None:
    """A relation that got another number is compared under it, one that went with nobody; with an index and without."""
    folder = twice.root / "relations"
    git(twice.root.parent, "init", "-q")
    git(twice.root.parent, "add", ".")
    git(twice.root.parent, "commit", "-qm", "one")
    git(twice.root.parent, "mv", "records/relations/R-00002.yaml", "records/relations/R-00012.yaml")
    text = (folder / "R-00012.yaml").read_text(encoding="utf-8")
    (folder / "R-00012.yaml").write_text(text.replace("R-00002", "R-00012"), encoding="utf-8")
    (folder / "R-00003.yaml").unlink()
    for commits in (False, True):
        if commits:
            git(twice.root.parent, "add", "-A")
            git(twice.root.parent, "commit", "-qm", "two")
        for _ in range(2):
            found = _run(twice, "--since", "HEAD~1" if commits else "HEAD", "--format", "json")
            assert [(one["a"], one["b"]) for one in json.loads(found.stdout)["pairs"]] == [
                ("R-00001", "R-00012")
            ]
    (folder / "R-00012.yaml").unlink()
    gone = _run(twice, "--since", "HEAD")
    assert (gone.exit_code, "No duplicates among 1 relations." in gone.output) == (0, True)


def test_keeps_an_index_of_its_own_only(twice: Book) -> None:
    """A search keeps an index below .klantboek; one that came with the repository is left alone."""
    project = twice.root.parent

    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t.example", *words], cwd=project, check=True, capture_output=True)  # fmt: skip

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "one")
    _run(twice)
    index = next((project / ".klantboek").glob("*-duplicates"))
    assert index.stat().st_mode & 0o077 == 0
    git("add", "--force", ".klantboek")
    git("commit", "-qm", "two")
    (index / "index.json").write_text("{}", encoding="utf-8")
    assert _run(twice).exit_code == 1
    assert (index / "index.json").read_text(encoding="utf-8") == "{}"
