"""One comparison over many pairs of records: first a bound from what is exactly the same, then the levels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates import likeness
from klantboek.duplicates.columns import ABSENT, Column, Columns
from klantboek.duplicates.crossing import Crossing, Rows, Tenths, best, best_place, crossed
from klantboek.duplicates.likeness import Codes, Test, Vocabulary
from klantboek.duplicates.model import TENTHS, Comparison

Levels = NDArray[np.int8]
# No level: one of the two has no value.
NONE = -1
_TOWN_OF_POSTCODE = 25


@dataclass(frozen=True, eq=False)
class Outcome:
    """The level and the weight of a feature for each pair."""

    levels: Levels
    tenths: Tenths


class Evaluator(Protocol):
    """What compares one or more features at once."""

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
    return Frequencies(len(columns), {name: column.counts() for name, column in columns.column.items()})


def weights_of_same(comparison: Comparison, counts: NDArray[np.int64], records: int) -> Tenths:
    """Give the weight of each text when both have it: the rarer, the heavier; the two themselves don't count."""
    level = comparison.levels[0]
    if not comparison.spread:
        return np.full(len(counts), level.tenths, np.int32)
    frequency = (np.maximum(counts - 2, 0) + comparison.spread * level.u) / (records + comparison.spread)
    found: Tenths = np.rint(TENTHS * np.log2(level.m / frequency)).astype(np.int32) + np.int32(level.shift)
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

    @cached_property
    def _most(self) -> int:
        """Give the most that two different texts can weigh."""
        return max(
            self.comparison.level(name).tenths for name in (*(name for name, _ in self.tests), "other")
        )

    def bound_of(self, left: Codes, right: Codes) -> Tenths:
        """Give the most that each pair of texts can weigh."""
        found: Tenths = np.where(left == right, self.same[left], np.int32(self._most))
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
        tenths = np.where(levels == 0, self.same[left], fixed[levels])
        if self.initials:
            initial = self.comparison.at("initial")
            only = equal & self.vocabulary.is_initial[left]
            levels[only], tenths[only] = initial, fixed[initial]
        return Outcome(levels, tenths)

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the most that each pair of records can come to."""
        crossing = crossed(self.column, self.column, a, b)
        bound = self.bound_of(self.column.codes[crossing.left], self.column.codes[crossing.right])
        return [_spread(crossing, best(crossing, bound), len(a))]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the level and weight of the best pair of values."""
        crossing = crossed(self.column, self.column, a, b)
        found = self.compare(self.column.codes[crossing.left], self.column.codes[crossing.right])
        place = best_place(crossing, found.tenths)
        return [chosen(crossing, found, place, len(a))]


def chosen(crossing: Crossing, found: Outcome, place: Rows, pairs: int) -> Outcome:
    """Give the outcome at one place of each crossing; pairs without values have no level and weigh nothing."""
    levels = np.full(pairs, NONE, np.int8)
    levels[crossing.pairs] = found.levels[place]
    return Outcome(levels, _spread(crossing, found.tenths[place], pairs))


def _spread(crossing: Crossing, tenths: Tenths, pairs: int) -> Tenths:
    result = np.zeros(pairs, np.int32)
    result[crossing.pairs] = tenths
    return result


