"""Addresses compared as a whole: of two records with several, the pair of addresses that is most alike."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.columns import ABSENT
from klantboek.duplicates.crossing import Crossing, Rows, Tenths, best, best_place, crossed
from klantboek.duplicates.evaluation import NONE, Outcome, Values, chosen, spread_out
from klantboek.duplicates.model import Comparison
from klantboek.duplicates.parts import PO_BOX
from klantboek.duplicates.texts import sizes_of
from klantboek.duplicates.vocabulary import Codes, Flags

ADDRESS = ("street", "number", "postcode", "city", "building")
_TOWN_OF_POSTCODE = 25


@dataclass(eq=False)
class Addresses:
    """Compares the parts of addresses; a street may stand where the name of a building should."""

    parts: tuple[Values, ...]
    exact = False

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons of the parts."""
        return tuple(part.comparison for part in self.parts)

    @cached_property
    def _part(self) -> dict[str, Values]:
        return {part.comparison.feature: part for part in self.parts}

    def bounds(self, a: Rows, b: Rows) -> list[Tenths]:
        """Give the bound of all parts together as that of the first."""
        crossing = self._crossed(a, b)
        total = np.zeros(len(crossing.left), np.int32)
        for part in self.parts:
            left, right, there = _known(part, part, crossing)
            total[there] += part.bound_of(left, right)
        # Where a box stands against a street, or a building is named, other parts are held against each other.
        odd = np.flatnonzero(self._boxed(crossing) | self._in_building(crossing))
        total[odd] += sum(int(self._part[name].same.max(initial=0)) for name in ("street", "building"))
        nothing = np.zeros(len(a), np.int32)
        return [spread_out(crossing, best(crossing, total), len(a)), *(nothing for _ in self.parts[1:])]

    def outcomes(self, a: Rows, b: Rows) -> list[Outcome]:
        """Give the levels of the pair of addresses that weighs most."""
        crossing = self._crossed(a, b)
        found = {name: _compared(part, crossing) for name, part in self._part.items()}
        self._see_boxes(crossing, found)
        self._see_buildings(crossing, found)
        self._see_other_language(crossing, found)
        self._see_towns(found)
        total: Tenths = np.sum([one.tenths for one in found.values()], axis=0, dtype=np.int32)
        place = best_place(crossing, total)
        return [chosen(crossing, found[part.comparison.feature], place, len(a)) for part in self.parts]

    def _crossed(self, a: Rows, b: Rows) -> Crossing:
        column = self.parts[0].column
        return crossed(column, column, a, b)

    def _boxed(self, crossing: Crossing) -> Flags:
        """Tell where one address is a PO box and the other is not: that says nothing about the two."""
        street = self._part["street"]
        left, right = (street.column.codes[side] for side in (crossing.left, crossing.right))
        found: Flags = (left != ABSENT) & (right != ABSENT)
        if found.any():
            found &= self._boxes[left] != self._boxes[right]
        return found

    @cached_property
    def _boxes(self) -> Flags:
        texts = self._part["street"].column.texts
        return np.fromiter((text == PO_BOX for text in texts), np.bool_, len(texts))

    def _see_boxes(self, crossing: Crossing, found: dict[str, Outcome]) -> None:
        places = np.flatnonzero(self._boxed(crossing))
        for name in ("street", "number"):
            found[name].levels[places], found[name].tenths[places] = NONE, 0

    def _in_building(self, crossing: Crossing) -> Flags:
        codes = self._part["building"].column.codes
        found: Flags = (codes[crossing.left] != ABSENT) | (codes[crossing.right] != ABSENT)
        return found

    def _see_buildings(self, crossing: Crossing, found: dict[str, Outcome]) -> None:
        """See a street in the place of a building, or the two in each other's place."""
        street, building = self._part["street"], self._part["building"]
        places = np.flatnonzero(self._in_building(crossing) & (found["street"].levels != 0))
        if not len(places):
            return
        some = Crossing(
            crossing.left[places],
            crossing.right[places],
            np.arange(len(places)),
            len(places),
            np.zeros(0, np.int64),
        )
        ways = []
        for one, other in ((street, building), (building, street)):
            outcome = Outcome(np.full(len(places), NONE, np.int8), np.zeros(len(places), np.int32))
            left, right, there = _known(one, other, some)
            compared = street.compare(left, right)
            outcome.levels[there], outcome.tenths[there] = compared.levels, compared.tenths
            ways.append(outcome)
        better = np.where(ways[0].tenths >= ways[1].tenths, 0, 1)
        tenths = np.maximum(ways[0].tenths, ways[1].tenths)
        levels = np.where(better == 0, ways[0].levels, ways[1].levels)
        both = np.minimum(ways[0].tenths, ways[1].tenths) > 0
        moved = tenths > np.maximum(found["street"].tenths[places], 0)
        at = places[moved]
        found["street"].levels[at], found["street"].tenths[at] = levels[moved], tenths[moved]
        similar = building.comparison.at("similar")
        found["building"].levels[at] = np.where(both[moved], similar, NONE)
        found["building"].tenths[at] = np.where(both[moved], building.comparison.levels[similar].tenths, 0)

    def _see_other_language(self, crossing: Crossing, found: dict[str, Outcome]) -> None:
        """In Brussels a street with another name at the same number and postcode is likely the same street."""
        street, number, postcode = (found[name] for name in ("street", "number", "postcode"))
        comparison = self._part["street"].comparison
        codes = self._part["postcode"].column.codes
        other = (street.levels == comparison.at("other")) & (number.levels == 0) & (postcode.levels == 0)
        places = np.flatnonzero(other)
        bilingual = self._bilingual[codes[crossing.left[places]]]
        street.levels[places[bilingual]] = comparison.at("other language")
        street.tenths[places[bilingual]] = comparison.level("other language").tenths

    def _see_towns(self, found: dict[str, Outcome]) -> None:
        """Where the postcode is the same the town hardly adds anything; in another town a street only has its name."""
        city, postcode = found["city"], found["postcode"]
        follows = postcode.levels == 0
        city.tenths[follows] = np.minimum(city.tenths[follows], _TOWN_OF_POSTCODE)
        others = [self._part[name].comparison.at("other") for name in ("city", "postcode")]
        away = np.flatnonzero((city.levels == others[0]) & (postcode.levels == others[1]))
        for name in ("street", "number"):
            found[name].tenths[away] = np.minimum(found[name].tenths[away], found[name].tenths[away] // 2)

    @cached_property
    def _bilingual(self) -> NDArray[np.bool_]:
        texts = self._part["postcode"].column.texts
        found = np.zeros(len(texts), np.bool_)
        short = np.flatnonzero(sizes_of(texts) == 4)  # noqa: PLR2004 -- a Belgian postcode
        found[short] = ["1000" <= texts[at] <= "1212" for at in short.tolist()]
        return found


def _known(one: Values, other: Values, crossing: Crossing) -> tuple[Codes, Codes, Rows]:
    left, right = one.column.codes[crossing.left], other.column.codes[crossing.right]
    there = np.flatnonzero((left != ABSENT) & (right != ABSENT))
    return left[there], right[there], there


def _compared(part: Values, crossing: Crossing) -> Outcome:
    left, right, there = _known(part, part, crossing)
    some = part.compare(left, right)
    levels = np.full(len(crossing.left), NONE, np.int8)
    tenths = np.zeros(len(crossing.left), np.int32)
    levels[there], tenths[there] = some.levels, some.tenths
    return Outcome(levels, tenths)
