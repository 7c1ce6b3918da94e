"""The words of names held against each other: which are alike, which stand alone."""

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.columns import Column, places_of
from klantboek.duplicates.crossing import Crossing, Rows
from klantboek.duplicates.likeness import contracted, edits, either, jaro_winkler
from klantboek.duplicates.vocabulary import Codes, Vocabulary

Likeness = NDArray[np.float32]
# How much of a word's weight counts when it is not the same but sounds or looks the same, or is shortened.
_SOUND, _LIKE, _SHORT = 0.9, 0.75, 0.6
_SHORTEST, _SHORTEST_LIKE = 3, 4
_TYPED = either(jaro_winkler(0.9), edits(1, shortest=5), edits(2, shortest=8))


def likeness_of(known: Vocabulary, first: Codes, second: Codes) -> Likeness:
    """Give for each pair of words how much of their weight counts."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    pairs, back = np.unique(low.astype(np.int64) * len(known) + high, return_inverse=True)
    one, other = (codes.astype(np.int32) for codes in np.divmod(pairs, len(known)))
    found = np.zeros(len(pairs), np.float32)
    lengths = np.minimum(known.lengths[one], known.lengths[other])
    long = np.flatnonzero(lengths >= _SHORTEST_LIKE)
    found[long[_TYPED(known, one[long], other[long])]] = _LIKE
    some = np.flatnonzero((lengths >= _SHORTEST) & (known.first[one] == known.first[other]))
    found[some[contracted(known, one[some], other[some])]] = _SHORT
    found[known.sounds[one] == known.sounds[other]] = _SOUND
    found[one == other] = 1
    return found[back]


def word_counts(words: Column, names: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count in how many names of records each word stands, given how often each name does."""
    times = np.repeat(names, words.lengths)
    return np.bincount(words.codes, weights=times, minlength=len(words.texts)).astype(np.int64)


def _slots(crossing: Crossing, side: Rows, pairs: int) -> tuple[Rows, Rows, int]:
    """Number the words of one side within all pairs: which slot each crossed place is of."""
    owner = crossing.pairs[crossing.owner]
    lowest = np.full(pairs, np.iinfo(np.int64).max)
    np.minimum.at(lowest, owner, side)
    within = side - lowest[owner]
    width = int(within.max(initial=0)) + 1
    return owner * width + within, owner, width


def matched(crossing: Crossing, side: Rows, weight: NDArray[np.float64], pairs: int) -> NDArray[np.float64]:
    """Add up, over the words of one side, the best that each comes to on the other."""
    slot, _, width = _slots(crossing, side, pairs)
    highest = np.zeros(pairs * width)
    np.maximum.at(highest, slot, weight)
    found: NDArray[np.float64] = highest.reshape(pairs, width).sum(axis=1)
    return found


def alone(
    words: Column, rows: Rows, crossing: Crossing, side: Rows, likeness: Likeness
) -> tuple[Rows, Rows, NDArray[np.bool_]]:
    """Give the places of the words of these names, whose they are, and whether nothing is like them."""
    places, owners = places_of(words, rows)
    first = words.starts[rows]
    slot, _, width = _slots(crossing, side, len(rows))
    highest = np.zeros(len(rows) * width, np.float32)
    np.maximum.at(highest, slot, likeness)
    return places, owners, highest[owners * width + places - first[owners]] == 0
