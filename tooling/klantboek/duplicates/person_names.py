"""Surname, given name and birth date compared together: swapped names, twins, parent and child of one name."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.crossing import Rows, Tenths, crossed
from klantboek.duplicates.evaluation import Outcome, Values
from klantboek.duplicates.likeness import years_apart
from klantboek.duplicates.model import Comparison

_GENERATION = 12
Flags = NDArray[np.bool_]


@dataclass(eq=False)
class PersonNames:
    """Compares surname with surname and given name with given name, and each with the other."""

    surname: Values
    given: Values
    birth: Values
    street: Comparison
    exact = False

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons of the three."""
        return (self.surname.comparison, self.given.comparison, self.birth.comparison)

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the bounds; where the names may be swapped, what that weighs at least."""
        surname, given = self.surname.bounds(a, b)[0], self.given.bounds(a, b)[0]
        there, back = self._crosswise(a, b)
        swapped = np.flatnonzero(there | back)
        np.maximum.at(surname, swapped, self.surname.comparison.level("swapped").tenths)
        np.maximum.at(given, swapped, self.given.comparison.level("swapped").tenths)
        return [surname, given, self.birth.bounds(a, b)[0]]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the levels of the three."""
        found = [self.surname.outcomes(a, b)[0], self.given.outcomes(a, b)[0]]
        total = found[0].tenths + found[1].tenths
        there, back = self._crosswise(a, b)
        for how, swapped in (("swapped", there & back), ("crossed", self._nearly(a, b, there, back))):
            levels = (self.surname.comparison.level(how), self.given.comparison.level("swapped"))
            better = np.flatnonzero(swapped & (total < sum(level.tenths for level in levels)))
            for one, values, level in zip(found, (self.surname, self.given), levels, strict=True):
                one.levels[better] = values.comparison.at(level.name)
                one.tenths[better] = level.tenths
        return [*found, self.birth.outcomes(a, b)[0]]

    def lower(self, found: dict[str, Outcome], a: Rows, b: Rows) -> None:
        """See what differs with the door: people of one house are of one family, with names and days of their own."""
        # A number that a register gave to one person is stronger than what families are like.
        door = self._one_door(found) & (found["registration"].levels != 0)
        surname, given, birth = (found[name] for name in ("surname", "given", "birth"))
        kin = door & (surname.levels != self.surname.comparison.at("other"))
        names, days = self.given.comparison, self.birth.comparison
        other = given.levels == names.at("other")
        _put(given, names, "family", other & door)
        _put(birth, days, "twin", (birth.levels == 0) & other & kin)
        alike = np.isin(given.levels, [names.at(name) for name in ("same", "sound")]) & kin
        later = np.flatnonzero((birth.levels == days.at("other")) & alike)
        column = self.birth.column
        crossing = crossed(column, column, a[later], b[later])
        left, right = column.codes[crossing.left], column.codes[crossing.right]
        far = years_apart(_GENERATION)(self.birth.vocabulary, left, right)
        flags = np.zeros(len(a), np.bool_)
        flags[later[crossing.pairs[crossing.owner[far]]]] = True
        _put(birth, days, "generation", flags)

    def _one_door(self, found: dict[str, Outcome]) -> NDArray[np.bool_]:
        """Tell which pairs live in one house, or are reached in one place."""
        street, number = found["street"].levels, found["number"].levels
        similar = self.street.at("similar")
        at_home = (street >= 0) & (street <= similar) & (number == 0)
        reached = [found[name].levels == 0 for name in ("phone", "email", "account")]
        result: NDArray[np.bool_] = np.logical_or.reduce([at_home, *reached])
        return result

    def _crosswise(self, a: Rows, b: Rows) -> tuple[Flags, Flags]:
        """Tell in which pairs the given name of the first is a surname of the second, and the other way round."""
        there = np.zeros(len(a), np.bool_)
        back = np.zeros(len(a), np.bool_)
        for first, second, flags in (
            (self.given.column, self.surname.column, there),
            (self.surname.column, self.given.column, back),
        ):
            crossing = crossed(first, second, a, b)
            same = first.codes[crossing.left] == second.codes[crossing.right]
            flags[crossing.pairs[crossing.owner[same]]] = True
        return there, back

    def _nearly(self, a: Rows, b: Rows, there: Flags, back: Flags) -> Flags:
        """Tell which names are swapped where one of the two is the same and the other only alike."""
        found = np.zeros(len(a), np.bool_)
        other = self.given.comparison.at("other")
        for flags, first, second in (
            (there & ~back, self.surname.column, self.given.column),
            (back & ~there, self.given.column, self.surname.column),
        ):
            rows = np.flatnonzero(flags)
            crossing = crossed(first, second, a[rows], b[rows])
            levels = self.given.compare(first.codes[crossing.left], second.codes[crossing.right]).levels
            found[rows[crossing.pairs[crossing.owner[levels != other]]]] = True
        return found


def _put(outcome: Outcome, comparison: Comparison, name: str, flags: NDArray[np.bool_]) -> None:
    outcome.levels[flags] = comparison.at(name)
    outcome.tenths[flags] = comparison.level(name).tenths
