"""Predictions as figures: their descriptions, rows, files, and what they say of a relation."""

import importlib
import json
import pkgutil
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import klantboek.predictions
from cdnow_book import AS_OF, book_of_purchases
from given import lay_out
from klantboek.aggregates import Result, all_aggregates, compute_all
from klantboek.aggregates.arrays import arrays_of
from klantboek.aggregates.own import PREDICTED
from klantboek.aggregates.rough import teller
from klantboek.book import Book, load
from klantboek.book.measured import NO_VALUE
from klantboek.house import carried
from klantboek.linting.sources import FolderSource
from klantboek.predictions.bought import OfResults, bought
from klantboek.predictions.ground import ground, ground_of
from klantboek.predictions.kept import figures, predictions
from klantboek.predictions.lines import about
from klantboek.predictions.predicted import Predictions, predict
from klantboek.predictions.purchases import Purchase
from klantboek.predictions.results import READS, all_predictions, predictions_of
from klantboek.predictions.rows import exactly, rounded
from klantboek.predictions.told import Reason, in_short, reasons
from klantboek.predictions.written import write_predictions
from klantboek.shapes import shape_of
from klantboek.tables.database import connected
from klantboek.tables.store import State, stored

BookOf = Callable[..., Book]


@pytest.fixture(scope="module")
def book(bought_at_cdnow: list[Purchase], tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Give a book of the sample's first 600 customers, on the last day of the sample."""
    root = tmp_path_factory.mktemp("cdnow") / "records"
    lay_out(root, {**book_of_purchases([one for one in bought_at_cdnow if one.relation <= "0600"])})
    return load(root, AS_OF)


@pytest.fixture(scope="module")
def results(book: Book) -> Mapping[str, Result]:
    """Give its aggregates."""
    return compute_all(book)


@pytest.fixture(scope="module")
def found(book: Book, results: Mapping[str, Result]) -> Predictions:
    """Give its predictions."""
    return predict(book, results)


@pytest.fixture(scope="module")
def rows(found: Predictions) -> dict[str, Result]:
    """Give them as figures."""
    return predictions_of(found, "EUR")


def _row(result: Result, name: str) -> dict[str, Any]:
    (row,) = result.where(result.columns[0].name, name)
    return dict(zip((one.name for one in result.columns), row, strict=True))


def test_every_sentence_is_in_the_catalogue() -> None:
    """Each sentence that the program uses has its code and its Dutch, and no other is there."""
    modules = [
        importlib.import_module(f"klantboek.predictions.{one.name}")
        for one in pkgutil.iter_modules(klantboek.predictions.__path__)
    ]
    used = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and isinstance(value, str) and " " in value
    }
    # A verdict of the checklist is no reason to be silent.
    assert used - {NO_VALUE} == {texts["en"] for texts in reasons().values()}
    for code, texts in reasons().items():
        facts = {"relations": 1, "repeat_buyers": 1, "correlation": 0.5, "age": 1, "weeks": 1, "tried": 1}
        reason = Reason(texts["en"], {**facts, "fewest": 1, "responses": 1, "others": 1})
        assert reason.code == code
        assert "{" not in reason.say("nl") + reason.say("en")
        assert "{" not in "".join(in_short()[code].values())


def test_descriptions_name_real_fields_and_needs() -> None:
    """Each prediction reads fields that exist, and is told apart from the aggregates by its name."""
    names = {one.name for one in all_aggregates()}
    for one in all_predictions():
        assert one.name not in names
        assert "M38" in one.requirements
        for language in ("nl", "en"):
            headings = {column.heading[language] for column in one.columns}
            assert len(headings) == len(one.columns), (
                "a reader must know of which estimate he reads the bounds"
            )
        for field in one.fields:
            kind, *steps = field.split(".")
            shape = shape_of(kind)
            for step in steps:
                shape = (shape.items or shape).properties[step]


def test_fields_are_those_of_what_is_read() -> None:
    """Predictions read no field that the aggregates under them don't read, but those of products."""
    under = {field for one in all_aggregates() if one.name in READS for field in one.fields}
    for one in all_predictions():
        own = {field for field in one.fields if not field.startswith("product.")}
        assert own <= under | {field for field in under if field.startswith("relation")}


def test_rows_fit_their_columns(rows: Mapping[str, Result]) -> None:
    """Each row has a value for each column, of the kind that files and pages take; keys are unique."""
    for one in all_predictions():
        result = rows[one.name]
        places = [result.position(name) for name in one.key]
        keys = [tuple(row[place] for place in places) for row in result.rows]
        assert len(set(keys)) == len(keys)
        for row in result.rows:
            assert len(row) == len(one.columns)
            for column, value in zip(one.columns, row, strict=True):
                assert isinstance(value, str | int | Decimal | date | None)
                assert not isinstance(value, float)
                if column.choices and value is not None:
                    assert value in column.choices


