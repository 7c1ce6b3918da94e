"""Names of organisations compared word by word: a rare word in common weighs, a common one hardly."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from klantboek.duplicates.columns import Column
from klantboek.duplicates.crossing import Crossing, Rows, Tenths, best, best_place, crossed
from klantboek.duplicates.evaluation import Frequencies, Levels, Outcome, chosen, weights_of_same
from klantboek.duplicates.likeness import Codes, Vocabulary
from klantboek.duplicates.model import Comparison
from klantboek.duplicates.spelling import sound
from klantboek.duplicates.texts import hashes
from klantboek.duplicates.wordlists import GROUP_WORDS

_Likeness = NDArray[np.float32]
# How much of a word's weight counts when it is not the same but sounds or looks the same, or is shortened.
_SOUND, _LIKE, _SHORT = 0.9, 0.75, 0.6
_LIKE_AT, _WHOLE_LIKE_AT = 0.9, 0.93
_SHORTEST, _SHORTEST_LIKE = 3, 4
# What words that the other lacks take away: both sides having some means another name, one side a longer one.
_ONE_SIDE, _BOTH_SIDES = 0.25, 1.1
_HEAVIEST = 90


@dataclass(eq=False)
class CompanyNames:
    """Compares names by their words; the weights of ``Level`` are for a name as a whole."""

    comparison: Comparison
    column: Column
    frequencies: Frequencies

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The one comparison."""
        return (self.comparison,)

    @cached_property
    def _words(self) -> Column:
        """Give the words of each distinct name."""
        return words_of(self.column.texts)

    @cached_property
    def _weights(self) -> Tenths:
        """Give the weight of each word, by how often it stands in a name."""
        words = self._words
        if self.frequencies.words is not None:
            found = self.frequencies.words(words.texts)
        else:
            found = word_counts(words, self.frequencies.counts["name"])
        return weights_of_same(self.comparison, found, self.frequencies.records)

    @cached_property
    def _same(self) -> Tenths:
        """Give the weight of each name as a whole: that of its words, at most that of the rarity of the name."""
        whole = weights_of_same(self.comparison, self.frequencies.counts["name"], self.frequencies.records)
        return np.minimum(np.maximum(whole, 10), np.maximum(self._total, 10)).astype(np.int32)

    @cached_property
    def _total(self) -> Tenths:
        return _sums(self._words, self._weights[self._words.codes])

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._words.texts)

    @cached_property
    def _groups(self) -> NDArray[np.bool_]:
        return np.array([word in GROUP_WORDS for word in self._words.texts], np.bool_)

    @cached_property
    def _joined(self) -> Vocabulary:
        return Vocabulary(["".join(text.split()) for text in self.column.texts])

    @cached_property
    def _in_one(self) -> NDArray[np.uint64]:
        """Give a hash of the sound of each name written as one word."""
        return hashes([sound(text) for text in self._joined.texts])

    @cached_property
    def _sorted(self) -> NDArray[np.uint64]:
        """Give a hash of the words of each name, whatever their order."""
        return hashes([" ".join(sorted(text.split())) for text in self.column.texts])

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give what all words of the shorter name weigh."""
        crossing = crossed(self.column, self.column, a, b)
        left, right = self.column.codes[crossing.left], self.column.codes[crossing.right]
        most = np.where(left == right, self._same[left], np.minimum(self._total[left], self._total[right]))
        result = np.zeros(len(a), np.int32)
        result[crossing.pairs] = best(crossing, most.astype(np.int32))
        return [result]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the level and the weight of the two names that are most alike."""
        crossing = crossed(self.column, self.column, a, b)
        left, right = self.column.codes[crossing.left], self.column.codes[crossing.right]
        levels = np.zeros(len(left), np.int8)
        tenths = self._same[left].copy()
        other = np.flatnonzero(left != right)
        if len(other):
            low, high = np.minimum(left[other], right[other]), np.maximum(left[other], right[other])
            pairs, back = np.unique(low.astype(np.int64) * len(self.column.texts) + high, return_inverse=True)
            found = self._compared(*np.divmod(pairs, len(self.column.texts)))
            levels[other], tenths[other] = found.levels[back], found.tenths[back]
        return [chosen(crossing, Outcome(levels, tenths), best_place(crossing, tenths), len(a))]

    def _compared(self, left: Rows, right: Rows) -> Outcome:
        """Compare pairs of different names."""
        words = self._words
        crossing = crossed(words, words, left, right)
        first, second = words.codes[crossing.left], words.codes[crossing.right]
        likeness = self._likeness(first, second)
        weight = (np.minimum(self._weights[first], self._weights[second]) * likeness).astype(np.float64)
        lone_left, lone_right = (
            self._lone(words, rows, crossing, side, likeness)
            for rows, side in ((left, crossing.left), (right, crossing.right))
        )
        matched = np.minimum(
            _matched(crossing, crossing.left, weight, len(left)),
            _matched(crossing, crossing.right, weight, len(left)),
        )
        taken = _ONE_SIDE * np.maximum(lone_left, lone_right) + _BOTH_SIDES * np.minimum(
            lone_left, lone_right
        )
        tenths = np.rint(matched - taken).astype(np.int32)
        return self._levelled(left, right, tenths, crossing, likeness)

    def _levelled(
        self, left: Rows, right: Rows, tenths: Tenths, crossing: Crossing, likeness: _Likeness
    ) -> Outcome:
        levels: Levels = np.where(
            tenths > 0, self.comparison.at("similar"), self.comparison.at("other")
        ).astype(np.int8)
        least = np.minimum(self._total[left], self._total[right])
        whole = process.cpdist(
            self._joined.some(left), self._joined.some(right), scorer=JaroWinkler.similarity, score_cutoff=_WHOLE_LIKE_AT
        )  # fmt: skip
        alike = (whole >= _WHOLE_LIKE_AT) & (tenths < 0.7 * least)
        levels[alike], tenths[alike] = self.comparison.at("similar"), np.rint(0.7 * least[alike])
        one = (self._in_one[left] == self._in_one[right]) | (self._sorted[left] == self._sorted[right])
        levels[one], tenths[one] = (
            self.comparison.at("words"),
            np.minimum(self._same[left], self._same[right])[one],
        )
        self._see_letters(left, right, levels, tenths)
        shifts = np.array([level.shift for level in self.comparison.levels], np.int32)
        tenths = tenths + shifts[levels]
        sister = self._sisters(left, right, crossing, likeness) & ~one
        levels[sister], tenths[sister] = self.comparison.at("group"), self.comparison.level("group").tenths
        return Outcome(levels, np.maximum(tenths, self.comparison.level("other").tenths * 2).astype(np.int32))

    def _see_letters(self, left: Rows, right: Rows, levels: Levels, tenths: Tenths) -> None:
        """See names made of first letters, and names that have different numbers: School 12 and School 14."""
        acronym = self.comparison.level("acronym")
        short = (self._acronyms[left] == self._whole[right]) | (self._acronyms[right] == self._whole[left])
        better = short & (tenths < acronym.tenths)
        levels[better], tenths[better] = self.comparison.at("acronym"), acronym.tenths
        numbered = (self._numbers[left] != 0) & (self._numbers[right] != 0)
        apart = numbered & (self._numbers[left] != self._numbers[right])
        other = self.comparison.level("other").tenths
        levels[apart], tenths[apart] = self.comparison.at("other"), np.minimum(tenths[apart], other)

    @cached_property
    def _whole(self) -> NDArray[np.uint64]:
        return hashes(self._joined.texts)

    @cached_property
    def _acronyms(self) -> NDArray[np.uint64]:
        """Give a hash of the first letters of each name of three words or more; of no name where there are fewer."""
        letters = ["".join(word[0] for word in text.split()) for text in self.column.texts]
        return hashes([text if len(text) >= _SHORTEST else "\0" for text in letters])

    @cached_property
    def _numbers(self) -> NDArray[np.uint64]:
        """Give a hash of the numbers in each name, 0 where there is none."""
        numbers = [
            " ".join(sorted(word for word in text.split() if word.isdecimal())) for text in self.column.texts
        ]
        found = hashes(numbers)
        found[np.array([not text for text in numbers], np.bool_)] = 0
        return found

    def _sisters(self, left: Rows, right: Rows, crossing: Crossing, likeness: _Likeness) -> NDArray[np.bool_]:
        """Tell which names differ by a word such as Holding that one of them has and the other has not."""
        found = np.zeros(len(left), np.bool_)
        for rows, side in ((left, crossing.left), (right, crossing.right)):
            places, owners, alone = _alone(self._words, rows, crossing, side, likeness)
            found[owners[alone & self._groups[self._words.codes[places]]]] = True
        return found

    def _lone(
        self, words: Column, rows: Rows, crossing: Crossing, side: Rows, likeness: _Likeness
    ) -> NDArray[np.float64]:
        """Add up what the words weigh that are like none on the other side."""
        places, owners, alone = _alone(words, rows, crossing, side, likeness)
        weights = np.minimum(self._weights[words.codes[places]], _HEAVIEST)
        return np.bincount(owners, weights=(weights * alone).astype(np.float64), minlength=len(rows)).astype(
            np.float64
        )

    def _likeness(self, first: Codes, second: Codes) -> _Likeness:
        """Give for each pair of words how much of their weight counts."""
        low, high = np.minimum(first, second), np.maximum(first, second)
        size = len(self._vocabulary)
        pairs, back = np.unique(low.astype(np.int64) * size + high, return_inverse=True)
        one, other = np.divmod(pairs, size)
        found = np.zeros(len(pairs), np.float32)
        x, y = self._vocabulary.some(one), self._vocabulary.some(other)
        like = process.cpdist(x, y, scorer=JaroWinkler.similarity, score_cutoff=_LIKE_AT)
        lengths = np.minimum(self._vocabulary.lengths[one], self._vocabulary.lengths[other])
        found[(like >= _LIKE_AT) & (lengths >= _SHORTEST_LIKE)] = _LIKE
        short = [len(p) != len(q) and (p.startswith(q) or q.startswith(p)) for p, q in zip(x, y, strict=True)]
        found[np.array(short, np.bool_) & (lengths >= _SHORTEST)] = _SHORT
        found[self._vocabulary.sounds[one] == self._vocabulary.sounds[other]] = _SOUND
        found[one == other] = 1
        return found[back]


