"""Ledgers: rows in bulk beside the records, checked by the same schemas."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from klantboek.aggregates import compute_all
from klantboek.book import Book, load
from klantboek.findings import Severity
from klantboek.handbook import build
from klantboek.linting.sources import FolderSource
from klantboek.tables import connect
from klantboek.tables.ledger_checks import findings_of_ledgers
from klantboek.tables.ledger_rows import FIRST
from klantboek.tables.store import Stored, stored

BookOf = Callable[..., Book]
TODAY = date(2026, 11, 20)
HEAD = "relation,number,date,channel,origin.kind,lines.product,lines.quantity,lines.unit_price"
GIVEN: dict[str, dict[str, Any]] = {
    "relations/R-00002.yaml": {
        "orders": [
            {
                "number": "A",
                "date": "2026-01-05",
                "channel": "web",
                "lines": [{"product": "oven", "quantity": 1, "unit_price": 100}],
            }
        ]
    },
    "products/oven.yaml": {},
    "vocabularies/channels.yaml": {"terms": [{"code": "web", "names": {"nl": "Web", "en": "Web"}}]},
}


def _with(book: Book, **files: str) -> Book:
    folder = book.root / "ledgers"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return load(book.root, book.as_of)


def _said(book: Book) -> list[str]:
    return [
        f"{one.place.file[8:]}:{one.place.line} {one.code} {one.message}" for one in findings_of_ledgers(book)
    ]


def _orders(*rows: str, head: str = HEAD) -> str:
    return "\n".join((head, *rows, ""))


def _asked(book: Book, sql: str) -> list[tuple[Any, ...]]:
    connection = connect(book)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def _kept(root: Path, sql: str) -> tuple[list[tuple[Any, ...]], Stored]:
    with stored(FolderSource(root), TODAY, None) as found:
        return found.connection.execute(sql).fetchall(), found


def test_orders_join_those_of_the_records(book_of: BookOf) -> None:
    """Rows of a ledger are rows of the same tables; rows that stand together are lines of one order."""
    rows = (
        "R-00001,X1,2025-03-01,web,own_initiative,oven,2,12.40",
        ",,,,,oven,1,-0.5",
        "R-00002,X2,2025-03-02,web,,oven,3,1",
    )
    book = _with(book_of(GIVEN), orders=_orders(*rows))
    assert _said(book) == []
    sql = "SELECT relation, orders_position, lines_position, quantity, unit_price_minor FROM relations_orders_lines ORDER BY 2, 3"
    wanted = [
        ("R-00002", 1, 1, 1, 10000),
        ("R-00001", FIRST + 1, 1, 2, 1240),
        ("R-00001", FIRST + 1, 2, 1, -50),
        ("R-00002", FIRST + 2, 1, 3, 100),
    ]
    assert _asked(book, sql) == wanted
    assert _kept(book.root, sql)[0] == wanted
    found = _asked(
        book,
        f"SELECT number, date, origin_kind, currency FROM relations_orders WHERE orders_position > {FIRST}",  # noqa: S608 -- a number
    )
    assert found[0] == ("X1", date(2025, 3, 1), "own_initiative", "EUR")


def test_visits(book_of: BookOf) -> None:
    """Each row of visits is one; a file from a spreadsheet with semicolons and a mark at its start is read too."""
    book = _with(
        book_of(GIVEN), web_visits="\ufeffrelation;on;seconds\nR-00001;2025-01-01;30\nR-00001;2025-01-02;\n"
    )
    assert _said(book) == []
    assert _asked(book, 'SELECT "on", seconds FROM relations_web_visits ORDER BY 1') == [
        (date(2025, 1, 1), 30),
        (date(2025, 1, 2), None),
    ]


def test_parquet(book_of: BookOf) -> None:
    """A ledger can be Parquet, with columns of any type."""
    book = _with(book_of(GIVEN))
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "COPY (SELECT 'R-00001' AS relation, 'X1' AS number, DATE '2025-03-01' AS date, 'web' AS channel,"
            ' \'oven\' AS "lines.product", 2 AS "lines.quantity", 12.40 AS "lines.unit_price")'
            f" TO '{book.root}/ledgers/orders.parquet' (FORMAT parquet)"
        )
    assert _said(book) == []
    sql = f"SELECT unit_price_minor FROM relations_orders_lines WHERE orders_position > {FIRST}"  # noqa: S608 -- a number
    assert _asked(book, sql) == [(1240,)]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("R-00009,X,2025-03-01,web,,oven,1,1", "2 KB023 'R-00009' is not a relation of this book"),
        (",X,2025-03-01,web,,oven,1,1", "2 KB023 '' is not a relation of this book"),
        ("R-00001,X,2025-03-01,web,,stove,1,1", "2 KB023 'stove' is not a product of this book"),
        ("R-00001,X,2025-03-01,fax,,oven,1,1", "2 KB023 'fax' is not a term of the vocabulary channels"),
        ("R-00001,X,2025-02-30,web,,oven,1,1", "2 KB108 date: 2025-02-30 is not on the calendar"),
        (
            "R-00001,X,2025-03-01,web,,oven,many,1",
            "2 KB103 lines.quantity: this is text, but a number is asked",
        ),
        ("R-00001,X,2025-03-01,web,,,1,1", "2 KB102 lines: "),
        ("R-00001,,2025-03-01,web,,oven,1,1", "2 KB102 "),
        ("R-00001,X,2025-03-01,web,sometimes,oven,1,1", "2 KB104 origin.kind: "),
        ("R-00001,X,2025-03-01,web,,oven,1", "2 KB020 this row has 7 cells, and there are 8 columns"),
    ],
)
def test_what_is_wrong_with_a_row(book_of: BookOf, row: str, says: str) -> None:
    """Each row is held against the schema and the registers, and is told with its line."""
    said = _said(_with(book_of(GIVEN), orders=_orders(row)))
    assert any(one.startswith(f"orders.csv:{says}") for one in said), said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the column relation is missing"),
        (_orders(head="relation,number,dat"), "no column 'dat'"),
        (_orders(head="relation,number,date,date"), "more than once"),
        (_orders(head="relation,date"), "the column number is missing"),
        (_orders('R-00001,"X'), "not CSV"),
        (
            _orders("R-00001,X,2025-03-01,web,,oven,1,1", "R-00001,X,2025-03-02,web,,oven,1,1"),
            "3 KB020 date is not",
        ),
        (
            _orders(*(f"R-0000{n},X,2025-03-01,web,,oven,1,1" for n in (1, 2, 1))),
            "4 KB024 order 'X' of R-00001 stands in the ledgers before this row",
        ),
    ],
)
def test_what_is_wrong_with_a_file(book_of: BookOf, text: str, says: str) -> None:
    """What can't be read as a ledger is told, and so is an order that stands there twice."""
    said = _said(_with(book_of(GIVEN), orders=text))
    assert any(says in one for one in said), said


