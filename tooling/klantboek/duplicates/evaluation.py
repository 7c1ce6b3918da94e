"""One comparison over many pairs of records: first a bound from what is exactly the same, then the levels."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates import likeness
from klantboek.duplicates.columns import Column, Columns
from klantboek.duplicates.common_names import shares_of
from klantboek.duplicates.crossing import Crossing, Rows, Tenths, best, best_place, met
from klantboek.duplicates.likeness import Test
from klantboek.duplicates.model import TENTHS, Comparison
from klantboek.duplicates.vocabulary import Codes, Vocabulary, vocabulary_of

Levels = NDArray[np.int8]
# So many standard deviations below its count is how often a value certainly occurs.
_DOUBT = 1.5
# No level: one of the two has no value.
NONE = -1


@dataclass(frozen=True, eq=False)
class Outcome:
    """The level and the weight of a feature for each pair."""

    levels: Levels
    tenths: Tenths


class Evaluator(Protocol):
    """What compares one or more features at once; of what is ``exact`` the bounds are as dear as the outcomes."""

    @property
    def exact(self) -> bool:
        """Whether the bounds are the weights."""

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons that it makes."""

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give for each comparison the most that it can come to."""

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give for each comparison its level and weight."""


@dataclass(frozen=True)
class Frequencies:
    """How often each text of a column occurs among how many records; ``words`` counts those in names."""

    records: int
    counts: Mapping[str, NDArray[np.int64]]
    words: Callable[[Sequence[str]], NDArray[np.int64]] | None = None


def frequencies_of(columns: Columns) -> Frequencies:
    """Count each text among the records themselves."""
    return Frequencies(len(columns), _Counts(columns.column))


class _Counts(Mapping[str, NDArray[np.int64]]):
    """The counts of each column, made when they are asked for: they are asked for once, and take room."""

    def __init__(self, column: Mapping[str, Column]) -> None:
        self._column = column

    def __getitem__(self, name: str) -> NDArray[np.int64]:
        return self._column[name].counts()

    def __iter__(self) -> Iterator[str]:
        return iter(self._column)

    def __len__(self) -> int:
        return len(self._column)


def weights_of_same(
    comparison: Comparison, counts: NDArray[np.int64], records: int, texts: Sequence[str] = ()
) -> Tenths:
    """Give the weight of each text when both have it: the rarer, the heavier; the two themselves don't count.

    A value that a book has often is at least as common as the book makes certain, however small the book is.
    """
    level = comparison.levels[0]
    if not comparison.spread:
        return np.full(len(counts), level.tenths, np.int32)
    usual = shares_of(comparison.feature, texts, level.u)
    if isinstance(usual, float) and len(counts):
        # What occurs equally often weighs the same.
        every = weights_of(comparison, np.arange(int(counts.max()) + 1), records, usual)
        return every[counts]
    return weights_of(comparison, counts, records, usual)


def weights_of(
    comparison: Comparison, counts: NDArray[np.int64], records: int, usual: NDArray[np.float64] | float
) -> Tenths:
    """Give the weight of texts that occur so often, when both have it."""
    level = comparison.levels[0]
    others = np.maximum(counts - 2, 0)
    frequency = (others + comparison.spread * usual) / (records + comparison.spread)
    certain = (others - _DOUBT * np.sqrt(others)) / max(records, 1)
    frequency = np.maximum(frequency, certain)
    found: Tenths = np.rint(TENTHS * np.log2(level.m / frequency)).astype(np.int32)
    return found


