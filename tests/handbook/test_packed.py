"""What is known of very many relations, held in little room: it answers as a dict does."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from klantboek.handbook.packed import Activity, Digests, Packed

PLACES = {"R-00001": 0, "R-00002": 1, "R-00004": 2, "R-00005": 3}
# The last is no relation of the book.
_NAMES = st.sampled_from([*PLACES, "R-00009"])
_SIGNED = st.integers(-(2**63), 2**63 - 1)
_DAYS, _AMOUNTS = st.none() | st.dates(min_value=date(1900, 1, 1)), st.none() | _SIGNED
_ROWS = st.lists(st.tuples(_NAMES, _DAYS, _AMOUNTS, st.sampled_from([None, "EUR", "CHF"])))


@given(st.lists(st.tuples(_NAMES, _SIGNED)))
def test_numbers_are_those_of_a_dict(found: list[tuple[str, int]]) -> None:
    """Of several for one relation the last counts, nought is a number, and of others than the relations nothing is held."""
    expected = {name: value for name, value in dict(found).items() if name in PLACES}
    packed = Packed(PLACES, found)
    assert packed == expected
    assert len(packed) == len(expected)
    assert [packed.get(name) for name in (*PLACES, "R-00009")] == [
        expected.get(name) for name in (*PLACES, "R-00009")
    ]


@given(st.lists(st.tuples(_NAMES, st.integers(0, 2**64 - 1))))
@example([("R-00001", 2**64 - 1)])
def test_digests_are_written_as_they_stand_in_what_is_kept(found: list[tuple[str, int]]) -> None:
    """They are numbers without a sign, in sixteens."""
    digests = Digests(Packed(PLACES, found, signed=False))
    assert digests == {name: f"{value:x}" for name, value in dict(found).items() if name in PLACES}
    assert len(digests) == len([*digests])


@given(_ROWS)
def test_what_lists_say_is_that_of_a_dict(
    rows: list[tuple[str, date | None, int | None, str | None]],
) -> None:
    """A day, an amount and a currency may each be missing, which is something else than that nothing is said."""
    expected = {name: told for name, *told in rows if name in PLACES}
    activity = Activity(PLACES, rows)
    assert activity == expected
    assert len(activity) == len(expected)
    assert [activity.get(name) for name in PLACES] == [expected.get(name) for name in PLACES]
    with pytest.raises(KeyError):
        activity["R-00009"]