@dataclass(eq=False)
class Addresses:
    """Compares addresses as a whole: of two records with several, the pair of addresses that is most alike."""

    parts: tuple[Values, ...]

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons of the parts."""
        return tuple(part.comparison for part in self.parts)

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the bound of all parts together as that of the first."""
        crossing = self._crossed(a, b)
        total = np.zeros(len(crossing.left), np.int32)
        for part in self.parts:
            left, right, there = _known(part.column, crossing)
            total[there] += part.bound_of(left, right)
        nothing = np.zeros(len(a), np.int32)
        return [_spread(crossing, best(crossing, total), len(a)), *(nothing for _ in self.parts[1:])]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the levels of the pair of addresses that weighs most."""
        crossing = self._crossed(a, b)
        found = [self._part(part, crossing) for part in self.parts]
        self._other_language(crossing, found)
        self._town_of_postcode(found)
        total: Tenths = np.sum([one.tenths for one in found], axis=0, dtype=np.int32)
        place = best_place(crossing, total)
        return [chosen(crossing, one, place, len(a)) for one in found]

    def _crossed(self, a: Rows, b: Rows) -> Crossing:
        column = self.parts[0].column
        return crossed(column, column, a, b)

    def _part(self, part: Values, crossing: Crossing) -> Outcome:
        left, right, there = _known(part.column, crossing)
        some = part.compare(left, right)
        levels = np.full(len(crossing.left), NONE, np.int8)
        tenths = np.zeros(len(crossing.left), np.int32)
        levels[there], tenths[there] = some.levels, some.tenths
        return Outcome(levels, tenths)

    def _other_language(self, crossing: Crossing, found: list[Outcome]) -> None:
        """In Brussels a street with another name at the same number and postcode is likely the same street."""
        by_name = {part.comparison.feature: at for at, part in enumerate(self.parts)}
        street, number, postcode = (found[by_name[name]] for name in ("street", "number", "postcode"))
        comparison = self.parts[by_name["street"]].comparison
        codes = self.parts[by_name["postcode"]].column
        other = (street.levels == comparison.at("other")) & (number.levels == 0) & (postcode.levels == 0)
        places = np.flatnonzero(other)
        bilingual = self._bilingual[codes.codes[crossing.left[places]]]
        street.levels[places[bilingual]] = comparison.at("other language")
        street.tenths[places[bilingual]] = comparison.level("other language").tenths

    def _town_of_postcode(self, found: list[Outcome]) -> None:
        """Where the postcode is the same the town hardly adds anything: it follows from it."""
        by_name = {part.comparison.feature: at for at, part in enumerate(self.parts)}
        city, postcode = found[by_name["city"]], found[by_name["postcode"]]
        city.tenths[postcode.levels == 0] = np.minimum(city.tenths[postcode.levels == 0], _TOWN_OF_POSTCODE)

    @cached_property
    def _bilingual(self) -> NDArray[np.bool_]:
        texts = next(part for part in self.parts if part.comparison.feature == "postcode").column.texts
        return np.array([len(text) == 4 and "1000" <= text <= "1212" for text in texts], np.bool_)  # noqa: PLR2004 -- the postcodes of Brussels


def _known(column: Column, crossing: Crossing) -> tuple[Codes, Codes, Rows]:
    left, right = column.codes[crossing.left], column.codes[crossing.right]
    there = np.flatnonzero((left != ABSENT) & (right != ABSENT))
    return left[there], right[there], there


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
                likeness.same_first_word, likeness.jaro_winkler(0.82), likeness.edits(2, shortest=5)
            ),
        ),
    ),
    "birth": (("similar", likeness.one_slip_in_date), ("year", likeness.same_beginning(4))),
    "person": (("similar", likeness.same_person),),
    "street": (
        (
            "similar",
            likeness.same_digits(likeness.either(likeness.jaro_winkler(0.9), likeness.edits(2, shortest=8))),
        ),
    ),
    "number": (("similar", likeness.edits(1, shortest=1)),),
    "postcode": (("similar", likeness.either(likeness.edits(1), likeness.same_beginning(4))),),
    "city": (("similar", likeness.either(likeness.jaro_winkler(0.88), likeness.edits(2, shortest=6))),),
    "phone": (("similar", likeness.edits(1, shortest=8)),),
    "email": (("similar", likeness.same_digits(likeness.edits(1, shortest=8))),),
}
ADDRESS = ("street", "number", "postcode", "city")


def values_of(comparison: Comparison, columns: Columns, frequencies: Frequencies) -> Values:
    """Make what compares a feature that is one column of texts."""
    feature = comparison.feature
    column = columns.column[feature]
    same = weights_of_same(comparison, frequencies.counts[feature], frequencies.records)
    tests = TESTS.get(feature, ())
    return Values(comparison, column, Vocabulary(column.texts), same, tests, feature == "given")
