"""Values of two records held against each other: every value of one with every value of the other."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.columns import Column, Starts

Rows = NDArray[np.int64]
Tenths = NDArray[np.int32]
_NO_ROWS = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class Crossing:
    """The places of values that are compared, or their codes, and where those of each pair of records begin.

    ``pairs`` are the pairs of records of which both have a value: first those of one value and one value,
    ``single`` of them, then all others, whose places begin at ``begins``.
    """

    left: Starts
    right: Starts
    pairs: Rows
    single: int
    begins: Rows

    @property
    def owner(self) -> Rows:
        """Give for each place which of ``pairs`` it belongs to."""
        first = np.arange(self.single)
        if len(self.pairs) == self.single:
            return first
        ends = np.append(self.begins[1:], len(self.left))
        return np.concatenate((first, np.repeat(np.arange(self.single, len(self.pairs)), ends - self.begins)))


def crossed(first: Column, second: Column, a: Rows, b: Rows) -> Crossing:
    """Hold the values of records ``a`` in one column against those of records ``b`` in another."""
    return _crossed(first, second, a, b, (first.starts, second.starts))


def met(first: Column, second: Column, a: Rows, b: Rows) -> Crossing:
    """Give the same with the codes of the values."""
    found = _crossed(first, second, a, b, (first.firsts, second.firsts))
    if found.single == len(found.pairs):
        return found
    return replace(
        found,
        left=np.concatenate((found.left[: found.single], first.codes[found.left[found.single :]])),
        right=np.concatenate((found.right[: found.single], second.codes[found.right[found.single :]])),
    )


def _crossed(first: Column, second: Column, a: Rows, b: Rows, single: tuple[Starts, Starts]) -> Crossing:
    """Give for pairs of one value and one value what stands in ``single``, for all others places."""
    counts = first.lengths[a].astype(np.int32) * second.lengths[b]
    pairs, many = np.flatnonzero(counts == 1), _NO_ROWS
    if max(first.widest, second.widest) > 1:
        many = np.flatnonzero(counts > 1)
    if len(pairs) == len(a):
        return Crossing(single[0][a], single[1][b], pairs, len(pairs), _NO_ROWS)
    one, other = single[0][a[pairs]], single[1][b[pairs]]
    if not len(many):
        return Crossing(one, other, pairs, len(pairs), _NO_ROWS)
    a, b, counts = a[many], b[many], counts[many].astype(np.int64)
    begins = np.cumsum(counts) - counts
    within = np.arange(int(counts.sum())) - np.repeat(begins, counts)
    above, below = np.divmod(within, np.repeat(second.lengths[b].astype(np.int64), counts))
    return Crossing(
        np.concatenate((one, np.repeat(first.starts[a], counts) + above)),
        np.concatenate((other, np.repeat(second.starts[b], counts) + below)),
        np.concatenate((pairs, many)),
        len(pairs),
        begins + len(pairs),
    )


def best(crossing: Crossing, tenths: Tenths) -> Tenths:
    """Give the highest weight of each pair of records."""
    if len(crossing.pairs) == crossing.single:
        return tenths
    return np.concatenate((tenths[: crossing.single], np.maximum.reduceat(tenths, crossing.begins)))


def best_place(crossing: Crossing, tenths: Tenths) -> Rows:
    """Give the place, in the crossing, of the highest weight of each pair of records; the first of equals."""
    first = np.arange(crossing.single)
    if len(crossing.pairs) == crossing.single:
        return first
    size = len(tenths)
    ranked = tenths.astype(np.int64) * size + (size - 1 - np.arange(size))
    highest = np.maximum.reduceat(ranked, crossing.begins)
    return np.concatenate((first, size - 1 - highest % size))


def beyond_two(first: Rows, second: Rows) -> Rows:
    """Give the places of the pairs that have to do with any other."""
    times = np.bincount(np.concatenate((first, second)))
    return np.flatnonzero((times[first] > 1) | (times[second] > 1))
