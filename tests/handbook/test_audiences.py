"""A handbook for an audience holds nothing that is closed to it, in no byte of any file."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from given import git, results
from klantboek.aggregates import all_aggregates
from klantboek.book import Book, load
from klantboek.book.audience import open_book
from klantboek.changes import Fix
from klantboek.errors import UnknownNameError
from klantboek.findings import Finding, Identity, Place, Severity
from klantboek.handbook import build
from klantboek.handbook.audience import open_findings, open_results
from klantboek.handbook.writing import writing
from klantboek.schema import check
from klantboek.shapes import KINDS, shape_of
from klantboek.yaml import read, write

TODAY = date(2026, 11, 20)
AUDIENCES = ("street", "desk", "office")
# What the pages say themselves can be the same as a short value; the values of the full relation are longer.
_SHORTEST = 5


def _scalars(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _scalars(item)
    else:
        yield value


def _of(book: Book) -> set[str]:
    """Give every value of the relations of a book as text."""
    return {
        str(one)
        for record in book.records
        if record.kind in {"relation", "judgement"}
        for one in _scalars(record.document.value)
    }


def _written(value: str) -> set[str]:
    """Give a value in every way that a page or an index may write it."""
    found = {value, html.escape(value), value.replace("&", "\\u0026")}
    for language in ("nl", "en"):
        write = writing(language)
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            found |= {write.date(date.fromisoformat(value)), write.day(date.fromisoformat(value))}
        elif re.fullmatch(r"\d+\.\d\d", value):
            found |= {write.number(Decimal(value)), str(Decimal(value) * 100).removesuffix(".00")}
        elif re.fullmatch(r"\+\d+", value):
            found |= {write.phone(value)}
    return found


def _bytes(folder: Path) -> bytes:
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


@pytest.mark.parametrize("audience", AUDIENCES)
def test_closed_values_are_in_no_byte(small_book: Book, tmp_path: Path, audience: str) -> None:
    """No page, index or other file has a value that is closed, however it is written; what is open is there."""
    seen = open_book(small_book, audience)
    opened, whole = _of(seen.part) | {record.id for record in seen.part.records}, _of(small_book)
    closed = {one for one in whole - opened if len(one) >= _SHORTEST}
    assert len(closed) > 50
    assert any("<b>44</b>" in record.document.text for record in small_book.records)
    built = build(small_book.root, book=small_book, folder=tmp_path / "built", audience=audience)
    text = _bytes(built.folder).decode("utf-8")
    pages_say = _bytes(
        build(_emptied(small_book, tmp_path), as_of=TODAY, folder=tmp_path / "none").folder
    ).decode("utf-8")
    leaked = [
        one for one in sorted(closed) for form in _written(one) if form in text and form not in pages_say
    ]
    assert leaked == []
    misfit = (built.folder / "relations" / "R-00098.html").read_text(encoding="utf-8")
    assert "shoe_size" not in misfit
    if audience != "street":
        assert "someone" in text


def _emptied(book: Book, folder: Path) -> Path:
    """Give a copy of a book without relations and judgements: what its pages say is no leak."""
    root = folder / "records"
    for record in book.records:
        if record.kind not in {"relation", "judgement"}:
            file = root / record.file
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(record.document.text, encoding="utf-8")
    return root


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_is_left_fits_its_schema(small_book: Book, audience: str) -> None:
    """A group that lost something it needs is gone as a whole; only a relation may be left without a name."""
    for record in open_book(small_book, audience).part.records:
        value = record.document.value
        if not record.fits or record.kind == "book":
            continue
        if record.kind != "relation" or not {"person", "organisation"}.isdisjoint(value):
            again = read(write(value).encode(), record.file)
            found, fits = check(record.kind, record.id, again)
            assert fits, (record.file, [one.message for one in found])


def test_audience_that_sees_everything_has_the_whole_handbook(
    small_book: Book, handbooks: dict[str, Path], tmp_path: Path
) -> None:
    """With every sensitivity open, the bytes are those of the handbook itself."""
    built = build(
        small_book.root, book=small_book, language="nl", folder=tmp_path / "built", audience="board"
    )
    assert _bytes(built.folder) == _bytes(handbooks["nl"])


def test_history_of_the_files_is_closed(own_book: Path) -> None:
    """What git remembers of a record, and says in its commits, is in no page of an audience."""
    record = own_book / "relations" / "R-00003.yaml"
    git(own_book, "init", "-q")
    for name in ("Zorgeloos Oudnaam", "Bakkerij 't Hoekje Noël"):
        record.write_text(
            re.sub(r"name: .*", f'name: "{name}"', record.read_text(encoding="utf-8"), count=1),
            encoding="utf-8",
        )
        git(own_book, "add", "-A")
        git(own_book, "commit", "-q", "-m", f"Uitgelekt over {name}")
    text = _bytes(build(own_book, as_of=TODAY, audience="desk").folder)
    assert b"Uitgelekt" not in text
    assert b"Oudnaam" not in text


def test_dictionary_closes_what_the_schema_leaves_open(own_book: Path, put: Any) -> None:
    """The entry that speaks for a field counts as well, and one for a field of the book's own opens it."""
    entry = dict(load(own_book, TODAY).find("dictionary", "bread").document.value)  # type: ignore[union-attr]  # it is there
    put(own_book, "dictionary/bread.yaml", {**entry, "sensitivity": "contact"})
    put(
        own_book,
        "dictionary/branch.yaml",
        {**entry, "code": "branch", "fields": ["relation.branches"], "sensitivity": "private"},
    )
    part = open_book(load(own_book, TODAY), "desk").part
    relation = part.find("relation", "R-00001")
    assert relation is not None
    assert relation.document.value["custom"].keys() == {"bread"}
    assert "branches" not in relation.document.value


