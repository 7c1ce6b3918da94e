"""What each relation bought on each of its purchase days."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from klantboek.predictions.placed import Gathered, Placed, Whole


@dataclass(frozen=True)
class Basket:
    """What a relation bought on one day."""

    day: date
    products: frozenset[str]


class Baskets(Mapping[str, tuple[Basket, ...]]):
    """The purchase days of each relation in their order, by its number; held as arrays, given one by one."""

    def __init__(self, rows: Placed) -> None:
        order = np.lexsort((rows.said, rows.days, rows.places))
        places, days, said = (one[order] for one in (rows.places, rows.days, rows.said))
        fresh = np.ones(len(places), dtype=np.bool_)
        fresh[1:] = (np.diff(places) != 0) | (np.diff(days) != 0) | (np.diff(said) != 0)
        self._words = rows.words
        self._days, self._said = days[fresh], said[fresh]
        places = places[fresh]
        starts = np.flatnonzero(np.diff(places, prepend=-1))
        ends = np.append(starts[1:], len(places))[: len(starts)]
        # Which of the relations that are here each row is about.
        self._numbers = np.repeat(np.arange(len(starts)), ends - starts)
        self._at = {
            rows.relations[place]: (start, end)
            for place, start, end in zip(places[starts].tolist(), starts.tolist(), ends.tolist(), strict=True)
        }

    @classmethod
    def of(cls, baskets: Mapping[str, tuple[Basket, ...]]) -> "Baskets":
        """Gather baskets that are written out."""
        if isinstance(baskets, Baskets):
            return baskets
        rows = Gathered()
        for name, some in baskets.items():
            for one in some:
                for product in one.products:
                    rows.add(name, one.day, product)
        return cls(rows.placed())

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __getitem__(self, relation: str) -> tuple[Basket, ...]:
        start, end = self._at[relation]
        found: dict[int, list[str]] = {}
        days, said = self._days[start:end].tolist(), self._said[start:end].tolist()
        for day, word in zip(days, said, strict=True):
            found.setdefault(day, []).append(self._words[word])
        return tuple(Basket(date.fromordinal(day), frozenset(some)) for day, some in found.items())

    @property
    def words(self) -> tuple[str, ...]:
        """The products by the numbers that ``rows`` gives."""
        return self._words

    def rows(self) -> tuple[Whole, Whole, Whole]:
        """Give who bought, when and what, in that order: which of the relations that are here, day, and product."""
        return self._numbers, self._days, self._said

    def several(self) -> list[bool]:
        """Tell of each relation whether it has more than one purchase day."""
        owners = self._numbers
        last = np.searchsorted(owners, np.arange(len(self)), side="right") - 1
        first = np.searchsorted(owners, np.arange(len(self)))
        found: list[bool] = (self._days[last] != self._days[first]).tolist()
        return found

    def first_after(self, day: date) -> dict[str, set[str]]:
        """Give what relations bought on their first purchase day after a day, of those that bought later."""
        later = self._days > day.toordinal()
        owners, days, said = self._numbers[later], self._days[later], self._said[later]
        there, firsts = np.unique(owners, return_index=True)
        on_first = days == days[firsts][np.searchsorted(there, owners)] if len(there) else later[:0]
        names, found = tuple(self), dict[str, set[str]]()
        for owner, word in zip(owners[on_first].tolist(), said[on_first].tolist(), strict=True):
            found.setdefault(names[owner], set()).add(self._words[word])
        return found

    def until(self, day: date) -> "Baskets":
        """Give the baskets of a day and before; of who bought later nothing."""
        kept = self._days <= day.toordinal()
        numbers, days = self._numbers[kept], self._days[kept]
        return Baskets(Placed(tuple(self._at), self._words, numbers, days, self._said[kept], days))

    def sold(self) -> Counter[str]:
        """Count the purchase days with each product."""
        counts = np.bincount(self._said, minlength=len(self._words)).tolist()
        return Counter({word: count for word, count in zip(self._words, counts, strict=True) if count})

    def days(self) -> int:
        """Count the purchase days of all."""
        if not len(self._days):
            return 0
        return int(np.count_nonzero((np.diff(self._numbers) != 0) | (np.diff(self._days) != 0))) + 1
