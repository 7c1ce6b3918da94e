"""The index of the search, cut into parts."""

import json
import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.handbook.shards import Entry, cut, dialled, fold, scripts


def _entry(number: int, *words: str, numbers: tuple[str, ...] = ()) -> Entry:
    return Entry(f"Naam {number}", f"relations/R-{number:05}.html", 0, f"R-{number:05}", words, numbers)


def _part(found: Mapping[str, str], name: str) -> Any:
    text = found[f"{name}.js"]
    assert text.startswith(f'klantboekPart("{name}",')
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def _told(found: Mapping[str, str]) -> Any:
    text = found["index.js"]
    return json.loads(text[text.index("(") + 1 : text.rindex(")")])


def _rows(places: list[int]) -> list[int]:
    found, row = [], 0
    for step in places:
        row += step
        found.append(row)
    return found


def test_every_word_leads_to_its_rows() -> None:
    """A word stands in the one part that the list of first words points to, with the rows that have it."""
    found = scripts([_entry(number, f"woord{number % 900}") for number in range(3000)], ["Relatie"])
    firsts = _told(found)["begins"]
    assert len(firsts) > 1
    assert all(one < other for one, other in pairwise(firsts))
    for number, first in enumerate(firsts):
        part = _part(found, f"b{number}")
        assert next(iter(part)) == first
        assert max(part) < ([*firsts, "\uffff"])[number + 1]
        for word, (named, more) in part.items():
            for row in _rows(named):
                assert word in cut(_part(found, f"r{row // 50}")[row % 50][0])
            if word.startswith("woord"):
                assert len(_rows(more)) == (4 if int(word[5:]) < 300 else 3)


def test_no_part_is_large(request: pytest.FixtureRequest) -> None:
    """However many words there are, a part has some thousands of letters; all parts are named by the index."""
    found = scripts(
        [_entry(number, f"a{number}b", f"zeldzaam{number}") for number in range(5000)], ["Relatie"]
    )
    assert max(map(len, found.values())) < 20_000, request.node.name
    told = _told(found)
    assert sum(name.startswith("b") for name in found) == len(told["begins"])
    assert sum(name.startswith("e") for name in found) == len(told["ends"])


def test_same_entries_give_the_same_bytes_in_any_order() -> None:
    """The order of the records is nothing to the index."""
    entries = [_entry(number, "a b", numbers=(f"+3157001230{number % 10}",)) for number in range(200)]
    assert scripts(entries, ["x"]) == scripts(entries[::-1], ["x"])


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("+31 570 012 300", ["31570012300", "570012300"]),
        ("+32 9 000 12 34", ["3290001234", "90001234"]),
        ("0570-012300", ["570012300"]),
        ("+1 (555) 0100", ["15550100", "5550100"]),
        ("bel mij", []),
    ],
)
def test_number_is_found_as_it_is_dialled(number: str, digits: list[str]) -> None:
    """From abroad with the code of the country, at home without it and without the nought."""
    assert list(dialled(number)) == digits


@given(st.text())
def test_words_need_no_escape(text: str) -> None:
    """What a word holds can stand in a script between quotes, whatever was written."""
    assert all(
        re.fullmatch(r"[\w@.+-]+", word) and '"' not in word and "\\" not in word for word in cut(text)
    )


def test_accents_and_capitals_are_nothing() -> None:
    """Letters that other keyboards lack are written with what they have."""
    assert fold("Café Ærø, Straße, Łódź") == "cafe aero, strasse, lodz"
    assert cut("Bakkerij 't Hoekje (Noël) jan@molen.example +31") == (
        "bakkerij", "t", "hoekje", "noel", "jan@molen.example", "31",
    )  # fmt: skip