def test_names_of_files(book_of: BookOf) -> None:
    """A file that is no ledger by its name, and a link, are told."""
    book = _with(book_of(GIVEN), visits="x", **{"orders-2025": _orders()})
    (book.root / "ledgers" / "orders.csv").symlink_to(book.root / "book.yaml")
    assert [one.partition(" ")[0] for one in _said(book)] == ["orders.csv:1", "visits.csv:1"]


def test_not_utf8(book_of: BookOf) -> None:
    """Another encoding is one message."""
    book = _with(book_of(GIVEN))
    (book.root / "ledgers" / "orders.csv").write_bytes(_orders("R-00001,caf\u00e9,,,,,,").encode("cp1252"))
    assert "not UTF-8" in _said(book)[0]


def test_many_faults_are_counted(book_of: BookOf) -> None:
    """Of a file that is wrong throughout, the first are told and the others counted."""
    rows = (f"R-00009,X{n},2025-03-01,web,,oven,1,1" for n in range(300))
    said = _said(_with(book_of(GIVEN), orders=_orders(*rows)))
    assert len(said) == 201
    assert "and 100 more findings" in said[-1]


def test_what_is_left_out_is_counted(book_of: BookOf) -> None:
    """A row that does not fit, one of no relation, and an order that the record tells too are not taken in."""
    rows = (
        "R-00001,X1,2025-03-01,web,,oven,1,1",
        "R-00001,X2,2025-02-30,web,,oven,1,1",
        "R-00009,X3,2025-03-01,web,,oven,1,1",
        "R-00002,A,2025-03-01,web,,oven,1,1",
    )
    book = _with(book_of(GIVEN), orders=_orders(*rows))
    found, kept = _kept(book.root, f"SELECT number FROM relations_orders WHERE orders_position > {FIRST}")  # noqa: S608 -- a number
    assert found == [("X1",)]
    (one,) = kept.ledgers
    assert (one.taken, one.wrong, one.strange, one.known) == (1, 1, 1, 1)


