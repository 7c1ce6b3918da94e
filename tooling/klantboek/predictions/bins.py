"""Values of relations put into a few bins, so that they can be counted."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

PARTS = 5
_NAMED = 8
_ONE_IN = 20
# Fewer different numbers are bins as they are.
_FEW = 5


def binned(values: Sequence[Any]) -> list[int]:
    """Give a bin for each value: 0 when there is none, from 1 on for the others.

    Numbers and days go into five parts of equal size, equal values always into the same:
    1 + ⌊5 · (number of smaller values) / n⌋; up to five different ones are a part each. Of texts those
    that one in twenty of the relations have are a bin each, eight at most, and the others one together: of a
    name or a story only counts that there is one.
    """
    known = [value for value in values if value is not None]
    numbers = bool(known) and all(_is_number(value) for value in known)
    places = _parts(known) if numbers and len(set(known)) > _FEW else _names(known)
    return [places[value] + 1 if value is not None else 0 for value in values]


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal, date)) and not isinstance(value, bool)


def _parts(known: Sequence[Any]) -> dict[Any, int]:
    ordered = sorted(known)
    return {value: PARTS * bisect_left(ordered, value) // len(ordered) for value in set(known)}


def _names(known: Sequence[Any]) -> dict[Any, int]:
    counts = sorted(Counter(known).items(), key=lambda one: (-one[1], str(one[0])))
    return {
        value: min(place, _NAMED) if count * _ONE_IN >= len(known) else _NAMED
        for place, (value, count) in enumerate(counts)
    }
