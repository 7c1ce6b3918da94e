"""Rows of a long list that are put aside while it is made."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from klantboek.handbook.aside import RowsAside
from klantboek.handbook.listing import Column, Listing, text

_ROWS = st.lists(st.text(st.characters(codec="utf-8")), max_size=6)
_PLACE = st.none() | st.integers(-8, 8)


@given(st.lists(_ROWS, max_size=4), _PLACE, _PLACE)
def test_rows_aside_are_those_of_a_list(parts: list[list[str]], start: int | None, stop: int | None) -> None:
    """They come back as they were, one or some, also between two times that rows are added."""
    aside, held = RowsAside(), list[str]()
    for part in parts:
        aside.add(map(Markup, part))
        held += part
        assert [*aside] == held
        assert len(aside) == len(held)
        assert [*aside[start:stop]] == held[start:stop]
        # The first one comes last, so that what is added next finds its place by itself.
        backwards = range(len(held) - 1, -len(held) - 1, -1)
        assert [aside[place] for place in backwards] == held[::-1] + held[::-1]
    assert all(type(row) is Markup for row in aside)


def test_list_with_rows_aside_is_the_list() -> None:
    """A list is drawn from them as from rows that are held."""
    rows = Listing.of([Column("Naam")], ([text(f"Molen & zoon {number}")] for number in range(317)))
    aside = RowsAside()
    aside.add(rows.rows)
    other = Listing(rows.columns, aside)
    assert (other.body, [*other.rest], other.rest_size) == (rows.body, [*rows.rest], rows.rest_size)