def test_the_outlook_of_a_relation(rows: Mapping[str, Result]) -> None:
    """A repeat buyer has figures within their intervals; who bought once has the reason for silence."""
    twice, once = (_row(rows["relation_outlook"], name) for name in ("R-00001", "R-00003"))
    assert (twice["repeats"], twice["method"], twice["sureness"]) == (3, "model", "firm")
    for name in ("active", "buys", "purchases", "spend", "value"):
        ending = "_minor" if name in {"spend", "value"} else ""
        low, middle, high = (twice[f"{name}{part}{ending}"] for part in ("_low", "", "_high"))
        assert 0 < low < middle < high
    assert {twice[name] for name in twice if name.startswith("silent")} == {None}
    assert {once[name] for name in once if name.startswith("silent")} == {"one_purchase"}
    assert once["active"] is None


@given(st.lists(st.floats(0, 1e9) | st.integers(0, 20000).map(lambda part: part / 2000)), st.integers(0, 3))
def test_many_are_rounded_as_one_is(numbers: list[float], digits: int) -> None:
    """Numbers in arrays get the digits that each gets by itself, also on the edges between two."""
    found = rounded(np.array(numbers, dtype=np.float64), digits).tolist()
    assert found == [int(exactly(one, digits).scaleb(digits)) for one in numbers]


def test_the_tests_of_all(rows: Mapping[str, Result]) -> None:
    """The model of buying wins its test, no campaign leaves nothing to say, and both say so."""
    purchases, response = (_row(rows["prediction_tests"], name) for name in ("purchases", "response"))
    assert (purchases["method"], purchases["from_day"], purchases["to_day"]) == (
        "model",
        date(1997, 9, 30),
        AS_OF,
    )
    assert purchases["model"] < purchases["naive"]
    assert 0 < purchases["gain_low"] < purchases["gain"] < purchases["gain_high"]
    assert (response["method"], response["silent"]) == (None, "too_few_reached")


def test_what_comes_next(found: Predictions, rows: Mapping[str, Result]) -> None:
    """The likeliest comes first; its chance is that if it buys, times that of buying."""
    result = rows["next_channel"]
    names = [one.name for one in result.columns]
    first, second = (dict(zip(names, row, strict=True)) for row in result.where("relation", "R-00001"))
    assert (first["place"], first["channel"], second["place"]) == (1, "web", 2)
    one = found.forecast("R-00001")
    assert one
    buys = one.buys.value
    assert buys
    assert float(str(first["chance"])) == pytest.approx(float(str(first["if_buys"])) * buys.value, abs=0.1)
    assert _row(result, "R-00003")["silent"] == "one_purchase"
    assert _row(rows["next_product"], "R-00003")["product"] is None


def test_lines_about_a_relation(found: Predictions) -> None:
    """All that is said stands once; what is not, is gathered by its reason."""
    twice, once = about(found, "R-00001"), about(found, "R-00003")
    assert twice
    assert once
    assert [line.key for line in twice.spoken] == [
        "active",
        "buys",
        "purchases",
        "spend",
        "value",
        "channel",
        "product",
    ]
    assert not twice.silences
    ((reason, keys),) = once.silences
    assert reason.code == "one_purchase"
    assert len(keys) == 7
    assert about(found, "R-99999") is None


def test_the_example_says_why_it_is_silent() -> None:
    """Of the example, with fewer customers than it takes, nothing is said of any relation, with the reason."""
    example = load(carried("records"), None)
    results = predictions_of(predict(example, compute_all(example)), "EUR")
    outlook = results["relation_outlook"]
    assert outlook.rows
    place = outlook.position("purchases")
    assert {row[place] for row in outlook.rows} == {None}
    assert {row[outlook.position("silent_purchases")] for row in outlook.rows} == {"too_few"}


def test_returns_and_other_currencies(book_of: BookOf) -> None:
    """A return is no purchase; what was paid in another currency is told apart and kept out of amounts."""
    line = {"product": "disc", "quantity": 1, "unit_price": 10}
    orders = [
        {"number": "1", "date": "2026-01-01", "channel": "web", "lines": [line]},
        {"number": "2", "date": "2026-02-01", "channel": "web", "lines": [{**line, "quantity": -1}]},
        {"number": "3", "date": "2026-03-01", "channel": "web", "currency": "USD", "lines": [line]},
        {"number": "4", "date": "2026-04-01", "channel": "web", "status": "cancelled", "lines": [line]},
    ]
    book = book_of({"relations/R-00002.yaml": {"orders": orders}, "products/disc.yaml": {}})
    results = compute_all(book)
    known = bought(OfResults(results), "EUR")
    days = [date.fromordinal(day).month for day in known.purchases.days.tolist()]
    assert (days, known.purchases.amounts.tolist()) == ([1, 2, 3], [1000, -1000, 1000])
    assert known.abroad == {"R-00002"}
    assert [date.fromordinal(day).month for day in known.orders.days.tolist()] == [1, 3]
    assert [one.day.month for one in known.baskets["R-00002"]] == [1, 3]


