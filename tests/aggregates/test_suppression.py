"""Groups of too few people are left out, and no sum over what is told gives them away."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.aggregates.suppression import Grouped, suppressed, years

SMALLEST = 5


def _rows(*people: int) -> list[Grouped]:
    return [Grouped(((f"k{number}",),), (count,)) for number, count in enumerate(people)]


@pytest.mark.parametrize(
    ("people", "gone"),
    [
        ((), set()),
        ((7, 9, 12), set()),
        # Alone it could be told from the total of all.
        ((7, 3, 12), {0, 1}),
        # Two of them together are still a small group.
        ((2, 2, 9, 12), {0, 1, 2}),
        ((0, 7, 3), {1, 2}),
        # There is nothing else to leave out.
        ((3,), {0}),
        ((3, 2), {0, 1}),
    ],
)
def test_a_table_by_one_key(people: tuple[int, ...], gone: set[int]) -> None:
    """A row of few people goes, with the smallest other one; rows of nobody give nobody away."""
    assert suppressed(_rows(*people), SMALLEST) == gone


def test_the_months_of_a_year() -> None:
    """The total of the year may stand elsewhere, so the second row is one of the same year."""
    months = {"2025-01": 9, "2025-02": 3, "2025-03": 8, "2026-01": 6}
    rows = [Grouped((years(month),), (count,)) for month, count in months.items()]
    assert suppressed(rows, SMALLEST) == {1, 2}


def test_two_keys() -> None:
    """By two keys a square goes: in each row and each column the total hides one behind another."""
    rows = [
        Grouped(((a,), (b,)), (3 if (a, b) == ("x", "p") else 10 + number,))
        for number, (a, b) in enumerate(product("xyz", "pqr"))
    ]
    assert suppressed(rows, SMALLEST) == {0, 1, 3, 4}


def test_a_bridge_between_squares() -> None:
    """Where each total hides two but a row follows from several totals together, one more goes."""
    small = {
        ("a", "p"),
        ("a", "q"),
        ("b", "p"),
        ("b", "q"),
        ("b", "r"),
        ("c", "r"),
        ("c", "s"),
        ("d", "r"),
        ("d", "s"),
    }
    rows = [
        Grouped(
            ((a,), (b,)),
            (9 if (a, b) in small and (a, b) != ("b", "r") else 2 if (a, b) == ("b", "r") else 50,),
        )
        for a, b in product("abcd", "pqrs")
    ]
    gone = suppressed(rows, SMALLEST)
    assert rows.index(Grouped((("b",), ("r",)), (2,))) in gone
    assert not _recomputed(rows, gone)


def test_several_numbers_of_people() -> None:
    """A row that tells of several groups goes when any of them is small."""
    rows = [Grouped(((name,),), parts) for name, parts in (("a", (50, 2)), ("b", (50, 0)), ("c", (50, 9)))]
    assert suppressed(rows, SMALLEST) == {0, 2}


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"),
            st.sampled_from(["2025-01", "2025-02", "2026-01", "2026-02"]),
            st.integers(0, 12),
        ),
        unique_by=lambda one: one[:2],
        max_size=14,
    )
)
def test_nothing_can_be_recomputed(cells: list[tuple[str, str, int]]) -> None:
    """No small group follows from totals of any key, and what a total shows together is no small group."""
    rows = [Grouped(((a,), years(month)), (count,)) for a, month, count in cells]
    gone = suppressed(rows, SMALLEST)
    assert {place for place, row in enumerate(rows) if 0 < row.fewest < SMALLEST} <= gone
    # What totals alone give away is for the tables of those totals to leave out.
    assert _recomputed(rows, gone) <= _recomputed(rows, range(len(rows)))
    for line in _totals(rows):
        out = [place for place in line if place in gone]
        if out and any(place not in gone for place in line):
            assert len(out) > 1
            assert max(rows[place].fewest for place in out) >= SMALLEST


def _totals(rows: list[Grouped]) -> list[list[int]]:
    """Give the rows of each total, counted out by hand: of each key its value, a coarser one, or all.

    Rows of nobody add nothing.
    """
    names = [[[*groups, ""] for groups in row.groups] for row in rows]
    return [
        [place for place, name in enumerate(names) if rows[place].fewest and wanted in product(*name)]
        for wanted in {one for name in names for one in list(product(*name))[1:]}
    ]


def _recomputed(rows: list[Grouped], gone: Iterable[int]) -> set[int]:
    """Solve exactly for what is left out, from all totals of enough people; give the small groups that follow."""
    places = sorted(gone)
    equations = [
        [Fraction(place in line) for place in places]
        for line in _totals(rows)
        if sum(rows[place].fewest for place in line) >= SMALLEST
    ]
    return {
        places[row.index(Fraction(1))]
        for row in _reduced(equations)
        if sum(value != 0 for value in row) == 1 and rows[places[row.index(Fraction(1))]].is_small(SMALLEST)
    }


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Give the reduced echelon form (Gauss and Jordan)."""
    rows, done = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((number for number in range(done, len(rows)) if rows[number][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for number, row in enumerate(rows):
            if number != done and row[column]:
                rows[number] = [one - row[column] * other for one, other in zip(row, rows[done], strict=True)]
        done += 1
    return rows[:done]
