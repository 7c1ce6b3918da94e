"""Values of records as rows of the database."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from given import examples
from klantboek import tables
from klantboek.book import Book
from klantboek.book.minor import minor_units
from klantboek.tables.rows import text

BookOf = Callable[..., Book]


def _ask(book: Book, sql: str) -> list[tuple[Any, ...]]:
    connection = tables.connect(book)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


ORDER = {
    "number": "A",
    "date": "2026-01-05",
    "channel": "web",
    "lines": [{"product": "p", "quantity": Decimal("2.5"), "unit_price": Decimal("12.34")}],
}


def test_lists_and_positions(book_of: BookOf) -> None:
    """Each list is a table of its own, counted from 1, below the id of its record."""
    orders = [ORDER, {**ORDER, "number": "B", "lines": [*ORDER["lines"], *ORDER["lines"]]}]
    book = book_of({"relations/R-00001.yaml": {"orders": orders}})
    found = _ask(
        book, "SELECT relation, orders_position, lines_position FROM relations_orders_lines ORDER BY ALL"
    )
    assert found == [("R-00001", 1, 1), ("R-00001", 2, 1), ("R-00001", 2, 2)]


def test_types(book_of: BookOf) -> None:
    """Dates are dates, numbers are exact, money is minor units, and what is not written is null."""
    book = book_of({"relations/R-00001.yaml": {"orders": [ORDER]}})
    found = _ask(
        book,
        "SELECT o.date, l.quantity, l.unit_price_minor, l.currency, l.unit_cost_minor"
        " FROM relations_orders_lines l JOIN relations_orders o USING (relation, orders_position)",
    )
    assert found == [(date(2026, 1, 5), Decimal("2.5"), 1234, "EUR", None)]


def test_currency_comes_from_the_nearest(book_of: BookOf) -> None:
    """An amount is in the currency of its order, else of the book; yen have no cents."""
    yen = {**ORDER, "number": "B", "currency": "JPY", "freight": 500}
    book = book_of({"relations/R-00001.yaml": {"orders": [ORDER, yen]}})
    assert _ask(book, "SELECT currency, freight_minor FROM relations_orders ORDER BY number") == [
        ("EUR", None),
        ("JPY", 500),
    ]
    found = _ask(
        book, "SELECT currency, unit_price_minor FROM relations_orders_lines ORDER BY orders_position"
    )
    assert found == [("EUR", 1234), ("JPY", 12)]


def test_the_book_states_its_day(book_of: BookOf) -> None:
    """The table of the book has one row, whose ``as_of`` is the day that was asked for."""
    book = book_of({"book.yaml": {"as_of": "2026-01-01"}}, as_of=date(2026, 5, 6))
    assert _ask(book, "SELECT id, as_of, currency FROM book") == [("book", date(2026, 5, 6), "EUR")]


def test_open_values(book_of: BookOf) -> None:
    """Values whose names the book itself chose are rows of key and value, by key; what is no text is JSON."""
    schema = {"type": "string", "enum": ["deck", "rack"]}
    book = book_of(
        {
            "relations/R-00001.yaml": {"custom": {"trays": 12, "oven": "deck", "gas": True}},
            "dictionary/oven.yaml": {"fields": ["relation.custom.oven"], "schema": schema},
        }
    )
    assert _ask(book, "SELECT * FROM relations_custom") == [
        ("R-00001", "gas", "true"),
        ("R-00001", "oven", "deck"),
        ("R-00001", "trays", "12"),
    ]
    assert _ask(book, "SELECT key, value FROM dictionary_schema") == [
        ("enum", '["deck", "rack"]'),
        ("type", "string"),
    ]


def test_what_is_left_out_is_told(book_of: BookOf) -> None:
    """A record that does not fit, a tombstone, and a second file of one name are not rows, and each is named."""
    book = book_of(
        {
            "relations/R-00002.yaml": {"tombstone": {"reason": "retired", "on": "2026-01-01"}},
            "relations/R-00003.yaml": {"kind": "ghost"},
            "relations/sub/R-00001.yaml": {"number": "R-00001"},
        }
    )
    assert _ask(book, "SELECT id FROM relations") == [("R-00001",)]
    assert [(one.file, one.reason) for one in tables.left_out(book)] == [
        ("relations/R-00002.yaml", "it is a tombstone: its number is no longer in use"),
        ("relations/R-00003.yaml", "it does not fit its schema"),
        ("relations/sub/R-00001.yaml", "another file has the same name"),
    ]


def test_rows_follow_ids_not_folders(book_of: BookOf) -> None:
    """Rows stand in the order of their ids, wherever their files lie."""
    files: dict[str, dict[str, Any]] = {
        f"relations/{place}/R-0000{n}.yaml": {} for place, n in (("z", 2), ("a", 4), ("m", 3))
    }
    assert [row[0] for row in _ask(book_of(files), "SELECT id FROM relations")] == [
        "R-00001", "R-00002", "R-00003", "R-00004",
    ]  # fmt: skip


def test_tables_exist_without_rows(book_of: BookOf) -> None:
    """A table that nothing fills can still be asked."""
    counts = (f"SELECT COUNT(*) FROM {tables.quoted(table.name)}" for table in tables.all_tables())  # noqa: S608 -- names of ours
    assert len(_ask(book_of({}), " UNION ALL ".join(counts))) == len(tables.all_tables())


LOADED = st.lists(
    st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30),
    min_size=1,
)


@settings(max_examples=examples(60), deadline=None)
@given(LOADED)
def test_texts_survive(values: list[str | None]) -> None:
    """Whatever a text holds (quotes, commas, line ends of any kind) comes back the same; empty is not null."""
    rows = [f"{text(str(at))},1,{'' if value is None else text(value)}" for at, value in enumerate(values)]
    connection = tables.empty()
    try:
        tables.fill(connection, {"relations_roles": rows})
        found = connection.execute("SELECT value FROM relations_roles").fetchall()
    finally:
        connection.close()
    assert [row[0] for row in found] == values


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.34", "EUR", 1234),
        ("-0.01", "EUR", -1),
        ("12.5", "JPY", 13),
        ("-12.5", "JPY", -13),
        ("1.25", "KWD", 1250),
    ],
)
def test_minor_units(amount: str, currency: str, minor: int) -> None:
    """An amount counts in the smallest coin of its currency."""
    assert minor_units(Decimal(amount), currency) == minor


def test_locked_database_reads_no_files(book_of: BookOf) -> None:
    """After the lock no SQL reaches a file, and none can undo the lock."""
    import duckdb  # noqa: PLC0415 -- the test is about its errors

    connection = tables.connect(book_of({}))
    tables.lock(connection)
    try:
        for sql in (
            "SELECT * FROM read_text('/etc/hostname')",
            "COPY relations TO '/tmp/out.csv'",
            "ATTACH '/tmp/other.db'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
            "EXPORT DATABASE '/tmp/out'",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)
    finally:
        connection.close()
