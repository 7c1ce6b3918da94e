"""Values of two records held against each other: every value of one with every value of the other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.columns import Column, Starts

Rows = NDArray[np.int64]
Tenths = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Crossing:
    """The places of values that are compared, and where those of each pair of records begin.

    ``pairs`` are the pairs of records of which both have a value.
    """

    left: Starts
    right: Starts
    pairs: Rows
    begins: Rows

    @property
    def owner(self) -> Rows:
        """Give for each place which of ``pairs`` it belongs to."""
        if self.single:
            return np.arange(len(self.pairs))
        ends = np.append(self.begins[1:], len(self.left))
        return np.repeat(np.arange(len(self.pairs)), ends - self.begins)

    @property
    def single(self) -> bool:
        """Tell whether each pair has one value on both sides."""
        return len(self.left) == len(self.pairs)


def crossed(first: Column, second: Column, a: Rows, b: Rows) -> Crossing:
    """Hold the values of records ``a`` in one column against those of records ``b`` in another."""
    left, right = first.lengths[a], second.lengths[b]
    pairs = np.flatnonzero((left > 0) & (right > 0))
    left, right = left[pairs].astype(np.int64), right[pairs].astype(np.int64)
    counts = left * right
    if counts.max(initial=1) == 1:
        return Crossing(first.starts[a[pairs]], second.starts[b[pairs]], pairs, np.arange(len(pairs)))
    begins = np.cumsum(counts) - counts
    within = np.arange(int(counts.sum())) - np.repeat(begins, counts)
    one, other = np.divmod(within, np.repeat(right, counts))
    return Crossing(
        np.repeat(first.starts[a[pairs]], counts) + one,
        np.repeat(second.starts[b[pairs]], counts) + other,
        pairs,
        begins,
    )


def best(crossing: Crossing, tenths: Tenths) -> Tenths:
    """Give the highest weight of each pair of records."""
    if crossing.single:
        return tenths
    found: Tenths = np.maximum.reduceat(tenths, crossing.begins) if len(crossing.begins) else tenths
    return found


def best_place(crossing: Crossing, tenths: Tenths) -> Rows:
    """Give the place, in the crossing, of the highest weight of each pair of records; the first of equals."""
    if crossing.single:
        return np.arange(len(tenths))
    size = len(tenths)
    ranked = tenths.astype(np.int64) * size + (size - 1 - np.arange(size))
    highest = np.maximum.reduceat(ranked, crossing.begins)
    return size - 1 - highest % size
