"""Purchase days on a shelf, as arrays, are what going through them one by one gives."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantboek.book.period import months_later
from klantboek.predictions import shelf
from klantboek.predictions.baskets import Basket, Baskets
from klantboek.predictions.shelf import Shelf

START = date(2024, 1, 31)
LIVES = {"a": 0, "b": 1, "c": 3}
# What no shelf has is bought as well.
DAYS = st.dictionaries(
    st.integers(0, 400), st.frozensets(st.sampled_from("abcd"), min_size=1), min_size=1, max_size=6
)
BOOKS = st.dictionaries(st.sampled_from(["R-1", "R-2", "R-3", "R-4"]), DAYS, min_size=1)
Step = tuple[list[bool], list[bool], list[bool]]


def _written(days: dict[str, dict[int, frozenset[str]]]) -> dict[str, tuple[Basket, ...]]:
    return {
        name: tuple(Basket(START + timedelta(days=day), some[day]) for day in sorted(some))
        for name, some in sorted(days.items())
    }


def _due(last: dict[str, date], day: date) -> list[bool]:
    return [
        bool(life) and code in last and months_later(last[code], life) <= day for code, life in LIVES.items()
    ]


def _steps(some: tuple[Basket, ...]) -> list[Step]:
    last: dict[str, date] = {}
    found = []
    for basket in some:
        if last:
            has, came = ([code in one for code in LIVES] for one in (last, basket.products))
            found.append((has, _due(last, basket.day), came))
        last.update(dict.fromkeys(basket.products, basket.day))
    return found


@pytest.mark.parametrize("at_once", [1, 3, 8192])
@settings(max_examples=30, deadline=None)
@given(BOOKS, st.integers(0, 500), st.lists(st.booleans(), min_size=4, max_size=4))
def test_arrays_are_what_one_by_one_gives(
    at_once: int, days: dict[str, dict[int, frozenset[str]]], until: int, chosen: list[bool]
) -> None:
    """Of each relation, also of several that are looked at together: what it had, what was due, what it bought."""
    book, day = _written(days), START + timedelta(days=until)
    learnt = np.array(chosen[: len(book)])
    stocked = Shelf(tuple(LIVES), tuple(LIVES.values())).of(Baskets.of(book))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "_ROWS", at_once)
        rows = [row for one in stocked.steps(learnt) for row in zip(one.has, one.due, one.came, strict=True)]
    found = [tuple(side.tolist() for side in row) for row in rows]
    assert found == [
        step for keep, some in zip(learnt, book.values(), strict=True) if keep for step in _steps(some)
    ]

    had = stocked.had(0, len(book), day)
    last = [{code: one.day for one in some for code in one.products} for some in book.values()]
    assert had.due.tolist() == [_due(one, day) for one in last]
    assert had.days.tolist() == [len(some) for some in book.values()]
    assert had.counts.tolist() == [
        [sum(code in one.products for one in some) for code in LIVES] for some in book.values()
    ]


@settings(max_examples=30, deadline=None)
@given(BOOKS, st.integers(-1, 401))
def test_what_came_after_a_day(days: dict[str, dict[int, frozenset[str]]], until: int) -> None:
    """The first purchase day after a day is that of each relation that bought later; several days are more than one."""
    book, day = _written(days), START + timedelta(days=until)
    baskets = Baskets.of(book)
    later = {name: [one for one in some if one.day > day] for name, some in book.items()}
    assert baskets.first_after(day) == {name: some[0].products for name, some in later.items() if some}
    assert baskets.several() == [len(some) > 1 for some in book.values()]
