"""The products that can be named, and what purchase days look like on them: as arrays, a row for each day or relation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from klantboek.book.period import months_later
from klantboek.predictions.baskets import Baskets
from klantboek.predictions.placed import Whole
from klantboek.predictions.purchases import Floats

Flags = NDArray[np.bool_]

# So many purchase days are looked at together.
_ROWS = 8192
# More than the last day that there is: what is known of one relation never looks like that of the next.
_BEYOND = 1 << 23


@dataclass(frozen=True, eq=False)
class Steps:
    """Some purchase days: what was had before each, what of that was due again, and what was bought."""

    has: Flags
    due: Flags
    came: Flags


@dataclass(frozen=True, eq=False)
class Had:
    """What relations had by a day, a row each: on how many of its ``days`` each product, and what is due again."""

    counts: Floats
    days: Floats
    due: Flags


class Shelf:
    """The products that can be named, each with the months that it lasts; 0 when it is used up."""

    def __init__(self, codes: tuple[str, ...], lives: tuple[int, ...]) -> None:
        self.codes = codes
        self.lives = lives
        self.lasts: Flags = np.array(lives, dtype=np.int64) > 0
        self._at = {code: place for place, code in enumerate(codes)}
        self._last: tuple[Baskets, Stocked] | None = None

    def of(self, baskets: Baskets) -> "Stocked":
        """Give the purchase days of relations as they look on it."""
        # Rates are learnt from the relations that they are then used for.
        if self._last is None or self._last[0] is not baskets:
            self._last = baskets, self._stocked(baskets)
        return self._last[1]

    def _stocked(self, baskets: Baskets) -> "Stocked":
        where = np.array([self._at.get(word, -1) for word in baskets.words], dtype=np.int64)
        owners, days, said = baskets.rows()
        fresh = np.ones(len(owners), dtype=np.bool_)
        fresh[1:] = (np.diff(owners) != 0) | (np.diff(days) != 0)
        numbers = np.cumsum(fresh) - 1
        kept = where[said] >= 0 if len(where) else fresh
        return Stocked(
            self,
            owners[fresh],
            days[fresh],
            numbers[kept],
            where[said[kept]],
            self._due_again(days[kept], where[said[kept]]),
        )

    def _due_again(self, days: Whole, places: Whole) -> Whole:
        """Give for each thing bought the day from which it is past its life."""
        lives = np.array(self.lives, dtype=np.int64)[places]
        each, where = np.unique(days * _BEYOND + lives, return_inverse=True)
        pairs = zip((each // _BEYOND).tolist(), (each % _BEYOND).tolist(), strict=True)
        found = [months_later(date.fromordinal(day), life).toordinal() for day, life in pairs]
        return np.array(found, dtype=np.int64)[where]


@dataclass(frozen=True, eq=False)
class Stocked:
    """Purchase days in the order of relations and days, whose they are, and what of a shelf was bought on each.

    ``numbers`` and ``places`` say on which purchase day which product was bought, ``again`` from when that is due.
    """

    shelf: Shelf
    owners: Whole
    days: Whole
    numbers: Whole
    places: Whole
    again: Whole

    def had(self, first: int, until: int, day: date) -> Had:
        """Give what the relations from one to another have on a day."""
        size, whole = len(self.shelf.codes), until - first
        start, end = np.searchsorted(self.owners, (first, until))
        at = slice(*np.searchsorted(self.numbers, (start, end)))
        cells = (self.owners[self.numbers[at]] - first) * size + self.places[at]
        last = np.zeros(whole * size, dtype=np.int64)
        np.maximum.at(last, cells, self.again[at])
        counts = np.bincount(cells, minlength=whole * size).astype(np.float64)
        days = np.bincount(self.owners[start:end] - first, minlength=whole).astype(np.float64)
        due = (last > 0) & (last <= day.toordinal())
        return Had(counts.reshape(whole, size), days, due.reshape(whole, size) & self.shelf.lasts)

    def steps(self, learnt: Flags) -> Iterator[Steps]:
        """Give all purchase days of some relations but the first of each, some thousands at a time."""
        kept = learnt[self.owners]
        starts = np.flatnonzero(kept & (np.diff(self.owners, prepend=-1) != 0))
        ends = np.searchsorted(self.owners, self.owners[starts], side="right")
        for some in _parts(starts, ends):
            yield self._steps(np.concatenate([np.arange(*one) for one in some]))

    def _steps(self, rows: Whole) -> Steps:
        size = len(self.shelf.codes)
        at = np.isin(self.numbers, rows) if len(rows) else np.zeros(len(self.numbers), dtype=np.bool_)
        cells = (np.searchsorted(rows, self.numbers[at]), self.places[at])
        owners = self.owners[rows]
        begins = np.searchsorted(owners, owners)
        came = np.zeros((len(rows), size), dtype=np.bool_)
        came[cells] = True
        before = np.cumsum(came, axis=0, dtype=np.int32) - came
        has = before > before[begins]
        base = (owners * _BEYOND)[:, None]
        again = np.zeros((len(rows), size), dtype=np.int64)
        again[cells] = base[cells[0], 0] + self.again[at]
        last = np.zeros_like(again)
        last[1:] = np.maximum.accumulate(again, axis=0)[:-1]
        due = has & (last - base <= self.days[rows][:, None]) & self.shelf.lasts
        later = begins != np.arange(len(rows))
        return Steps(has[later], due[later], came[later])


def _parts(starts: Whole, ends: Whole) -> Iterator[Sequence[tuple[int, int]]]:
    """Give the purchase days of relations, as places from and until, with so many relations as go together."""
    gathered: list[tuple[int, int]] = []
    size = 0
    for one in zip(starts.tolist(), ends.tolist(), strict=True):
        gathered.append(one)
        size += one[1] - one[0]
        if size >= _ROWS:
            yield gathered
            gathered, size = [], 0
    if gathered:
        yield gathered