def words_of(names: Sequence[str]) -> Column:
    """Give the words of each name as a column."""
    known: dict[str, int] = {}
    codes = [[known.setdefault(word, len(known)) for word in text.split()] for text in names]
    starts = np.concatenate(([0], np.cumsum([len(one) for one in codes]))).astype(np.int64)
    flat = np.fromiter((code for one in codes for code in one), np.int32, int(starts[-1]))
    return Column(starts, flat, list(known))


def word_counts(words: Column, names: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count in how many names of records each word stands, given how often each name does."""
    times = np.repeat(names, words.lengths)
    return np.bincount(words.codes, weights=times, minlength=len(words.texts)).astype(np.int64)


def _sums(words: Column, weights: Tenths) -> Tenths:
    owners = np.repeat(np.arange(len(words.starts) - 1), words.lengths)
    return np.bincount(owners, weights=weights, minlength=len(words.starts) - 1).astype(np.int32)


def _places(words: Column, rows: Rows) -> tuple[Rows, Rows]:
    """Give the places of the words of these names, and whose they are."""
    lengths = words.lengths[rows].astype(np.int64)
    owners = np.repeat(np.arange(len(rows)), lengths)
    begins = np.cumsum(lengths) - lengths
    return words.starts[rows][owners] + np.arange(len(owners)) - begins[owners], owners


def _slots(crossing: Crossing, side: Rows, pairs: int) -> tuple[Rows, Rows, int]:
    """Number the words of one side within all pairs: which slot each crossed place is of."""
    owner = crossing.pairs[crossing.owner]
    lowest = np.full(pairs, np.iinfo(np.int64).max)
    np.minimum.at(lowest, owner, side)
    within = side - lowest[owner]
    width = int(within.max(initial=0)) + 1
    return owner * width + within, owner, width


def _matched(crossing: Crossing, side: Rows, weight: NDArray[np.float64], pairs: int) -> NDArray[np.float64]:
    """Add up, over the words of one side, the best that each comes to on the other."""
    slot, _, width = _slots(crossing, side, pairs)
    highest = np.zeros(pairs * width)
    np.maximum.at(highest, slot, weight)
    found: NDArray[np.float64] = highest.reshape(pairs, width).sum(axis=1)
    return found


def _alone(
    words: Column, rows: Rows, crossing: Crossing, side: Rows, likeness: _Likeness
) -> tuple[Rows, Rows, NDArray[np.bool_]]:
    """Give the places of the words of these names, whose they are, and whether nothing is like them."""
    places, owners = _places(words, rows)
    first = words.starts[rows]
    slot, _, width = _slots(crossing, side, len(rows))
    highest = np.zeros(len(rows) * width, np.float32)
    np.maximum.at(highest, slot, likeness)
    return places, owners, highest[owners * width + places - first[owners]] == 0
