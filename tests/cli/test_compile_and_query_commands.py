"""``klantboek compile`` and ``klantboek query`` as people run them."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from klantboek.book import Book
from klantboek.cli.app import app

BookOf = Callable[..., Book]


def _run(book: Book, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--book", str(book.root)])


def test_compile_tells_what_it_did(book_of: BookOf) -> None:
    """It says where the files are, what was left out and why, and what to do next."""
    book = book_of({"relations/R-00002.yaml": {"kind": "ghost"}})
    result = _run(book, "compile")
    assert result.exit_code == 0, result.output
    assert "left out: 1 record, because it does not fit its schema" in result.output
    assert "relations/R-00002.yaml" in result.output
    assert "Next: klantboek query" in result.output
    assert (book.project / "build" / "tables" / "csv" / "relations.csv").is_file()


def test_query_prints_a_table(book_of: BookOf) -> None:
    """Rows come as a table with their number, and what was left out is told aside."""
    book = book_of({"relations/R-00002.yaml": {"kind": "ghost"}})
    result = _run(book, "query", "select id from relations")
    assert result.stdout == "id\n-------\nR-00001\n(1 row)\n"
    assert "1 record does not fit" in result.stderr


@pytest.mark.parametrize(
    ("form", "says"), [("csv", "id,n\nR-00001,1\n"), ("json", '[\n{"id": "R-00001", "n": 1}\n]\n')]
)
def test_query_prints_for_programs(book_of: BookOf, form: str, says: str) -> None:
    """CSV and JSON hold the rows and nothing else."""
    result = _run(book_of({}), "query", "select id, 1 as n from relations", "--format", form)
    assert result.stdout == says


def test_query_lists_what_can_be_asked(book_of: BookOf) -> None:
    """Without SQL it lists aggregates and tables."""
    found = json.loads(_run(book_of({}), "query", "--format", "json").stdout)
    assert {"name": "relations", "kind": "table", "rows": 1}.items() <= next(
        one for one in found if one["name"] == "relations"
    ).items()
    assert found[0]["kind"] == "aggregate"


def test_query_shows_columns(book_of: BookOf) -> None:
    """``--schema`` shows the columns of one table, or of all."""
    one = _run(book_of({}), "query", "--schema", "rfm").stdout
    assert "turnover_minor" in one
    assert "unit_price_minor" not in one
    assert "unit_price_minor" in CliRunner().invoke(app, ["query", "--schema"]).stdout
