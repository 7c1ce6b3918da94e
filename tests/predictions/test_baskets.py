"""Purchase days in arrays are the purchase days that were put in."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from klantboek.predictions.baskets import Basket, Baskets

START = date(2026, 1, 1)
Written = dict[str, tuple[Basket, ...]]
DAYS = st.dictionaries(
    st.integers(0, 9), st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=3), min_size=1, max_size=5
)


def _written(days: dict[str, dict[int, frozenset[str]]]) -> Written:
    return {
        name: tuple(Basket(START + timedelta(days=day), some[day]) for day in sorted(some))
        for name, some in days.items()
    }


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(["R-1", "R-2", "R-3"]), DAYS), st.integers(-1, 10))
def test_baskets_are_what_was_put_in(days: dict[str, dict[int, frozenset[str]]], until: int) -> None:
    """Each relation has its days in order; a part of the time has the days of that time, and nobody else."""
    written = _written(days)
    found = Baskets.of(written)
    assert dict(found) == written
    assert list(found) == sorted(written)
    last = START + timedelta(days=until)
    past = {name: tuple(one for one in some if one.day <= last) for name, some in written.items()}
    assert dict(found.until(last)) == {name: some for name, some in past.items() if some}
    assert found.days() == sum(map(len, written.values()))
    assert found.sold() == Counter(code for some in written.values() for one in some for code in one.products)
