"""Predictions as figures: their descriptions, rows, files, and what they say of a relation."""

import importlib
import json
import pkgutil
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import klantboek.predictions
from cdnow_book import AS_OF, book_of_purchases
from given import lay_out
from klantboek.aggregates import Result, all_aggregates, compute_all
from klantboek.aggregates.files import results_in, write_results
from klantboek.book import Book, load
from klantboek.book.measured import NO_VALUE
from klantboek.house import carried
from klantboek.predictions.bought import bought
from klantboek.predictions.lines import about
from klantboek.predictions.predicted import Predictions, predict
from klantboek.predictions.purchases import Purchase
from klantboek.predictions.results import READS, all_predictions, columns, predictions_of
from klantboek.predictions.told import Reason, in_short, reasons
from klantboek.predictions.written import prediction_files, write_predictions
from klantboek.shapes import shape_of
from klantboek.tables import Column, Holds

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
    buys = found.by_relation["R-00001"].buys.value
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
    known = bought(compute_all(book), "EUR")
    assert [(one.day.month, one.amount) for one in known.purchases] == [(1, 1000), (2, -1000), (3, 1000)]
    assert known.abroad == {"R-00002"}
    assert [one.day.month for one in known.orders] == [1, 3]
    assert [one.day.month for one in known.baskets["R-00002"]] == [1, 3]


@pytest.mark.parametrize(
    ("settings", "asked"),
    [({}, (52, 2.0)), ({"predictions": {"weeks_ahead": 8, "weight_of_all": 5}}, (8, 5.0))],
)
def test_settings_are_followed(book_of: BookOf, settings: dict[str, Any], asked: tuple[int, float]) -> None:
    """Weeks and weight are those of book.yaml, or else a year and two purchases."""
    book = book_of({"book.yaml": settings})
    found = predict(book, compute_all(book))
    assert (found.asked.weeks, found.asked.weight) == asked


def test_files_are_read_back(tmp_path: Path, rows: Mapping[str, Result]) -> None:
    """Predictions are written in three forms, and read back the same."""
    write_results(tmp_path / "out", rows.values(), columns())
    back = results_in(tmp_path / "out", all_predictions())
    for name, result in rows.items():
        assert back[name].rows == result.rows, name
    listed = sorted(file for file in (tmp_path / "out").rglob("*") if file.is_file())
    assert listed == sorted(prediction_files(tmp_path / "out"))
    said = json.loads((tmp_path / "out" / "json" / "prediction_tests.json").read_text(encoding="utf-8"))
    assert [row["prediction"] for row in said] == ["purchases", "channel", "product", "response"]


def test_predictions_from_the_files_of_a_compiled_book(
    tmp_path: Path, book: Book, results: Mapping[str, Result], rows: Mapping[str, Result]
) -> None:
    """What is predicted from files is what is predicted from the database, in the same bytes each time."""
    kinds = {
        str: Holds.TEXT,
        int: Holds.INTEGER,
        bool: Holds.BOOLEAN,
        date: Holds.DATE,
        Decimal: Holds.NUMBER,
    }

    def held(result: Result) -> tuple[Column, ...]:
        some = [
            next((row[place] for row in result.rows if row[place] is not None), "")
            for place in range(len(result.columns))
        ]
        return tuple(
            Column(one.name, kinds[type(value)], "") for one, value in zip(result.columns, some, strict=True)
        )

    read = [results[name] for name in READS]
    write_results(tmp_path / "tables", read, {one.aggregate.name: held(one) for one in read})
    for folder in ("one", "two"):
        write_predictions(book, tmp_path / "tables", tmp_path / folder)
    for one, other in zip(
        prediction_files(tmp_path / "one"), prediction_files(tmp_path / "two"), strict=True
    ):
        assert one.read_bytes() == other.read_bytes()
    back = results_in(tmp_path / "one", all_predictions())
    assert {name: result.rows for name, result in back.items()} == {
        name: one.rows for name, one in rows.items()
    }