def test_ledgers_follow_their_files_and_records(book_of: BookOf) -> None:
    """A changed record leaves the rows of its ledger, a changed ledger or number is taken in anew."""
    book = _with(book_of(GIVEN), orders=_orders("R-00001,X1,2025-03-01,web,,oven,1,1"))
    sql = f"SELECT relation, number FROM relations_orders WHERE orders_position > {FIRST} ORDER BY 2"  # noqa: S608 -- a number
    assert _kept(book.root, sql)[0] == [("R-00001", "X1")]
    file = book.root / "relations" / "R-00001.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# Changed.\n", encoding="utf-8")
    assert _kept(book.root, sql)[0] == [("R-00001", "X1")]
    _with(book, orders=_orders("R-00001,X1,2025-03-01,web,,oven,1,1", "R-00003,X2,2025-03-01,web,,oven,1,1"))
    assert _kept(book.root, sql)[0] == [("R-00001", "X1")]
    (book.root / "relations" / "R-00003.yaml").write_text(
        file.read_text(encoding="utf-8").replace("R-00001", "R-00003"), encoding="utf-8"
    )
    assert _kept(book.root, sql)[0] == [("R-00001", "X1"), ("R-00003", "X2")]
    (book.root / "ledgers" / "orders.csv").unlink()
    assert _kept(book.root, sql)[0] == []


def test_rules_about_orders_and_visits(book_of: BookOf) -> None:
    """A product that was no longer sold, and what has not happened yet, are told with the codes of those rules."""
    given = {**GIVEN, "products/oven.yaml": {"sold_until": "2025-06-30"}}
    rows = (
        "R-00001,X1,2025-06-30,web,,oven,1,1",
        "R-00001,X2,2025-07-01,web,,oven,1,1",
        ",,,,,oven,-1,1",
        ",,,,,oven,2,1",
        "R-00001,X3,2062-03-01,web,,oven,-1,1",
    )
    visits = "relation,on\nR-00001,2026-11-20\nR-00001,2026-11-21\n"
    said = _said(_with(book_of(given), orders=_orders(*rows), web_visits=visits))
    assert said == [
        "orders.csv:3 KB403 oven was last sold on 2025-06-30, before 2025-07-01",
        "orders.csv:5 KB403 oven was last sold on 2025-06-30, before 2025-07-01",
        "orders.csv:6 KB803 orders.date is 2062-03-01, which is still to come",
        "web_visits.csv:3 KB803 web_visits.on is 2026-11-21, which is still to come",
    ]
    one = next(findings_of_ledgers(_with(book_of(given), orders=_orders(*rows))))
    assert (one.severity, one.help) == (
        Severity.WARNING,
        "Choose another product, or correct the product's sold_until.",
    )


def test_what_came_to_nothing_was_no_sale(book_of: BookOf) -> None:
    """A cancelled order is no sale of what was not on sale."""
    head = HEAD.replace("origin.kind", "status")
    given = {**GIVEN, "products/oven.yaml": {"sold_until": "2025-06-30"}}
    rows = _orders("R-00001,X1,2025-07-01,web,cancelled,oven,1,1", head=head)
    assert _said(_with(book_of(given), orders=rows)) == []


def test_a_row_of_parquet_has_a_number(book_of: BookOf) -> None:
    """Parquet has no lines: what is wrong with it is told by the number of the row."""
    book = _with(book_of(GIVEN))
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "COPY (SELECT 'R-0000' || (n + 1) AS relation, 'X' || n AS number, DATE '2025-03-01' AS date, 'web' AS channel,"
            ' \'oven\' AS "lines.product", 2 AS "lines.quantity", 1.5 AS "lines.unit_price" FROM range(3) r(n))'
            " TO $file (FORMAT parquet)",
            {"file": str(book.root / "ledgers" / "orders.parquet")},
        )
    assert _said(book) == ["orders.parquet:3 KB023 row 3: 'R-00003' is not a relation of this book"]


def test_figures_and_pages_have_them(book_of: BookOf) -> None:
    """Orders and visits of ledgers are in the figures, and the page of a relation says how many, how much and when."""
    given = {**GIVEN, "relations/R-00002.yaml": {**GIVEN["relations/R-00002.yaml"], "status": "active"}}
    rows = ("R-00002,X1,2025-03-01,web,,oven,2,12.40", "R-00002,X2,2025-04-01,web,,oven,1,10")
    book = _with(
        book_of(given),
        orders=_orders(*rows),
        web_visits="relation,on\nR-00002,2025-01-02\nR-00002,2025-01-03\n",
    )
    results = compute_all(book)
    (row,) = results["ledger_totals"].rows
    assert row == ("R-00002", 2, 3480, date(2025, 4, 1), 2, date(2025, 1, 3), "EUR")
    (activity,) = results["relation_activity"].where("relation", "R-00002")
    assert activity[results["relation_activity"].position("orders")] == 3
    text = (build(book.root, book=book).folder / "relations" / "R-00002.html").read_text(encoding="utf-8")
    assert "Uit bulkbestanden" in text
    assert "34,80" in text
