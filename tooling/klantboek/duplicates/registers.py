"""Numbers that are given out to one party, and what records declare about each other."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from klantboek.duplicates.columns import Column, Columns, place_of, starts_of
from klantboek.duplicates.crossing import Rows, Tenths, best_place, met
from klantboek.duplicates.evaluation import NONE, Frequencies, Levels, Outcome, weights_of_same
from klantboek.duplicates.likeness import edits
from klantboek.duplicates.model import Comparison
from klantboek.duplicates.texts import Hashes, hashes_of_ends, heads_of
from klantboek.duplicates.vocabulary import Codes, Vocabulary

# One party has one of each: two different ones are two parties, or two branches.
HARD = frozenset({"kvk", "kvk_branch", "rsin", "enterprise_number", "establishment_number", "lei"})
_LAST = 2
_OUTWEIGHS = 1 << 20


@dataclass(eq=False)
class Registrations:
    """Compares numbers of one register; two different numbers where a party has one contradict all else."""

    comparison: Comparison
    column: Column
    frequencies: Frequencies
    exact = True

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The one comparison."""
        return (self.comparison,)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.column.texts)

    @cached_property
    def _same(self) -> Tenths:
        counts = self.frequencies.counts["registration"]
        return weights_of_same(self.comparison, counts, self.frequencies.records)

    @cached_property
    def _ends(self) -> Hashes:
        return hashes_of_ends(self.column.texts, _LAST)

    @cached_property
    def _registers(self) -> list[tuple[bool, Column]]:
        """Give a column of each register, and whether a party has one number in it."""
        known, register = heads_of(self.column.texts, ":")
        of_values = register[self.column.codes] if known else self.column.codes
        records = np.repeat(np.arange(len(self.column.lengths)), self.column.lengths)
        found = []
        for at, name in enumerate(known):
            chosen_values = of_values == at
            lengths = np.bincount(records[chosen_values], minlength=len(self.column.lengths))
            starts = starts_of(lengths)
            found.append((name in HARD, Column(starts, self.column.codes[chosen_values], self.column.texts)))
        return found

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the weight itself: it decides more than any other, and at once."""
        return [self.outcomes(a, b)[0].tenths]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the level of each pair: a contradiction in any register, else what weighs most.

        Numbers of different registers say nothing about each other.
        """
        levels, tenths = np.full(len(a), NONE, np.int8), np.zeros(len(a), np.int32)
        both = np.flatnonzero(self.column.lengths[a] * self.column.lengths[b])
        levels[both], tenths[both] = self._of_both(a[both], b[both])
        return [Outcome(levels, tenths)]

    def _of_both(self, a: Rows, b: Rows) -> tuple[Levels, Tenths]:
        """Give level and weight of pairs of which both have a number."""
        levels = np.full(len(a), NONE, np.int8)
        tenths = np.full(len(a), -_OUTWEIGHS, np.int32)
        contradicts = np.zeros(len(a), np.bool_)
        contradiction = self.comparison.at("contradiction")
        for hard, column in self._registers:
            crossing = met(column, column, a, b)
            found = self._compared(crossing.left, crossing.right, hard=hard)
            place = best_place(crossing, found.tenths)
            weight, level = found.tenths[place], found.levels[place]
            contradicts[crossing.pairs[level == contradiction]] = True
            better = weight > tenths[crossing.pairs]
            levels[crossing.pairs[better]], tenths[crossing.pairs[better]] = level[better], weight[better]
        levels[contradicts] = contradiction
        tenths[contradicts] = self.comparison.level("contradiction").tenths
        tenths[levels == NONE] = 0
        return levels, tenths

    def _compared(self, left: Codes, right: Codes, *, hard: bool) -> Outcome:
        """Compare numbers of one register."""
        fixed = np.array([level.tenths for level in self.comparison.levels], np.int32)
        levels = np.full(len(left), self.comparison.at("contradiction" if hard else "other"), np.int8)
        same = left == right
        levels[same] = 0
        rest = np.flatnonzero(~same)
        # Numbers given out on one day follow each other: where only the end differs it is no slip.
        near = rest[self._ends[left[rest]] == self._ends[right[rest]]] if hard else rest
        slip = near[edits(1, shortest=7)(self._vocabulary, left[near], right[near])]
        levels[slip] = self.comparison.at("similar")
        return Outcome(levels, np.where(same, self._same[left], fixed[levels]).astype(np.int32))


@dataclass(eq=False)
class Links:
    """Knows which records declare that the other is another party."""

    comparison: Comparison
    columns: Columns
    exact = True

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The one comparison."""
        return (self.comparison,)

    @cached_property
    def _declared(self) -> Rows:
        """Give the declared pairs as sorted numbers."""
        column, size = self.columns.column["link"], len(self.columns)
        to = np.array([place_of(self.columns.ids, text) for text in column.texts], np.int64)
        if not len(column.codes):
            return np.zeros(0, np.int64)
        one, other = np.repeat(np.arange(size), column.lengths), to[column.codes]
        known = other >= 0
        low, high = np.minimum(one, other)[known], np.maximum(one, other)[known]
        return np.unique(low * size + high)

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the weight itself: it is known at once."""
        return [self.outcomes(a, b)[0].tenths]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the level of each pair."""
        levels = np.full(len(a), NONE, np.int8)
        tenths = np.zeros(len(a), np.int32)
        if len(self._declared):
            pairs = np.minimum(a, b) * len(self.columns) + np.maximum(a, b)
            at = np.minimum(np.searchsorted(self._declared, pairs), len(self._declared) - 1)
            found = self._declared[at] == pairs
            levels[found], tenths[found] = 0, self.comparison.levels[0].tenths
        return [Outcome(levels, tenths)]
