"""``klantboek compile`` and ``klantboek query`` as people run them."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from given import git
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


def test_query_prints_markdown_that_does_nothing(book_of: BookOf) -> None:
    """What a cell holds is shown in a table of Markdown, and is no link, no name that is called, no row of its own."""
    sql = "select '[x](https://a.example) | @bob <b>' as a, 1 as n"
    result = _run(book_of({}), "query", sql, "--format", "markdown")
    head, line, row = result.stdout.splitlines()
    assert (head, line) == ("| a | n |", "| --- | --: |")
    assert row.count("|") == 3
    assert not set(row) & set("[]<>@")


def test_query_gives_parquet(book_of: BookOf, tmp_path: Path) -> None:
    """Parquet goes out as bytes, for a file."""
    result = _run(book_of({}), "query", "select id, 1 as n from relations", "--format", "parquet")
    file = tmp_path / "rows.parquet"
    file.write_bytes(result.stdout_bytes)
    with duckdb.connect(":memory:") as connection:
        assert connection.execute(f"FROM read_parquet('{file}')").fetchall() == [("R-00001", 1)]


def test_query_of_another_moment(book_of: BookOf) -> None:
    """A revision gives the book as it was, without touching what is on disk; and what differs from it."""
    book = book_of({})
    git(book.project, "init", "-q")
    git(book.project, "add", "-A")
    git(book.project, "commit", "-qm", "then")
    file = book.root / "relations" / "R-00001.yaml"
    text = file.read_text(encoding="utf-8").replace("status: active", "status: ended")
    file.write_text(text, encoding="utf-8")
    sql = "select id, status from relations"
    assert (
        _run(book, "query", sql, "--as-of", "HEAD", "--format", "csv").stdout == "id,status\nR-00001,active\n"
    )
    found = _run(book, "query", sql, "--against", "HEAD", "--format", "csv").stdout
    assert found == "change,id,status\nwas,R-00001,active\nis,R-00001,ended\n"
    assert file.read_text(encoding="utf-8") == text
    same = _run(book, "query", "select id from relations", "--against", "HEAD").stdout
    assert same == "The rows are those of HEAD.\n"
    git(book.project, "commit", "-qam", "now")
    assert (
        _run(book, "query", sql, "--as-of", "HEAD~1", "--format", "csv").stdout
        == "id,status\nR-00001,active\n"
    )
    assert _run(book, "query", sql, "--against", "HEAD~1", "--format", "csv").stdout == found
    assert _run(
        book, "query", "select as_of from book", "--as-of", "2026-01-02", "--format", "csv"
    ).stdout == ("as_of\n2026-01-02\n")


def test_query_of_two_moments_on_one_day(book_of: BookOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only follows from the days that went by is no difference; the book as it was has the day of its commit."""
    line = {"product": "oven", "quantity": 1, "unit_price": 100}
    order = {"number": "A", "date": "2025-01-05", "channel": "web", "lines": [line]}
    book = book_of({"relations/R-00001.yaml": {"orders": [order]}})
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2025-02-04T12:00:00Z")
    git(book.project, "init", "-q")
    git(book.project, "add", "-A")
    git(book.project, "commit", "-qm", "then")
    sql = "select relation, days_since from relation_activity"
    assert _run(book, "query", sql, "--as-of", "HEAD", "--format", "csv").stdout.endswith("\nR-00001,30\n")
    assert _run(book, "query", sql, "--against", "HEAD").stdout == "The rows are those of HEAD.\n"


@pytest.mark.parametrize(
    "words", [("--key", "id"), ("--as-of", "2026-02-31"), ("--schema", "--format", "parquet")]
)
def test_query_refuses(book_of: BookOf, words: tuple[str, ...]) -> None:
    """Options that say nothing together are refused."""
    assert _run(book_of({}), "query", "select 1", *words).exit_code == 2


def test_compile_takes_over_what_did_not_change(book_of: BookOf) -> None:
    """A file whose rows are the same is the same file; one that somebody touched is written again."""
    book = book_of({})
    tables = book.project / "build" / "tables"
    assert _run(book, "compile").exit_code == 0
    first = (tables / "csv" / "relations.csv").stat()
    (tables / "csv" / "products.csv").write_text("touched", encoding="utf-8")
    assert _run(book, "compile").exit_code == 0
    again = (tables / "csv" / "relations.csv").stat()
    assert (again.st_ino, again.st_mtime_ns) == (first.st_ino, first.st_mtime_ns)
    assert (tables / "csv" / "products.csv").read_text(encoding="utf-8") != "touched"


@pytest.mark.parametrize(("option", "given"), [("--master", "local[1]"), ("--through", "s3a://a/b")])
def test_compile_refuses_what_is_of_spark_without_it(book_of: BookOf, option: str, given: str) -> None:
    """Where Spark runs, and what it sees, is only asked when Spark computes."""
    assert _run(book_of({}), "compile", option, given).exit_code == 2


@pytest.mark.parametrize("master", ["nonsense", "http://host:7077", "7077"])
def test_compile_refuses_what_is_no_master(book_of: BookOf, master: str) -> None:
    """Spark itself would answer what it does not understand with a trace of Java."""
    done = _run(book_of({}), "compile", "--engine", "spark", "--master", master)
    assert done.exit_code == 2
    assert "spark://host:7077" in done.output


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
