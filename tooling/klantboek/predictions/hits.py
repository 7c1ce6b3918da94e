"""How often a forecast of one out of many was right, beside always naming what is most common."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from klantboek.predictions.back_test import Method, mean_redrawn
from klantboek.predictions.placed import Whole
from klantboek.predictions.purchases import Floats
from klantboek.predictions.told import Estimate, Reason, Told, silent

# Of fewer tried forecasts nothing is said.
FEWEST_TRIED = 40
# Of each relation so many of the likeliest are named.
MOST_NAMED = 3

TOO_FEW_TRIED = "only {tried} relations bought before and within the tested {weeks} weeks; it takes {fewest}"
MORE_OFTEN = "on the last {weeks} weeks it was right more often than naming what is most common"
NOT_MORE_OFTEN = (
    "on the last {weeks} weeks it was not surely right more often than naming what is most common"
)


@dataclass(frozen=True)
class Asked:
    """How many weeks are tested, how much the shares of all weigh beside a relation's own, and a seed for draws."""

    weeks: int = 52
    weight: float = 2.0
    seed: int = 20050301


@dataclass(frozen=True)
class Option:
    """One thing out of many that a relation may do next: how likely it is, and on what that rests.

    The chance leans on ``part`` of ``whole`` observations; ``because`` says which those are.
    """

    code: str
    chance: Estimate
    part: int
    whole: int
    because: str = ""


@dataclass(frozen=True, eq=False)
class Likeliest:
    """The likeliest of many things, in arrays: a row for each relation (or one that holds for all), the likeliest first.

    ``places`` says which of the ``codes``, ``chances`` has three numbers for each, and ``because`` says which of the
    ``grounds``.
    """

    codes: tuple[str, ...]
    places: Whole
    chances: Floats
    parts: Floats
    wholes: Floats
    because: Whole
    grounds: tuple[str, ...] = ("",)

    @classmethod
    def of(cls, options: Sequence[Option]) -> "Likeliest":
        """Give one row of the likeliest of some options."""
        best = sorted(options, key=lambda one: (-one.chance.value, one.code))[:MOST_NAMED]
        chances = [(one.chance.value, one.chance.low, one.chance.high) for one in best]
        return cls(
            tuple(one.code for one in best),
            np.arange(len(best))[None],
            np.array(chances, dtype=np.float64).reshape(1, -1, 3),
            np.array([[one.part for one in best]], dtype=np.float64),
            np.array([[one.whole for one in best]], dtype=np.float64),
            np.zeros((1, len(best)), dtype=np.int64),
            tuple(one.because for one in best[:1]),
        )

    @property
    def width(self) -> int:
        """How many are named."""
        return int(self.places.shape[1])

    def code(self, row: int) -> str:
        """Give the likeliest of a row; "" when there is none."""
        return self.codes[int(self.places[row, 0])] if self.width else ""

    def options(self, row: int) -> tuple[Option, ...]:
        """Give what a row names."""
        cells = (self.places, self.chances, self.parts, self.wholes, self.because)
        return tuple(
            Option(self.codes[at], Estimate(*chance), int(part), int(whole), self.grounds[why])
            for at, chance, part, whole, why in zip(*(one[row].tolist() for one in cells), strict=True)
        )


@dataclass(frozen=True, eq=False)
class Options(Mapping[str, tuple[Option, ...]]):
    """What each relation may do next, by its number; ``rows`` says which row of the likeliest is its own."""

    relations: tuple[str, ...]
    rows: Whole
    likeliest: Likeliest

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The row of each relation, by its number."""
        return dict(zip(self.relations, self.rows.tolist(), strict=True))

    def __len__(self) -> int:
        return len(self.relations)

    def __iter__(self) -> Iterator[str]:
        return iter(self.relations)

    def __getitem__(self, relation: str) -> tuple[Option, ...]:
        return self.likeliest.options(self.places[relation])


@dataclass(frozen=True)
class HitTest:
    """First purchases of the ``relations`` that were known on ``start``, until ``end``: how many were named rightly.

    ``gain`` is the share that the model named rightly less the share that is of what is most common, with an
    interval from drawing the relations again.
    """

    relations: int
    start: date
    end: date
    weeks: int
    by_model: int
    by_naive: int
    gain: Estimate

    @property
    def method(self) -> Method:
        """What to forecast with: the model only where all of the gain's interval is above zero."""
        return Method.MODEL if self.gain.low > 0 else Method.NAIVE

    @property
    def verdict(self) -> Reason:
        """The choice as a sentence."""
        won = self.method is Method.MODEL
        return Reason(MORE_OFTEN if won else NOT_MORE_OFTEN, {"weeks": self.weeks})


def hit_test(right: Sequence[tuple[bool, bool]], period: tuple[date, date], asked: Asked) -> Told[HitTest]:
    """Compare, for each relation that was tried, whether the model and the naive forecast were right."""
    if len(right) < FEWEST_TRIED:
        return silent(TOO_FEW_TRIED, tried=len(right), weeks=asked.weeks, fewest=FEWEST_TRIED)
    model, naive = np.array(right, dtype=np.float64).T
    return Told(
        HitTest(
            relations=len(right),
            start=period[0],
            end=period[1],
            weeks=asked.weeks,
            by_model=int(model.sum()),
            by_naive=int(naive.sum()),
            gain=mean_redrawn(model - naive, asked.seed),
        )
    )