def test_figures_of_closed_fields_are_left_out(small_book: Book, tmp_path: Path) -> None:
    """A sum over what is left would be a wrong figure: one that needs a closed field has no page."""
    desk = build(small_book.root, book=small_book, folder=tmp_path / "desk", audience="desk").folder
    board = build(small_book.root, book=small_book, folder=tmp_path / "board", audience="board").folder
    assert (board / "figures" / "relation_activity.html").exists()
    assert not (desk / "figures" / "relation_activity.html").exists()


def test_findings_are_told_in_the_words_of_their_rule(small_book: Book) -> None:
    """What lint says of an open field is told by its rule and line; nothing is told of what is closed or is no record."""
    place = Place("relations/R-00003.yaml", 7, 3, 8, 9, "SECRET")
    told = Finding(
        "KB204", Severity.ERROR, "relation/R-00003", ("phones", 0, "number"), place, "SECRET", "SECRET", "SECRET",
        replace(place, file="SECRET"), "SECRET", Fix("SECRET", ()), Identity("SECRET", "SECRET"),
    )  # fmt: skip
    closed = [
        replace(told, path=("complaints", 0, "description")),
        replace(told, record="relation/R-00099"),
        replace(told, record="relation/R-12345"),
        replace(told, record="file/odd/x.yaml", path=()),
        replace(told, code="KB999"),
    ]
    (found,) = open_findings(open_book(small_book, "desk"), [*closed, told])
    assert "SECRET" not in repr(found)
    assert (found.code, found.record, found.path) == (told.code, told.record, told.path)
    assert found.place == Place("relations/R-00003.yaml", 7, 1, 7, 1)
    assert found.message
    assert found.why
    assert open_findings(open_book(small_book, "board"), [told]) == (told,)


def test_figures_of_ledgers_are_closed_with_them(book_of: Callable[..., Book]) -> None:
    """Ledgers are open as a whole or not at all: where they are closed, a figure of orders is not of all of them."""
    audience = {"code": "office", "names": {"nl": "Kantoor", "en": "Office"}, "sees": ["none", "personal"]}
    given = {"book.yaml": {"audiences": [audience]}}
    figures = results({one.name: [] for one in all_aggregates()})
    without = open_results(open_book(book_of(given), "office"), figures)
    beside = open_results(open_book(book_of({**given, "ledgers/2026.csv": {}}), "office"), figures)
    assert {"orders_by_year", "contact_kinds"} <= without.keys()
    # Here some fields are open, and others are not.
    assert "payment_behaviour" not in without
    assert "contact_kinds" in beside
    assert not any(
        field.startswith("relation.orders.") for one in beside.values() for field in one.aggregate.fields
    )


def test_each_audience_has_a_folder_of_its_own(own_book: Path) -> None:
    """The handbook of an audience never takes the place of the whole one."""
    whole, desk = build(own_book, as_of=TODAY).folder, build(own_book, as_of=TODAY, audience="desk").folder
    assert desk == whole.with_name("handbook-desk")
    assert (whole / "index.html").is_file()


def test_unknown_audience_is_named(small_book: Book, tmp_path: Path) -> None:
    """An audience that book.yaml does not know is an error that says the nearest one."""
    with pytest.raises(UnknownNameError, match="'offise'") as caught:
        build(small_book.root, book=small_book, folder=tmp_path / "x", audience="offise")
    assert "office" in caught.value.help


def test_every_field_is_open_to_who_sees_everything(small_book: Book) -> None:
    """Open and closed are told for every field of every schema."""
    board, street = open_book(small_book, "board").audience, open_book(small_book, "street").audience
    shapes = [one for kind in KINDS for one in shape_of(kind).walk()]
    assert all(board.sees_field(one.path) for one in shapes)
    assert {one.path for one in shapes if street.sees_field(one.path)} < {
        one.path for one in shapes if not one.sensitivity or one.sensitivity == "none"
    }
