"""SQL over a book."""

from collections.abc import Callable

import pytest

from klantboek.aggregates.query import Answer, QueryError, Question, contents, query
from klantboek.aggregates.schema import columns
from klantboek.book import Book
from klantboek.errors import UnknownNameError
from klantboek.linting.sources import FolderSource
from klantboek.tables.store import State

BookOf = Callable[..., Book]


def _state(book: Book) -> State:
    return State(FolderSource(book.root), book.as_of, keeps=False)


def _asked(book: Book, sql: str) -> Answer:
    return query(_state(book), Question(sql))


def test_tables_and_aggregates_can_be_asked(book_of: BookOf) -> None:
    """Both are tables by their name."""
    answer = _asked(
        book_of({}), "SELECT r.id, a.loyalty FROM relations r JOIN relation_activity a ON a.relation = r.id"
    )
    assert (answer.names, answer.rows) == (("id", "loyalty"), [("R-00001", "never")])


def test_columns_have_comments(book_of: BookOf) -> None:
    """The database itself can say what a column holds."""
    sql = "SELECT comment FROM duckdb_columns() WHERE table_name = 'relations' AND column_name = 'id'"
    assert _asked(book_of({}), sql).rows == [("The name of the record: its file name without the ending.",)]


def test_one_statement_may_end_as_it_likes(book_of: BookOf) -> None:
    """What ends a statement makes no second one."""
    assert _asked(book_of({}), "SELECT 1; ; -- that was it").rows == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SHOW TABLES",
        "DESC",
        "SELECT name FROM (DESCRIBE)",
        "SELECT view_name FROM duckdb_views()",
        "SELECT table_name FROM information_schema.tables",
    ],
)
def test_who_looks_around_sees_every_figure(book_of: BookOf, sql: str) -> None:
    """A question that lists names has those of figures that it does not name among them."""
    found = {text for row in _asked(book_of({}), sql).rows for text in row if isinstance(text, str)}
    assert {"channel_sales", "rfm"} <= found


@pytest.mark.parametrize("sql", ["", "  ", "-- nothing"])
def test_no_statement_no_rows(book_of: BookOf, sql: str) -> None:
    """Nothing asked, nothing answered."""
    assert _asked(book_of({}), sql).rows == []


@pytest.mark.parametrize(
    ("sql", "says", "helps"),
    [
        ("SELECT idd FROM relations", 'Referenced column "idd" not found', '"id"'),
        ("SELECT * FROM relation", "Table with name relation does not exist", '"relations"'),
        ("SELECT * FROM channel_sale", "Table with name channel_sale does not exist", '"channel_sales"'),
        ("SELECT from FROM relations_addresses", "syntax error", 'select "from"'),
        ("SELECT * FROM read_text('/etc/hostname')", "disabled", "no files, no network"),
        ("COPY relations TO '/tmp/out.csv'", "disabled", "no files, no network"),
        ("INSTALL httpfs", "disabled", "no files, no network"),
        ("SET threads = 2", "locked", "lists the tables"),
        ("DELETE FROM relations", "DELETE", "changes nothing"),
        ("DROP TABLE relations", "DROP", "changes nothing"),
        ("SELECT CAST('x' AS DATE)", "invalid date", "lists the tables"),
        ("SELECT now()", "pytz", "cast it"),
        ("SELECT 1; SELECT 2", "2 statements", "one at a time"),
        ("SELECT 1; DELETE FROM relations", "2 statements", "one at a time"),
    ],
)
def test_errors_are_one_message(book_of: BookOf, sql: str, says: str, helps: str) -> None:
    """What went wrong stands on one line, with the name that was meant or the way on; exit code 2."""
    with pytest.raises(QueryError) as caught:
        _asked(book_of({}), sql)
    assert says in caught.value.message
    assert "\n" not in caught.value.message
    assert helps in caught.value.help
    assert caught.value.exit_code == 2


def test_contents_counts_rows(book_of: BookOf) -> None:
    """The list of what can be asked has every table and aggregate, with rows and a sentence."""
    found = {entry.name: entry for entry in contents(_state(book_of({})))[0]}
    assert (found["relations"].rows, found["relations"].kind) == (1, "table")
    assert (found["rfm"].rows, found["rfm"].kind) == (0, "aggregate")
    assert all(entry.description and "\n" not in entry.description for entry in found.values())


def test_schema_of_one_table() -> None:
    """Columns come with type and description; a name that SQL reserves comes in quotes."""
    found = {one.name: one for one in columns("relations_addresses")}
    assert found['"from"'].type == "DATE"
    assert all(one.description for one in found.values())
    assert (
        next(one for one in columns("rfm") if one.name == "turnover_minor").description == "Turnover (money)"
    )


def test_schema_of_all() -> None:
    """Without a name every table and aggregate is there."""
    assert {"relations", "rfm", "book"} <= {one.table for one in columns()}


def test_schema_of_an_unknown_table() -> None:
    """A name that does not exist gets the one that was meant."""
    with pytest.raises(UnknownNameError) as caught:
        columns("relation_order")
    assert "relations_orders" in caught.value.help


def test_what_is_lacking_is_counted(book_of: BookOf) -> None:
    """Records that don't fit and aggregates that can't be used are not in what is asked, and are counted."""
    book = book_of({"relations/R-00002.yaml": {"kind": "ghost"}})
    (book.root / "aggregates").mkdir()
    (book.root / "aggregates" / "odd.sql").write_text("SELECT 1", encoding="utf-8")
    answer = _asked(book, "SELECT id FROM relations")
    assert (answer.rows, answer.left_out, answer.faulty) == ([("R-00001",)], 1, 1)
