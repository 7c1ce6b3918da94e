"""The search index as it is written, and written again after some records changed."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from given import examples, lay_out
from klantboek.book import Book, load
from klantboek.handbook import shards
from klantboek.handbook.edition import Edition
from klantboek.handbook.output import Output
from klantboek.handbook.searched import Searched
from klantboek.handbook.searching import print_search
from klantboek.handbook.terms import cut

_NAMES = ["Bakkerij Noël", "Molen", "Bakkerij de Molen", "Café 't Hoekje", "Halm"]
_CITIES = ["Deventer", "Gent", "Zwolle"]


def _relation(name: str, city: str) -> dict[str, Any]:
    return {
        "organisation": {"name": name},
        "addresses": [{"uses": ["visiting"], "street": "Kade", "house_number": "1", "postcode": "7411 AB", "city": city, "country": "NL"}],
    }  # fmt: skip


def _book(root: Path, relations: list[tuple[str, str]]) -> Book:
    files = {f"relations/R-{row:05}.yaml": _relation(*one) for row, one in enumerate(relations, 1)}
    lay_out(root, {"book.yaml": {}, "products/oven.yaml": {"names": {"nl": "Oven", "en": "Oven"}}, **files})
    found = load(root, date(2026, 11, 20))
    assert all(record.fits for record in found.records)
    return found


def _print(book: Book, folder: Path, kept: Path | None = None) -> set[str]:
    found = print_search(Edition(book, "nl", (), {}), Output(folder), folder, Searched(kept))
    return {one.page for one in found}


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "search").iterdir()}


_RELATIONS = st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_CITIES)), min_size=1, max_size=6)


@settings(max_examples=examples(24))
@given(turns=st.lists(_RELATIONS, min_size=2, max_size=3))
def test_index_written_again_is_the_index_written_anew(
    turns: list[list[tuple[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Relations get other names and cities, come and go: the files that are named hold the same bytes."""
    root = tmp_path_factory.mktemp("book")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "_FEWEST", 40)
        patch.setattr(shards, "_MOST", 120)
        patch.setattr(shards, "_ONE_IN", 2)
        for number, relations in enumerate(turns):
            book = _book(root / str(number) / "records", relations)
            named = _print(book, root / "again", root / "search.sqlite")
            assert _print(book, root / f"anew{number}") == named
            anew = _files(root / f"anew{number}")
            assert named == {f"search/{name}" for name in anew}
            again = _files(root / "again")
            assert {name: again[name] for name in anew} == anew


def test_what_stays_the_same_is_not_written(tmp_path: Path) -> None:
    """After one city of many relations changed few scripts are another; a damaged one is written anew."""
    relations = [(f"Molen {number}", f"Stad{number}") for number in range(150)]
    kept = tmp_path / "search.sqlite"
    first = _print(_book(tmp_path / "a" / "records", relations), tmp_path, kept)
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in first}
    relations[77] = "Molen 77", "Elders"
    second = _print(_book(tmp_path / "b" / "records", relations), tmp_path, kept)
    written = {name for name in second if (tmp_path / name).stat().st_mtime_ns != before.get(name)}
    assert len(written) <= 5 < len(second)
    assert any("/r" in name for name in written)
    (tmp_path / "search" / "index.js").unlink()
    broken = next(name for name in sorted(second) if "/b" in name)
    (tmp_path / broken).write_text("x", encoding="utf-8")
    third = _print(_book(tmp_path / "b" / "records", relations), tmp_path, kept)
    assert third == second
    assert (tmp_path / broken).read_text(encoding="utf-8").startswith("klantboekPart(")
    assert (tmp_path / "search" / "index.js").is_file()


def test_what_is_closed_to_an_audience_by_now_is_gone_from_its_index(tmp_path: Path) -> None:
    """The files say what they said, and the audience sees less of them."""
    root, kept = tmp_path / "records", tmp_path / "search.sqlite"
    lay_out(
        root,
        {
            "book.yaml": {},
            "relations/R-00001.yaml": _relation("Molen", "Gent"),
        },
    )
    book = load(root, date(2026, 11, 20))
    closed = replace(
        book.records[-1], document=replace(book.records[-1].document, value=_relation("Molen", "Elders"))
    )
    for records in (book.records, (*book.records[:-1], closed)):
        edition = Edition(replace(book, records=records), "nl", (), {}, audience="desk")
        named = print_search(edition, Output(tmp_path), tmp_path, Searched(kept))
    texts = "".join((tmp_path / one.page).read_text(encoding="utf-8") for one in named)
    assert "elders" in texts
    assert "gent" not in texts


def test_kept_state_of_somebody_else_costs_only_time(tmp_path: Path) -> None:
    """What can't be read is thrown away, and the index is whole."""
    kept = tmp_path / "search.sqlite"
    kept.write_bytes(b"no database at all, and long enough to be looked at as if it were one" * 20)
    named = _print(_book(tmp_path / "records", [("Molen", "Gent")]), tmp_path, kept)
    assert "search/index.js" in named


def test_every_word_leads_to_its_rows(tmp_path: Path) -> None:
    """Names, cities and numbers stand in the part that the first words point to, with the rows that have them."""
    relations = [(_NAMES[row % 5], f"{_CITIES[row % 3]}{row % 7}") for row in range(120)]
    _print(_book(tmp_path / "records", relations), tmp_path)
    told = _called(tmp_path, "index")
    assert told["relations"] == 1
    words: dict[str, Any] = {}
    for name in told["begins"]["names"]:
        words |= _called(tmp_path, name)
    shown = [row for number in range(3) for row in _called(tmp_path, f"r{number}")]
    assert len(shown) == 121
    for row, (title, page, kind, below) in enumerate(shown):
        assert told["kinds"][kind] == ("Relatie" if page.startswith("relations/") else "Product")
        assert all(row in _rows(words[word][0]) for word in cut(title))
        assert all(row in _rows(words[word][1]) or word in cut(title) for word in cut(below))
    ends = {word for name in told["ends"]["names"] for word in _called(tmp_path, name)}
    assert {"jirekkab", "nelom"} <= ends


def _called(folder: Path, name: str) -> Any:
    text = (folder / "search" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text[text.index("(" if name == "index" else ",") + 1 : text.rindex(")")])


def _rows(steps: list[int]) -> list[int]:
    return [sum(steps[: place + 1]) for place in range(len(steps))]
