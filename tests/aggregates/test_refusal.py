"""What the database refuses in a figure: told at its place in the file, in one message."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from klantboek import tables
from klantboek.aggregates import Aggregate, FigureError, all_aggregates, install
from klantboek.aggregates import aggregate as reading
from klantboek.aggregates import kept as keeping
from klantboek.aggregates.kept import figures
from klantboek.aggregates.refusal import fault_of
from klantboek.book import Book
from klantboek.errors import from_here
from klantboek.linting.sources import FolderSource
from klantboek.tables.store import State

TODAY = date(2026, 11, 20)
LONG = " + ".join(["1"] * 60)


@pytest.mark.parametrize(
    ("sql", "at", "says"),
    [
        ("SELECT\n  kind,\n  nothing\nFROM relations", (12, 3), "nothing"),
        ("SELECT kind, nothing FROM relations", (10, 14), "nothing"),
        (f"SELECT kind,\n{LONG} + nothing, {LONG}\nFROM relations", (11, 241), "nothing"),
        ("SELECT kind FROM relations\nWHERE x y z", (11, 9), "syntax error"),
        ("SELECT SUMM(1)", (10, 8), "summ"),
    ],
)
@pytest.mark.parametrize("before", ["", "CREATE TEMP VIEW a AS "])
def test_the_place(sql: str, at: tuple[int, int], says: str, before: str) -> None:
    """It is that in the file, whatever stands before the SELECT and wherever the database cuts the line off."""
    with closing(tables.empty()) as connection, pytest.raises(duckdb.Error) as refused:
        connection.execute(f"{before}{sql}")
    found = fault_of(sql, 10, str(refused.value))
    assert (found.line, found.column) == at
    assert says in found.message
    assert "Error" not in found.message


def test_what_was_meant() -> None:
    """What the database proposes is the advice; where it points nowhere, the place is the first line."""
    said = 'Binder Error: Referenced column "knd" not found!\nCandidate bindings: "kind"\n\nLINE 1: SELECT knd\n               ^^^'
    assert fault_of("SELECT knd", 3, said).help == 'Did you mean "kind"?'
    found = fault_of("SELECT knd", 3, "it is full")
    assert (found.line, found.column, found.message, found.help) == (3, 1, "it is full", "")


def _broken(one: Aggregate) -> Aggregate:
    return replace(one, sql=one.sql.replace("FROM order_totals", "FROM order_total"))


BROKEN = [_broken(one) if one.name == "orders_by_year" else one for one in all_aggregates()]
FILE = Path(reading.__file__).with_name("orders_by_year.sql")


def _message() -> str:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    line = lines.index("  FROM order_totals") + 1
    return f"{from_here(FILE)}:{line}:8: DuckDB refuses it: Table with name order_total does not exist."


def test_a_figure_of_the_program() -> None:
    """Its file, the line and what the database says are the message, and what to do."""
    with closing(tables.empty()) as connection, pytest.raises(FigureError) as found:
        install(connection, TODAY, aggregates=BROKEN)
    assert found.value.message == _message()
    assert found.value.help.startswith("Mend the file")


def test_a_figure_that_is_kept(book_of: Callable[..., Book], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told in the same way where figures are kept."""
    monkeypatch.setattr(keeping, "aggregates_of", lambda _: BROKEN)
    with (
        pytest.raises(FigureError) as found,
        figures(State(FolderSource(book_of({}).root), TODAY), ["orders_by_year"]),
    ):
        pass
    assert found.value.message == _message()


def test_a_figure_of_a_book_is_left_to_its_check() -> None:
    """What the database says of one of a book's own is told as a finding, so it comes as it is."""
    (one,) = (one for one in BROKEN if one.name == "orders_by_year")
    with closing(tables.empty()) as connection, pytest.raises(duckdb.CatalogException):
        install(connection, TODAY, aggregates=[replace(one, file="aggregates/x.sql")])


def test_all_faults_of_a_comment(tmp_path: Path) -> None:
    """The first is the message, the others stand below it."""
    file = tmp_path / "odd.sql"
    file.write_text("/*\ntitel: x\n*/\nSELECT 1", encoding="utf-8")
    with pytest.raises(FigureError) as found:
        reading.aggregate_of(file)
    name = from_here(file)
    assert found.value.message == f"{name}:2:1: the comment lacks title."
    assert found.value.details[0] == f"{name}:2:1: the comment lacks answers"
