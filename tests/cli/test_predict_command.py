"""``klantboek predict`` as people run it."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cdnow_book import book_of_purchases, cdnow
from given import lay_out
from klantboek.book import Book
from klantboek.cli.app import app
from klantboek.errors import UnknownNameError
from klantboek.house import carried

BookOf = Callable[..., Book]


def _run(root: Path, *words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["predict", "--book", str(root), *words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def root(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a book of the CDNOW sample's first 150 customers."""
    folder = tmp_path_factory.mktemp("cdnow") / "records"
    lay_out(folder, book_of_purchases([one for one in cdnow(shared) if one.relation <= "0150"]))
    return folder


def _predict(root: Path, *words: str) -> Result:
    return _run(root, "--as-of", "1998-06-30", *words)


def test_the_example_is_silent_with_the_reason() -> None:
    """A book with few customers says so, and what was tried."""
    output = _run(carried("records")).output
    assert "purchases: too few orders to estimate (" in output
    assert re.search(r"of \d+ nothing is said", output)
    assert "The relations with most to expect" not in output


def test_a_relation_of_the_example() -> None:
    """Of one relation each reason stands once, with all that it silences."""
    output = _run(carried("records"), "R-00001").output
    assert output.count("too few orders to estimate") == 1
    assert "still a customer; buys within 52 weeks" in output


def test_a_relation_that_bought_nothing(book_of: BookOf) -> None:
    """Where there is nothing to say the command says that."""
    output = _run(book_of({}).root, "R-00001").output
    assert "It bought nothing" in output


def test_an_unknown_relation() -> None:
    """A number that is no relation is an error with the nearest one."""
    result = _run(carried("records"), "R-0001", code=1)
    assert isinstance(result.exception, UnknownNameError)
    assert "'R-00001'" in result.exception.help


def test_figures_of_a_book(root: Path) -> None:
    """What the predictions rest on, what they were worth, and the relations with most to expect."""
    output = _predict(root).output
    assert re.search(
        r"purchases: a model fitted on 150 relations, \d+ of them repeat buyers \(indicative\)", output
    )
    assert re.search(r"^purchases +error in purchases by relation +150 ", output, re.MULTILINE)
    assert "The relations with most to expect" in output
    assert re.search(r"^R-00\d{3} ", output, re.MULTILINE)


def test_figures_of_a_relation(root: Path) -> None:
    """Each figure has its interval."""
    output = _predict(root, "R-00001").output
    assert re.search(r"purchase days within 39 weeks: \d+\.\d \(\d+\.\d-\d+\.\d\)", output)
    assert "bought on 4 days in 77 weeks" in output


def test_csv_and_json(root: Path) -> None:
    """The forms for programs hold every relation, or those that are asked for."""
    rows = list(csv.DictReader(io.StringIO(_predict(root, "--format", "csv").stdout)))
    assert len(rows) == 150
    assert rows[2]["silent_purchases"] == "one_purchase"
    found = json.loads(_predict(root, "R-00001", "--format", "json").stdout)
    assert (found["as_of"], found["weeks_ahead"]) == ("1998-06-30", 39)
    assert {row["relation"] for row in found["next_channel"]} == {"R-00001"}
    assert len(found["prediction_tests"]) == 4
    one = json.loads(_predict(root, "--format", "json", "--table", "response_chance").stdout)
    assert one == {"as_of": "1998-06-30", "weeks_ahead": 39, "response_chance": []}


def test_hostile_codes(book_of: BookOf) -> None:
    """A code that somebody made up starts no sequence of the terminal and no formula."""
    line = {"product": "=1+1", "quantity": 1, "unit_price": 1}
    orders = [{"number": "1", "date": "2026-01-01", "channel": "x\n::error::now", "lines": [line]}]
    book = book_of({"relations/R-00002.yaml": {"orders": orders}})
    for words in ((), ("R-00002",), ("--format", "csv", "--table", "next_channel")):
        assert not re.search(r"^(::|=)", _run(book.root, *words).output, re.MULTILINE)


def test_compile_writes_predictions(book_of: BookOf) -> None:
    """``klantboek compile`` leaves the predictions as files, and makes them again only when something changed."""
    book = book_of({})
    for _ in range(2):
        result = CliRunner().invoke(app, ["compile", "--book", str(book.root)])
        assert result.exit_code == 0, result.output
        assert "5 tables are in" in result.output
    folder = book.project / "build" / "predictions"
    assert (
        (folder / "csv" / "relation_outlook.csv").read_text(encoding="utf-8").startswith("relation,repeats,")
    )
    assert sorted(one.name for one in folder.iterdir()) == ["csv", "json", "parquet"]
