"""Rows about relations in arrays: who, when, what and how much; a million of them take little room."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Placed:
    """Rows in arrays of the same length.

    ``places`` says which of the ``relations`` a row is about, ``said`` which of the ``words`` stands in it; both
    are in the order of their texts. ``days`` are ordinals, ``amounts`` minor units.
    """

    relations: tuple[str, ...]
    words: tuple[str, ...]
    places: Whole
    days: Whole
    said: Whole
    amounts: Whole


class Gathered:
    """Rows on their way to arrays, in whatever order they come."""

    def __init__(self) -> None:
        self._relations: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._places, self._days, self._said = array("i"), array("i"), array("i")
        self._amounts = array("q")

    def add(self, relation: str, day: date, word: str = "", amount: int = 0) -> None:
        """Add a row."""
        self._places.append(self._relations.setdefault(relation, len(self._relations)))
        self._days.append(day.toordinal())
        self._said.append(self._words.setdefault(word, len(self._words)))
        self._amounts.append(amount)

    def placed(self) -> Placed:
        """Give the rows."""
        relations, places = _in_order(self._relations, self._places)
        words, said = _in_order(self._words, self._said)
        return Placed(relations, words, places, _whole(self._days), said, _whole(self._amounts))


def _in_order(found: Mapping[str, int], numbers: "array[int]") -> tuple[tuple[str, ...], Whole]:
    """Give texts in their order, and for each row the place that its text has there."""
    texts = tuple(sorted(found))
    ranks = np.zeros(len(texts), dtype=np.int64)
    ranks[[found[one] for one in texts]] = np.arange(len(texts))
    return texts, ranks[_whole(numbers)]


def _whole(numbers: "array[int]") -> Whole:
    return np.array(numbers, dtype=np.int64)
