"""What is known of each of very many relations, by their numbers, in little room."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

# A day that there is no other way to say.
_NO_DAY = 0


class Packed(Mapping[str, int]):
    """A whole number for relations that have one."""

    def __init__(
        self, places: Mapping[str, int], found: Iterable[tuple[str, int]], *, signed: bool = True
    ) -> None:
        """Take in numbers of 64 bits; ``places`` counts the relations from nought, and of others nothing is held."""
        self._places = places
        size = max(places.values(), default=-1) + 1
        self._values, self._there = array("q" if signed else "Q", [0]) * size, bytearray(size)
        for name, value in found:
            place = places.get(name)
            if place is not None:
                self._values[place], self._there[place] = value, 1

    def __getitem__(self, name: str) -> int:
        """Give the number of a relation. Raises KeyError."""
        place = self._places[name]
        if not self._there[place]:
            raise KeyError(name)
        return self._values[place]

    def __iter__(self) -> Iterator[str]:
        """Give the relations that have a number."""
        return (name for name, place in self._places.items() if self._there[place])

    def __len__(self) -> int:
        return sum(self._there)


class Digests(Mapping[str, str]):
    """The same of numbers that stand for something, as texts."""

    def __init__(self, packed: Mapping[str, int]) -> None:
        self._packed = packed

    def __getitem__(self, name: str) -> str:
        """Give the text of a relation. Raises KeyError."""
        return f"{self._packed[name]:x}"

    def __iter__(self) -> Iterator[str]:
        """Give the relations that have a text."""
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


class Activity(Mapping[str, list[Any]]):
    """The day of the last order, an amount and its currency of relations that have them; each may be None."""

    def __init__(
        self,
        places: Mapping[str, int],
        rows: Iterable[tuple[str, date | None, int | None, str | None]],
    ) -> None:
        """Take in rows, of which the first is the number of a relation; ``places`` is that of ``Packed``."""
        self._places = places
        size = max(places.values(), default=-1) + 1
        self._days, self._amounts = array("i", [_NO_DAY]) * size, array("q", [0]) * size
        self._there = bytearray(size)
        # Which currency it is, counted from one; nought is for a relation that has no row.
        self._sorts = array("H", [0]) * size
        self._currencies: dict[str | None, int] = {}
        for name, day, amount, currency in rows:
            place = places.get(name)
            if place is not None:
                self._days[place] = _NO_DAY if day is None else day.toordinal()
                self._amounts[place], self._there[place] = amount or 0, amount is not None
                self._sorts[place] = self._currencies.setdefault(currency, len(self._currencies) + 1)
        self._named = [None, *self._currencies]

    def __getitem__(self, name: str) -> list[Any]:
        """Give what is said of a relation. Raises KeyError."""
        place = self._places[name]
        sort, day = self._sorts[place], self._days[place]
        if not sort:
            raise KeyError(name)
        amount = self._amounts[place] if self._there[place] else None
        return [None if day == _NO_DAY else date.fromordinal(day), amount, self._named[sort]]

    def __iter__(self) -> Iterator[str]:
        """Give the relations of which anything is said."""
        return (name for name, place in self._places.items() if self._sorts[place])

    def __len__(self) -> int:
        return sum(1 for _ in self)
