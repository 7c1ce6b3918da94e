"""Small texts on pages: lists of values, dates that are links."""

import re
from pathlib import Path

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.handbook.markup import enumerated, escaped, harmless, link


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ([], ""),
        (["zonder", "met"], "zonder, met"),
        (["400 V, 32 A", "400 V, 63 A"], "400 V, 32 A; 400 V, 63 A"),
        (["a & b", "c"], "a &amp; b, c"),
    ],
)
def test_values_with_commas_are_told_apart(texts: list[str], told: str) -> None:
    """Between texts that have commas of their own stands a semicolon."""
    assert enumerated([escaped(one) for one in texts]) == told


def test_links_are_told_apart_by_themselves() -> None:
    """A link shows where it ends."""
    assert enumerated([link("a", "Oil, 5 l"), link("b", "Salt")]) == (
        '<a href="a">Oil, 5 l</a>, <a href="b">Salt</a>'
    )


def test_date_in_a_list_stays_on_a_line(handbooks: dict[str, Path]) -> None:
    """The date of a complaint leads to it, and no line ends inside it."""
    page = (handbooks["nl"] / "complaints.html").read_text(encoding="utf-8")
    assert re.search(r'#complaints-\d+">\d+\u00a0[a-z]+\u00a0\d{4}</a>', page)


@given(st.text("ab &<>'\"\u00a0\u20ac\U0001f600", max_size=12))
def test_texts_are_escaped_once(text: str) -> None:
    """Our quick ways to escape a text say what the library says, and leave alone what was escaped."""
    told = markupsafe.escape(text)
    assert escaped(text) == harmless(text) == told
    assert escaped(told) == harmless(told) == told
    assert isinstance(escaped(text), markupsafe.Markup)
