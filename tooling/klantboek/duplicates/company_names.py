"""Names of organisations compared word by word: a rare word in common weighs, a common one hardly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.columns import Column
from klantboek.duplicates.crossing import Rows, Tenths, best, best_place, crossed
from klantboek.duplicates.evaluation import Frequencies, Levels, Outcome, chosen, weights_of_same
from klantboek.duplicates.likeness import jaro_winkler
from klantboek.duplicates.model import Comparison
from klantboek.duplicates.name_words import alone, likeness_of, matched, word_counts
from klantboek.duplicates.signs import bits_of_beginnings, holding
from klantboek.duplicates.spelling import sounds, sounds_in_one
from klantboek.duplicates.texts import Hashes, distinct, hashes, mixed
from klantboek.duplicates.vocabulary import LONGEST, Codes, Flags, Vocabulary
from klantboek.duplicates.wordlists import GROUP_WORDS, RELATED_WORDS

_Number = TypeVar("_Number", np.uint64, np.int64)
# Two names that are alike as a whole weigh so much of what the lighter one weighs.
_LIKE_AS_A_WHOLE, _MOSTLY = jaro_winkler(0.93), 0.7
# A word of so many letters may be the first letters of others.
_SHORTEST, _LONGEST_SHORT = 3, 6
# What a word says of a company that has it in its name and another that has not.
_RELATED, _SISTER = 1, 2
# What words that the other lacks take away: both sides having some means another name, one side a longer one.
_ONE_SIDE, _BOTH_SIDES = 0.25, 1.1
_HEAVIEST = 90
# A word of so many letters is seen within another, and counts for so much then.
_LONG, _WITHIN = 5, 0.75
# So many names at a time.
_AT_ONCE = 1 << 13
# The bytes of which digits are made, also those of other scripts.
_DIGITS = b"0123456789" + bytes(range(0x80, 0x100))


@dataclass(eq=False)
class CompanyNames:
    """Compares names by their words; the weights of ``Level`` are for a name as a whole."""

    comparison: Comparison
    column: Column
    frequencies: Frequencies
    exact = False

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The one comparison."""
        return (self.comparison,)

    @cached_property
    def _words(self) -> Column:
        """Give the words of each distinct name."""
        return self.column.words

    @cached_property
    def _weights(self) -> Tenths:
        """Give the weight of each word, by how often it stands in a name."""
        words = self._words
        if self.frequencies.words is not None:
            found = self.frequencies.words(words.texts)
        else:
            found = word_counts(words, self.frequencies.counts["name"])
        return weights_of_same(self.comparison, found, self.frequencies.records, words.texts)

    @cached_property
    def _same(self) -> Tenths:
        """Give the weight of each name as a whole: that of its words, at most that of the rarity of the name."""
        whole = weights_of_same(self.comparison, self.frequencies.counts["name"], self.frequencies.records)
        return np.minimum(np.maximum(whole, 10), np.maximum(self._total, 10)).astype(np.int32)

    @cached_property
    def _total(self) -> Tenths:
        return _of_names(np.add, self._words, self._weights.astype(np.int64)).astype(np.int32)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._words.texts, lambda: self._words.derived(sounds))

    @cached_property
    def _names(self) -> Vocabulary:
        return Vocabulary(self.column.texts)

    @cached_property
    def _groups(self) -> NDArray[np.int8]:
        """Tell which words a sister company has, and which one that is related."""
        words = hashes(self._words.texts)
        found = np.zeros(len(words), np.int8)
        for kind, known in ((_RELATED, RELATED_WORDS), (_SISTER, GROUP_WORDS)):
            found[np.isin(words, hashes(sorted(known)))] = kind
        return found

    @cached_property
    def _joined(self) -> Vocabulary:
        return _Joined(self.column.texts, self._words, self._vocabulary)

    @cached_property
    def _in_one(self) -> NDArray[np.uint64]:
        """Give a hash of the sound of each name written as one word."""
        return self.column.derived(sounds_in_one)

    @cached_property
    def _sorted(self) -> NDArray[np.uint64]:
        """Give a hash of the words of each name, whatever their order."""
        return _of_names(np.add, self._words, mixed(hashes(self._words.texts)))

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give what all words of the shorter name weigh."""
        crossing = crossed(self.column, self.column, a, b)
        left, right = self.column.codes[crossing.left], self.column.codes[crossing.right]
        acronym = self.comparison.level("acronym").tenths
        different = np.maximum(np.minimum(self._total[left], self._total[right]), acronym)
        most = np.where(left == right, self._same[left], different)
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
            pairs, back = distinct(low.astype(np.int64) * len(self.column.texts) + high)
            found = self._compared(*np.divmod(pairs, len(self.column.texts)))
            levels[other], tenths[other] = found.levels[back], found.tenths[back]
        return [chosen(crossing, Outcome(levels, tenths), best_place(crossing, tenths), len(a))]

    def _compared(self, left: Rows, right: Rows) -> Outcome:
        """Compare pairs of different names."""
        words = self._words
        crossing = crossed(words, words, left, right)
        first, second = words.codes[crossing.left], words.codes[crossing.right]
        likeness = likeness_of(self._vocabulary, first, second)
        weight = (np.minimum(self._weights[first], self._weights[second]) * likeness).astype(np.float64)
        groups = np.zeros(len(left), np.int8)
        lone, common = [], []
        for rows, others, side in ((left, right, crossing.left), (right, left, crossing.right)):
            places, owners, lonely = alone(words, rows, crossing, side, likeness)
            within = self._within(words.codes[places], others[owners], lonely)
            common.append(
                matched(crossing, side, weight, len(left))
                + _WITHIN * self._added(places, owners, within, len(left))
            )
            lonely &= ~within
            lone.append(self._added(places, owners, lonely, len(left)))
            np.maximum.at(groups, owners[lonely], self._groups[words.codes[places[lonely]]])
        taken = _ONE_SIDE * np.maximum(*lone) + _BOTH_SIDES * np.minimum(*lone)
        tenths = np.rint(np.minimum(*common) - taken).astype(np.int32)
        return self._levelled(left, right, tenths, groups)

    def _within(self, codes: Codes, others: Rows, lonely: Flags) -> Flags:
        """Tell which words stand in the other name when that is written as one: Korfbal winkel, Korfbalwinkel."""
        known, joined = self._vocabulary, self._joined
        possible = (
            lonely & (known.lengths[codes] >= _LONG) & (known.letters[codes] & ~joined.letters[others] == 0)
        )
        at = np.flatnonzero(possible)
        found = np.zeros(len(codes), np.bool_)
        pairs = zip(known.some(codes[at]), joined.some(others[at]), strict=True)
        found[at] = np.fromiter((word in name for word, name in pairs), np.bool_, len(at))
        return found

    def _levelled(self, left: Rows, right: Rows, tenths: Tenths, groups: NDArray[np.int8]) -> Outcome:
        at, level = self.comparison.at, self.comparison.level
        levels: Levels = np.where(tenths > 0, at("similar"), at("other")).astype(np.int8)
        least = np.minimum(self._total[left], self._total[right])
        alike = np.flatnonzero(tenths < _MOSTLY * least)
        alike = alike[
            _LIKE_AS_A_WHOLE(self._joined, *(side[alike].astype(np.int32) for side in (left, right)))
        ]
        levels[alike], tenths[alike] = at("similar"), np.rint(_MOSTLY * least[alike])
        one = (self._in_one[left] == self._in_one[right]) | (self._sorted[left] == self._sorted[right])
        levels[one], tenths[one] = at("words"), np.minimum(self._same[left], self._same[right])[one]
        short = self._is_acronym(left, right) & (tenths < level("acronym").tenths)
        levels[short], tenths[short] = at("acronym"), level("acronym").tenths
        related = (groups == _RELATED) & ~one
        levels[related], tenths[related] = at("related"), tenths[related] + level("related").tenths
        tenths = np.maximum(tenths, 2 * level("other").tenths)
        # A sister has the name of the other one, and one word more.
        sister = (groups == _SISTER) & (tenths > 0) & ~one
        for name, apart in (("numbers", self._other_numbers(left, right)), ("group", sister)):
            levels[apart], tenths[apart] = at(name), level(name).tenths
        return Outcome(levels, tenths.astype(np.int32))

    def _is_acronym(self, left: Rows, right: Rows) -> NDArray[np.bool_]:
        """Tell where a word of one name is the first letters of words of the other that follow each other."""
        found = np.zeros(len(left), np.bool_)
        for one, other in ((left, right), (right, left)):
            # The letters of the first words of the one must all begin words of the other.
            possible = (self._shorts[one] != 0) & (self._shorts[one] & ~self._begins[other] == 0) & ~found
            at = np.flatnonzero(possible)
            pairs = zip(self._names.some(one[at]), self._names.some(other[at]), strict=True)
            found[at] = np.fromiter((_stands_for(short, long) for short, long in pairs), np.bool_, len(at))
        return found

    @cached_property
    def _begins(self) -> Hashes:
        """Give the letters with which the words of each name begin as bits."""
        return _of_names(np.bitwise_or, self._words, bits_of_beginnings(self._words.texts))

    @cached_property
    def _shorts(self) -> Hashes:
        """Give the letters of the shortest word of each name that may be made of first letters as bits; 0 for none."""
        sizes = self._vocabulary.lengths.astype(np.int64)
        sizes[(sizes < _SHORTEST) | (sizes > _LONGEST_SHORT)] = _LONGEST_SHORT + 1
        found = np.zeros(len(self.column.texts), np.uint64)
        for filled, codes, starts in _some_of(self._words):
            # The size before the place: the lowest is the first of the shortest.
            ranked = sizes[codes] * len(codes) + np.arange(len(codes))
            size, place = np.divmod(np.minimum.reduceat(ranked, starts), len(codes))
            short = np.flatnonzero(size <= _LONGEST_SHORT)
            found[filled[short]] = self._vocabulary.letters[codes[place[short]]]
        return found

    def _other_numbers(self, left: Rows, right: Rows) -> NDArray[np.bool_]:
        """Tell which names have different numbers: School 12 and School 14."""
        numbered = (self._numbers[left] != 0) & (self._numbers[right] != 0)
        found: NDArray[np.bool_] = numbered & (self._numbers[left] != self._numbers[right])
        return found

    @cached_property
    def _numbers(self) -> Hashes:
        """Give a hash of the numbers in each name, 0 where there is none."""
        known = self._vocabulary
        is_number = np.zeros(len(known), np.bool_)
        digits = np.flatnonzero(holding(known.texts, _DIGITS))
        for first in range(0, len(digits), _AT_ONCE):
            some = digits[first : first + _AT_ONCE]
            is_number[some] = [word.isdecimal() for word in known.some(some)]
        return _of_names(np.add, self._words, np.where(is_number, mixed(hashes(known.texts)), np.uint64(0)))

    def _added(self, places: Rows, owners: Rows, wanted: Flags, pairs: int) -> NDArray[np.float64]:
        """Add up what some of the words weigh, for each pair of names."""
        weights = np.minimum(self._weights[self._words.codes[places]], _HEAVIEST)
        found = np.bincount(owners, weights=(weights * wanted).astype(np.float64), minlength=pairs)
        return found.astype(np.float64)


class _Joined(Vocabulary):
    """Names written as one word."""

    def __init__(self, names: Sequence[str], words: Column, known: Vocabulary) -> None:
        super().__init__(names)
        self._words, self._known = words, known

    @cached_property
    def letters(self) -> Hashes:
        """Give the letters of each name as bits."""
        return _of_names(np.bitwise_or, self._words, self._known.letters)

    @cached_property
    def lengths(self) -> NDArray[np.int16]:
        """Give the length of each name without its spaces."""
        found = _of_names(np.add, self._words, self._known.lengths.astype(np.int64))
        return np.minimum(found, LONGEST).astype(np.int16)

    def some(self, codes: NDArray[np.integer[Any]]) -> list[str]:
        """Give the names with these codes."""
        return ["".join(text.split()) for text in super().some(codes)]


def _of_names(how: np.ufunc, words: Column, values: NDArray[_Number]) -> NDArray[_Number]:
    """Reduce to one what the words of each name have; a name without words gives 0."""
    found = np.zeros(len(words.lengths), values.dtype)
    for filled, codes, starts in _some_of(words):
        found[filled] = how.reduceat(values[codes], starts)
    return found


def _some_of(words: Column) -> Iterator[tuple[Rows, Codes, Rows]]:
    """Give names that have words, some at a time, with their words, and where those of each begin among them."""
    for first in range(0, len(words.starts) - 1, _AT_ONCE):
        starts = words.starts[first : first + _AT_ONCE + 1]
        filled = np.flatnonzero(np.diff(starts))
        if len(filled):
            yield first + filled, words.codes[starts[0] : starts[-1]], starts[filled] - starts[0]


def _stands_for(name: str, other: str) -> bool:
    """Tell whether a word of a name is the first letters of words of the other."""
    initials = "".join(word[0] for word in other.split())
    return any(_SHORTEST <= len(word) <= _LONGEST_SHORT and word in initials for word in name.split())
