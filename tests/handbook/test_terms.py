"""The words that something is found by."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.handbook.terms import Entry, cut, dialled, fold, terms_of


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


def test_word_in_a_name_stands_nowhere_else() -> None:
    """Words of the name count for more, so they are not among the others; phone numbers are."""
    entry = Entry(
        "Bakker Noël", "relations/R-1.html", 0, "R-1", ("R-1", "noel@bakker.example", "NOEL"), ("0570-1",)
    )
    assert terms_of(entry) == ({"bakker", "noel"}, {"r-1", "noel@bakker.example", "5701"})


@pytest.mark.parametrize(
    ("name", "words", "named", "others"),
    [
        ("Bakkerij Van den Bossche", (), "bakkerij van den bossche vandenbossche", ""),
        ("De Wilg", (), "de wilg dewilg", ""),
        ("Bakker van", (), "bakker van", ""),
        ("Vandenbossche", (), "vandenbossche", ""),
        ("Halm", ("Els", "van 't", "Hof"), "halm", "els van t hof vanthof"),
    ],
)
def test_name_is_found_as_one_word_too(name: str, words: tuple[str, ...], named: str, others: str) -> None:
    """Whoever heard a name doesn't know where its spaces are."""
    entry = Entry(name, "relations/R-1.html", 0, "", words, ())
    assert terms_of(entry) == (set(named.split()), set(others.split()))