def test_columns_are_the_same_from_a_database_and_from_rows(book_of: BookOf) -> None:
    """Texts are numbered in their order, days are ordinals, and nothing is no word, or 0."""
    results = compute_all(book_of({}))
    connection = connected(None)
    try:
        connection.execute("CREATE TABLE rows (word VARCHAR, on_ DATE, is_ BOOLEAN, many HUGEINT)")
        connection.execute(
            "INSERT INTO rows VALUES ('b', '2026-01-02', TRUE, 3), (NULL, NULL, NULL, NULL), ('', '0001-01-01', FALSE, -1)"
        )
        found = arrays_of(connection, "rows", ("word",), ("on_", "is_", "many"))
        connection.execute("CREATE TABLE totals AS SELECT * FROM rows LIMIT 0")
        empty = arrays_of(connection, "totals", ("word",), ("on_",))
    finally:
        connection.close()
    rows = sorted(zip(*(column.tolist() for column in found.columns.values()), strict=True))
    assert found.words == {"word": ("", "b")}
    assert rows == [(-1, 0, 0, 0), (0, 1, 0, -1), (1, date(2026, 1, 2).toordinal(), 1, 3)]
    assert (empty.words, [len(one) for one in empty.columns.values()]) == ({"word": ()}, [0, 0])
    none = OfResults(results).arrays("order_totals", ("relation",), ("date", "returned"))
    assert (none.words, [len(one) for one in none.columns.values()]) == ({"relation": ()}, [0, 0, 0])


@pytest.mark.parametrize(
    ("settings", "asked"),
    [({}, (52, 2.0)), ({"predictions": {"weeks_ahead": 8, "weight_of_all": 5}}, (8, 5.0))],
)
def test_settings_are_followed(book_of: BookOf, settings: dict[str, Any], asked: tuple[int, float]) -> None:
    """Weeks and weight are those of book.yaml, or else a year and two purchases."""
    book = book_of({"book.yaml": settings})
    found = predict(book, compute_all(book))
    assert (found.asked.weeks, found.asked.weight) == asked


def test_predictions_kept_beside_the_figures(
    tmp_path: Path, book: Book, rows: Mapping[str, Result], found: Predictions
) -> None:
    """What is kept, and what the files hold, is what is predicted; the second time nothing is made or written."""
    with stored(FolderSource(book.root), book.as_of, None) as there:
        many = write_predictions(there, tmp_path / "out")
    listed = sorted(file for file in (tmp_path / "out").rglob("*") if file.is_file())
    assert len(listed) == 3 * many
    numbers = [file.stat().st_ino for file in listed]
    state = State(FolderSource(book.root), book.as_of)
    with figures(state) as kept:
        assert {name: tuple(kept.rows(name)) for name in rows} == {
            name: tuple(one.rows) for name, one in rows.items()
        }
        assert ground_of(kept) == ground(found)
        tell = teller(rows["next_channel"].columns)
        told = {
            name: [tell(row) for row in rows["next_channel"].where("relation", name)]
            for name in ("R-00001", "R-00003")
        }
        assert all(told.values())
        assert kept.about("next_channel", ["R-00001", "R-00003"]) == told
    with stored(FolderSource(book.root), book.as_of, None) as there:
        write_predictions(there, tmp_path / "out")
    assert [file.stat().st_ino for file in listed] == numbers
    said = json.loads((tmp_path / "out" / "json" / "prediction_tests.json").read_text(encoding="utf-8"))
    assert [row["prediction"] for row in said] == ["purchases", "channel", "product", "response"]


def test_another_setting_makes_predictions_anew(book_of: BookOf) -> None:
    """What is kept of them is for these settings alone."""
    weeks = []
    for settings in ({}, {"predictions": {"weeks_ahead": 8}}):
        book = book_of({"book.yaml": settings})
        with figures(State(FolderSource(book.root), book.as_of), ["relation_outlook"]) as kept:
            weeks.append(ground_of(kept).weeks)
    assert weeks == [52, 8]


def test_no_figure_of_a_book_takes_their_names() -> None:
    """The names of predictions are kept free: they are tables beside the figures."""
    assert set(predictions().columns) == PREDICTED