@dataclass(eq=False)
class Values:
    """Compares the texts of one column: the same, or alike by one of the tests, or other."""

    comparison: Comparison
    column: Column
    vocabulary: Vocabulary
    same: Tenths
    tests: tuple[tuple[str, Test], ...] = ()
    initials: bool = False

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The one comparison."""
        return (self.comparison,)

    @property
    def exact(self) -> bool:
        """Whether there is nothing but the same and other."""
        return not self.tests

    @cached_property
    def _most(self) -> int:
        """Give the most that two different texts can weigh."""
        return max(
            self.comparison.level(name).tenths for name in (*(name for name, _ in self.tests), "other")
        )

    def bound_of(self, left: Codes, right: Codes) -> Tenths:
        """Give the most that each pair of texts can weigh."""
        found = np.full(len(left), self._most, np.int32)
        equal = np.flatnonzero(left == right)
        found[equal] = self.same[left[equal]]
        return found

    def compare(self, left: Codes, right: Codes) -> Outcome:
        """Give the level and the weight of each pair of texts."""
        levels = np.full(len(left), self.comparison.at("other"), np.int8)
        equal = left == right
        levels[equal] = 0
        rest = np.flatnonzero(~equal)
        for name, test in self.tests:
            alike = test(self.vocabulary, left[rest], right[rest])
            levels[rest[alike]] = self.comparison.at(name)
            rest = rest[~alike]
        fixed = np.array([level.tenths for level in self.comparison.levels], np.int32)
        tenths = fixed[levels]
        same = np.flatnonzero(equal)
        tenths[same] = self.same[left[same]]
        # Two texts that are alike weigh no more than the commoner of them does when both have it.
        near = np.flatnonzero((tenths > 0) & ~equal)
        most = np.maximum(np.minimum(self.same[left[near]], self.same[right[near]]), 0)
        tenths[near] = np.minimum(tenths[near], most)
        if self.initials:
            initial = self.comparison.at("initial")
            only = same[self.vocabulary.is_initial[left[same]]]
            levels[only], tenths[only] = initial, fixed[initial]
        return Outcome(levels, tenths)

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the most that each pair of records can come to."""
        crossing = met(self.column, self.column, a, b)
        return [spread_out(crossing, best(crossing, self.bound_of(crossing.left, crossing.right)), len(a))]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the level and weight of the best pair of values."""
        crossing = met(self.column, self.column, a, b)
        found = self.compare(crossing.left, crossing.right)
        place = best_place(crossing, found.tenths)
        return [chosen(crossing, found, place, len(a))]


def chosen(crossing: Crossing, found: Outcome, place: Rows, pairs: int) -> Outcome:
    """Give the outcome at one place of each crossing; pairs without values have no level and weigh nothing."""
    levels = np.full(pairs, NONE, np.int8)
    levels[crossing.pairs] = found.levels[place]
    return Outcome(levels, spread_out(crossing, found.tenths[place], pairs))


def spread_out(crossing: Crossing, tenths: Tenths, pairs: int) -> Tenths:
    """Lay the weights of the crossed pairs over all pairs; the others weigh nothing."""
    result = np.zeros(pairs, np.int32)
    result[crossing.pairs] = tenths
    return result


# What makes two different texts of a feature alike, from the likest on.
TESTS: dict[str, tuple[tuple[str, Test], ...]] = {
    "surname": (
        ("sound", likeness.sounds_alike),
        ("similar", likeness.either(likeness.jaro_winkler(0.88), likeness.edits(2, shortest=6))),
    ),
    "given": (
        ("sound", likeness.sounds_alike),
        ("called", likeness.called_alike),
        ("initial", likeness.same_initial),
        (
            "similar",
            likeness.either(
                likeness.same_first_word,
                likeness.unless_known(
                    likeness.either(likeness.jaro_winkler(0.82), likeness.edits(2, shortest=5))
                ),
            ),
        ),
    ),
    "birth": (
        ("similar", likeness.either(likeness.one_slip_in_date, likeness.days_apart(3))),
        ("year", likeness.either(likeness.same_beginning(4), likeness.rounded_years)),
    ),
    "person": (("similar", likeness.same_person),),
    "street": (
        (
            "similar",
            likeness.same_digits(
                likeness.either(likeness.jaro_winkler(0.9), likeness.edits(2, shortest=8), likeness.within(7))
            ),
        ),
    ),
    "building": (("similar", likeness.either(likeness.jaro_winkler(0.85), likeness.edits(2, shortest=6))),),
    "number": (("similar", likeness.edits(1, shortest=1)),),
    "postcode": (
        ("similar", likeness.either(likeness.edits(1), likeness.same_beginning(4), likeness.within(3))),
    ),
    "city": (
        (
            "similar",
            likeness.either(likeness.jaro_winkler(0.88), likeness.edits(2, shortest=6), likeness.within(4)),
        ),
    ),
    "phone": (("similar", likeness.edits(1, shortest=8)),),
    "email": (("similar", likeness.same_digits(likeness.edits(1, shortest=8))),),
}


def values_of(comparison: Comparison, columns: Columns, frequencies: Frequencies) -> Values:
    """Make what compares a feature that is one column of texts."""
    feature = comparison.feature
    column = columns.column[feature]
    same = weights_of_same(comparison, frequencies.counts[feature], frequencies.records, column.texts)
    tests = TESTS.get(feature, ())
    return Values(comparison, column, vocabulary_of(column.texts), same, tests, feature == "given")
