"""Tables without identity: no personal value in any file, the same links between tables, small groups left out."""

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from klantboek.aggregates import all_aggregates
from klantboek.aggregates.anonymous import Anonymous, compile_anonymous
from klantboek.aggregates.untold import groups_people
from klantboek.book import Book, load
from klantboek.cli.app import app
from klantboek.house import carried
from klantboek.linting.sources import FolderSource
from klantboek.predictions.results import more_figures
from klantboek.shapes import Shape, Type, shape_of
from klantboek.tables import all_tables

BookOf = Callable[..., Book]
KEY = "a key of this test"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Anonymous:
    """Compile the example without identity."""
    return _compiled(carried("records"), tmp_path_factory.mktemp("anonymous") / "out", KEY)


def _compiled(root: Path, folder: Path, key: str) -> Anonymous:
    # A book that is read only keeps nothing for the next time.
    return compile_anonymous(FolderSource(root), (None, date(2026, 11, 20)), folder, key, more_figures())


@pytest.fixture(scope="module")
def example() -> Book:
    """Give the example."""
    return load(carried("records"), None)


@pytest.fixture(scope="module")
def texts(done: Anonymous) -> Mapping[str, str]:
    """Give all that stands in each file, as text."""
    return {
        str(file.relative_to(done.folder)): _text(file)
        for file in sorted(done.folder.rglob("*"))
        if file.is_file()
    }


def _text(file: Path) -> str:
    if file.suffix != ".parquet":
        return file.read_text(encoding="utf-8")
    with duckdb.connect() as connection:
        rows = connection.execute("SELECT * FROM read_parquet($1)", [str(file)])
        return "\n".join(
            [
                "\t".join(one[0] for one in rows.description or ()),
                *("\t".join(map(str, row)) for row in rows.fetchall()),
            ]
        )


def _personal(value: Any, shape: Shape) -> Iterator[str]:
    """Give each text, and each day of birth, that a record holds about somebody."""
    if isinstance(value, dict):
        for key, inner in value.items():
            below = shape.properties.get(key)
            if below is None or shape.type is Type.OPEN:
                yield from (str(one) for one in [inner] if isinstance(one, str))
            else:
                yield from _personal(inner, below)
    elif isinstance(value, list):
        for one in value:
            yield from _personal(one, shape.items or shape)
    elif shape.name == "birth_date":
        yield str(value)
    elif isinstance(value, str) and shape.type is Type.TEXT and not shape.choices:
        is_code = shape.reference.startswith("vocabulary/") or shape.reference in {
            "class",
            "product",
            "campaign",
            "survey",
            "processing",
        }
        if not is_code and shape.format not in {"country", "currency", "language"}:
            yield value


def test_no_personal_value_is_in_any_file(example: Book, texts: Mapping[str, str]) -> None:
    """Names, numbers, addresses, accounts, days of birth and free text of the example stand nowhere."""
    shape = shape_of("relation")
    values = {
        value
        for record in example.records
        if record.kind == "relation"
        for value in (record.id, *_personal(record.document.value, shape))
    }
    staff = {one.name for one in example.settings.staff} | {one.email for one in example.settings.staff}
    # Shorter ones stand inside of anything, and short numbers are amounts too; what is a code says nothing of anybody.
    harmless = {one.path for one in shape.walk()} | _closed(example)
    harmless |= {name for text in texts.values() for name in re.split(r"[,\t]", text.split("\n")[0])}
    looked_for = {one for one in values | staff if len(one) >= (9 if one.isdigit() else 5)} - harmless
    assert len(looked_for) > 2000
    assert {"R-00001", "Hanneke de Vries"} <= looked_for
    everything = "\n".join(text.partition("\n")[2] for text in texts.values())
    words = set(re.findall(r"[^\s,;\t\"]+", everything))
    found = {one for one in looked_for if one in words or (not one.isalnum() and one in everything)}
    assert found == set(), sorted(found)


def test_short_values_are_in_no_column_of_texts(example: Book, done: Anonymous) -> None:
    """What a column of texts holds are pseudonyms, months and the words of closed lists and registers."""
    shape = shape_of("relation")
    short = {
        value
        for record in example.records
        if record.kind == "relation"
        for value in _personal(record.document.value, shape)
        if len(value) < 5 and not value.isdigit()
    }
    codes = {
        code
        for kind in ("product", "campaign", "survey", "segment", "vocabulary")
        for code in example.ids(kind)
    }
    closed = _closed(example)
    for file in (done.folder / "csv").glob("relations*.csv"):
        with file.open(encoding="utf-8") as stream:
            cells = {
                cell
                for row in csv.DictReader(stream)
                for name, cell in row.items()
                if name not in {"key", "currency"}
            }
        assert cells & short - codes <= closed, file.name


def _closed(book: Book) -> set[str]:
    """Give the words of all closed lists, and the codes of languages and countries."""
    terms = {one.code for vocabulary in book.nodes("vocabulary") for one in vocabulary.terms}
    choices = {
        choice
        for shape in shape_of("relation").walk()
        for choice in (*shape.choices, *(shape.items.choices if shape.items else ()))
    }
    return terms | choices | {"nl", "en", "fr", "de", "NL", "BE", "DE", "US"}


