"""Days from which and until which something holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.book.period import Period, first_within, months_later

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
PERIODS = st.builds(Period, st.none() | DAYS, st.none() | DAYS).filter(
    lambda one: one.first is None or one.last is None or one.first <= one.last
)


@given(PERIODS, PERIODS)
def test_periods_overlap_when_they_share_a_day(one: Period, other: Period) -> None:
    """Two periods overlap, whichever is asked, exactly when one holds the first day of the other."""
    shared = one.holds(other.first or date.min) or other.holds(one.first or date.min)
    assert one.overlaps(other) == other.overlaps(one) == shared


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 20), -12, date(2025, 11, 20)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, expected: date) -> None:
    """A day that the other month lacks becomes its last one."""
    assert months_later(day, months) == expected


@given(st.dates(date(1, 2, 1), date(9998, 12, 31)), st.integers(0, 1500))
def test_first_day_within_so_many_months(today: date, months: int) -> None:
    """From that day on so many months reach today, and from the day before they don't."""
    first = first_within(today, months)
    assert months_later(first, months) >= today
    assert first == date.min or months_later(date.fromordinal(first.toordinal() - 1), months) < today
