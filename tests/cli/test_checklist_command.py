"""``klantboek checklist`` as people run it."""

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from klantboek.book import Book
from klantboek.cli.app import app
from klantboek.house import carried

BookOf = Callable[..., Book]
HOSTILE = "x\n::error::now\n=1+1"


def _run(*words: str) -> Result:
    result = CliRunner().invoke(app, ["checklist", *words])
    assert result.exit_code == 0, result.output
    return result


def _of(book: Book, *words: str) -> Result:
    return _run("--book", str(book.root), *words)


def test_the_example_as_a_table() -> None:
    """Figures stand beside answers; below them what may be dropped, what that changes, and what objectives lack."""
    output = _run("--book", str(carried("records"))).output
    assert "That is too few to say which fields predict it: each group takes 20." in output
    assert re.search(
        r"^education +yyypynpp  person\.profile\.education +1/\d+ +1 +283 +0$", output, re.MULTILINE
    )
    drops, _, gaps = output.partition("To drop, or to answer for\n")[2].partition(
        "What the objectives still lack\n"
    )
    assert (
        "  education: nothing reads it but the page of the relation itself\n    then values go from 1 relation; nothing else changes\n"
        in drops
    )
    assert re.search(r"^  win-cafes\n    a figure that reads relation\.branches$", gaps, re.MULTILINE)


def test_the_chain_of_the_example() -> None:
    """Each objective stands with its fields, their entries, their sources and the figures that read them."""
    output = _run("--book", str(carried("records")), "--chain").output
    assert re.search(
        r"^fewer-complaints +survey_answers +survey-answers +\d+/\d+ +\S.* net_promoter_score",
        output,
        re.MULTILINE,
    )


def test_json_and_csv_hold_the_same(book_of: BookOf) -> None:
    """The forms for programs hold a row for each field, and nothing but it."""
    book = book_of({"dictionary/orders.yaml": {"fields": ["relation.orders", "relation.roles"]}})
    found = json.loads(_of(book, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(_of(book, "--format", "csv").stdout)))
    assert [row["field"] for row in rows] == [row["field"] for row in found["fields"]]
    assert [row["filled"] for row in rows] == ["0", "1"]
    assert rows[0]["necessary"] == "yes"
    assert found["entries"][0]["answers"]["necessary"] == "yes"


def test_the_chain_as_csv(book_of: BookOf) -> None:
    """The chain has a row for each field of each objective."""
    objective = {
        "code": "keep",
        "names": {"nl": "Houden", "en": "Keep"},
        "target": "All.",
        "fields": ["relation.roles"],
    }
    book = book_of({"book.yaml": {"objectives": [objective]}})
    (row,) = csv.DictReader(io.StringIO(_of(book, "--chain", "--format", "csv").stdout))
    assert (row["objective"], row["field"], row["filled"], row["entry"]) == (
        "keep",
        "relation.roles",
        "1",
        "",
    )


@pytest.mark.parametrize("words", [(), ("--chain",), ("--format", "csv"), ("--chain", "--format", "csv")])
def test_hostile_names(book_of: BookOf, words: tuple[str, ...]) -> None:
    """What somebody wrote as a name starts no sequence of the terminal, no command of a job and no formula."""
    objective = {
        "code": HOSTILE,
        "names": {"nl": "x", "en": "x"},
        "target": "All.",
        "fields": ["relation.roles"],
    }
    book = book_of(
        {
            "book.yaml": {"objectives": [objective]},
            "dictionary/x.yaml": {"code": HOSTILE, "fields": ["relation.interests"], "sources": [HOSTILE]},
        }
    )
    output = _of(book, *words).stdout
    assert "error::now" in output
    if "csv" not in words:
        assert not re.search(r"^(::|=)", output, re.MULTILINE)


def test_predictions_are_shown_when_there_is_enough(book_of: BookOf) -> None:
    """With twenty who bought again and twenty who did not, the table has what fields predict."""
    line = {"product": "oven", "quantity": 1, "unit_price": 100}
    first, again = (
        {"number": day, "date": day, "channel": "web", "lines": [line]}
        for day in ("2025-01-10", "2026-03-10")
    )
    book = book_of(
        {
            "dictionary/x.yaml": {"fields": ["relation.orders", "relation.links"]},
            "relations/R-00002..R-00025.yaml": {"orders": [first, again]},
            "relations/R-00026..R-00049.yaml": {"orders": [first]},
        }
    )
    output = _of(book, "--as-of", "2026-11-20").output
    assert "48 had bought by 2025-11-20; 24 of them bought again by 2026-11-20." in output
    assert re.search(r"IV +AUC +says +explains", output)
    assert re.search(r"orders .* 0\.00 \(0\.00-0\.00\) \[0\.00\] +0\.50 \(0\.50-0\.50\) +weak", output)


def test_compile_leaves_the_figures(book_of: BookOf) -> None:
    """``klantboek compile`` measures as well, and says where."""
    book = book_of({"dictionary/orders.yaml": {"fields": ["relation.orders"]}})
    result = CliRunner().invoke(app, ["compile", "--book", str(book.root)])
    assert result.exit_code == 0, result.output
    assert "Measured the fields of the dictionary" in result.output
    assert (book.project / "build" / "checklist.json").is_file()
    assert (book.project / "build" / "checklist.csv").is_file()