def test_days_are_months(texts: Mapping[str, str]) -> None:
    """Each day is the first of its month, in each file."""
    days = {day for text in texts.values() for day in re.findall(r"\b\d{4}-\d\d-\d\d\b", text)}
    assert len(days) > 50
    assert {day[-2:] for day in days} == {"01"}


def test_days_ago_are_coarse(done: Anonymous) -> None:
    """Of a relation a number of days is a number of months; of a group it stays."""
    rows = json.loads((done.folder / "json" / "relation_activity.json").read_text(encoding="utf-8"))
    assert {row["days_since"] % 30 for row in rows if row["days_since"] is not None} == {0}


def test_tables_fit_together(example: Book, done: Anonymous) -> None:
    """One relation has one pseudonym in all tables, and another one with another key."""

    def column(name: str, place: int = 0) -> list[str]:
        lines = (done.folder / "csv" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
        return [line.split(",")[place] for line in lines]

    relations, orders = set(column("relations")), column("relations_orders")
    assert set(orders) <= relations
    assert len(set(column("rfm")) & relations) > 40
    assert len(orders) == sum(len(relation.orders) for relation in example.relations)


def test_the_key_decides(tmp_path: Path, book_of: BookOf) -> None:
    """The same key gives the same bytes, another one other pseudonyms; rows stand in the order of those."""
    given = {f"relations/R-{number:05}.yaml": {"owner": "hdv"} for number in range(2, 12)}
    root = book_of({"book.yaml": {"staff": [{"id": "hdv", "name": "Hanneke"}]}, **given}).root
    found = []
    for number, key in enumerate(("one", "one", "two")):
        _compiled(root, tmp_path / f"{number}", key)
        found.append((tmp_path / f"{number}" / "csv" / "relations.csv").read_text(encoding="utf-8"))
    assert found[0] == found[1] != found[2]
    names = [line.split(",")[0] for line in found[0].splitlines()[1:]]
    assert names == sorted(names)
    assert len(set(names)) == 11


def test_small_groups_say_nothing(done: Anonymous) -> None:
    """A group of fewer people than the book asks keeps its name and loses its figures, and so does one beside it."""
    with (done.folder / "csv" / "channel_sales.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    told, silent = ([row for row in rows if bool(row["relations"]) is is_told] for is_told in (True, False))
    assert told
    assert silent
    assert {int(row["relations"]) >= done.smallest for row in told} == {True}
    assert {row["turnover_minor"] for row in silent} == {""}
    assert done.smallest == 5
    assert done.rows >= len(silent)


def test_every_figure_about_groups_counts_people(done: Anonymous) -> None:
    """A figure about groups says which columns count the people in a row, so that none has to be left out."""
    assert [one.name for one in all_aggregates() if groups_people(one) and not one.people] == []
    assert done.left_out == ()


def test_all_the_rest_is_there(done: Anonymous, texts: Mapping[str, str]) -> None:
    """Every table and every figure has its three files, predictions among them."""
    names = {Path(name).stem for name in texts}
    assert {table.name for table in all_tables()} <= names
    assert {one.name for one in all_aggregates()} <= names
    assert "relation_outlook" in names
    assert len(texts) == 3 * len(names)
    assert done.tables + done.figures == len(names)


_OWN = """/*
title: {nl: Eigen, en: Own}
answers: {nl: Wat, en: What}
formula: {nl: Zo., en: So.}
fields: [relation.organisation.name]
key: [name]
people: [relations]
columns:
  name: {nl: Naam, en: Name}
  names: {nl: Namen, en: Names}
  relations: {nl: Relaties, en: Relations}
*/
SELECT organisation_name AS name, MIN(organisation_name) AS names, COUNT(*) AS relations
FROM relations GROUP BY organisation_name ORDER BY name NULLS FIRST
"""


def test_figures_of_the_book(tmp_path: Path, book_of: BookOf) -> None:
    """Of a figure of the book's own no text is kept either; a key that is a text becomes a pseudonym."""
    given = {
        f"relations/R-{number:05}.yaml": {"organisation": {"name": "Halm B.V."}} for number in range(2, 12)
    }
    root = book_of(given).root
    (root / "aggregates").mkdir()
    (root / "aggregates" / "by_name.sql").write_text(_OWN, encoding="utf-8")
    _compiled(root, tmp_path / "out", KEY)
    text = (tmp_path / "out" / "csv" / "by_name.csv").read_text(encoding="utf-8")
    assert "Halm" not in text
    assert re.search(r"^name-[0-9a-f]{16},10$", text, re.MULTILINE) or re.search(
        r"^name-[0-9a-f]{16},$", text, re.MULTILINE
    )
    assert text.startswith("name,relations\n")


def test_the_command(book_of: BookOf) -> None:
    """``klantboek compile --anonymous`` writes beside the other tables, and says what was done to them."""
    book = book_of({"relations/R-00002.yaml": {}})
    first, again = (
        CliRunner().invoke(app, ["compile", "--anonymous", "--book", str(book.root)]) for _ in range(2)
    )
    assert first.exit_code == again.exit_code == 0, first.output
    assert "without identity to" in first.output
    assert "numbers are replaced, and differ each time" in first.output
    assert (book.project / "build" / "anonymous" / "csv" / "relations.csv").is_file()
    assert not (book.project / "build" / "tables").exists()
