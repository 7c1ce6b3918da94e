"""Round numbers and months along an axis."""

from collections.abc import Collection
from datetime import date
from math import ceil, floor, log10

_YEAR = 12


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Give about ``wanted`` round steps from at or below ``low`` to at or above ``high``."""
    if high <= low:
        high = low + 1
    rough = (high - low) / wanted
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step)
    return [number * step for number in range(first, last + 1)]


def growing(low: float, high: float, wanted: int = 6) -> list[float]:
    """Give steps of 1, 2, 5, 10 … away from nought, at most ``wanted`` to the farther side, around ``low`` and ``high``.

    They show how many are small where a few are very large.
    """
    far = max(abs(low), abs(high))
    tens = floor(log10(far))
    sizes = [10.0**power * factor for power in range(tens - wanted, tens + 2) for factor in (1, 2, 5)]
    last = next(place for place, size in enumerate(sizes) if size >= far * 0.999)
    sizes = sizes[max(last - wanted + 1, 0) : last + 1]
    return [*reversed([-size for size in _until(sizes, -low)]), 0.0, *_until(sizes, high)]


def _until(sizes: list[float], end: float) -> list[float]:
    """Give the sizes below an end, and the one that reaches it; none for an end that is not above nought."""
    if end <= 0:
        return []
    return sizes[: 1 + next(place for place, size in enumerate(sizes) if size >= end * 0.999)]


def months(found: Collection[date], today: date, most: int) -> list[date]:
    """Give the first days of all months between those that are found, at most so many of them, around the one nearest to today."""
    numbers = [_number(day) for day in found]
    middle = min(numbers, key=lambda one: (abs(one - _number(today)), one))
    first = max(min(numbers), min(middle - most // 2, max(numbers) - most + 1))
    shown = [one for one in numbers if first <= one < first + most]
    return [date(one // _YEAR, one % _YEAR + 1, 1) for one in range(min(shown), max(shown) + 1)]


def _number(day: date) -> int:
    return day.year * _YEAR + day.month - 1
