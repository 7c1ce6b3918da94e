"""Numbers that are given out to one party, and what records declare about each other."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.columns import Column, Columns
from klantboek.duplicates.crossing import Rows, Tenths, best_place, met
from klantboek.duplicates.evaluation import NONE, Frequencies, Levels, Outcome, weights_of_same
from klantboek.duplicates.likeness import edits
from klantboek.duplicates.model import Comparison
from klantboek.duplicates.signs import heads_of, last_two
from klantboek.duplicates.texts import distinct, hashes, places_among, starts_of
from klantboek.duplicates.vocabulary import Codes, Vocabulary

# One party has one of each: two different ones are two parties, or two branches.
HARD = frozenset({"kvk", "kvk_branch", "rsin", "enterprise_number", "establishment_number", "lei"})
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
    def _same(self) -> Tenths:
        counts = self.frequencies.counts["registration"]
        return weights_of_same(self.comparison, counts, self.frequencies.records)

    @cached_property
    def _ends(self) -> NDArray[np.uint16]:
        return last_two(self.column.texts)

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
        return sorted(found, key=lambda one: not one[0])

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the weight itself: it decides more than any other, and at once."""
        return [self.outcomes(a, b)[0].tenths]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the level of each pair: a contradiction in any register, else what weighs most.

        Numbers of different registers say nothing about each other.
        """
        levels, tenths = np.full(len(a), NONE, np.int8), np.zeros(len(a), np.int32)
        there = self.column.lengths > 0
        both = np.flatnonzero(there[a] & there[b])
        levels[both], tenths[both] = self._of_both(a[both], b[both])
        return [Outcome(levels, tenths)]

    def _of_both(self, a: Rows, b: Rows) -> tuple[Levels, Tenths]:
        """Give level and weight of pairs of which both have a number."""
        levels = np.full(len(a), NONE, np.int8)
        tenths = np.full(len(a), -_OUTWEIGHS, np.int32)
        contradicts = np.zeros(len(a), np.bool_)
        contradiction = self.comparison.at("contradiction")
        still = np.arange(len(a))
        for hard, column in self._registers:
            # Where one register contradicts, the others say nothing more.
            still = still[~contradicts[still]]
            crossing = met(column, column, a[still], b[still])
            found = self._compared(crossing.left, crossing.right, hard=hard)
            place = best_place(crossing, found.tenths)
            weight, level = found.tenths[place], found.levels[place]
            pairs = still[crossing.pairs]
            contradicts[pairs[level == contradiction]] = True
            better = weight > tenths[pairs]
            levels[pairs[better]], tenths[pairs[better]] = level[better], weight[better]
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
        # They are few, so that nothing is worked out of all the others.
        some, places = distinct(np.concatenate((left[near], right[near])).astype(np.int64))
        known = Vocabulary(Vocabulary(self.column.texts).some(some))
        slip = near[edits(1, shortest=7)(known, places[: len(near)], places[len(near) :])]
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
        if not len(column.codes):
            return np.zeros(0, np.int64)
        to = places_among(hashes(self.columns.ids), hashes(column.texts))
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
