"""What a model is made of: levels with their weights, comparisons, groups of evidence, the prior."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log2

# How many duplicates each record of a book has on average, before anything is compared.
EXPECTED = 0.2
# A book with fewer records is taken to have so many: chance likenesses don't vanish in a small book.
FEWEST = 100
TENTHS = 10


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: how often duplicates and other pairs have it, and why it weighs that much."""

    name: str
    m: float
    u: float
    text: str
    why: str = ""
    shift: int = 0

    @property
    def tenths(self) -> int:
        """The weight in tenths of a bit, with what judgements of this book added or took."""
        return round(TENTHS * log2(self.m / self.u)) + self.shift


@dataclass(frozen=True)
class Comparison:
    """What is compared, in which group of evidence, with its levels from most to least alike."""

    feature: str
    group: str
    levels: tuple[Level, ...]
    spread: float = 0.0

    def level(self, name: str) -> Level:
        """Give the level with this name."""
        return next(one for one in self.levels if one.name == name)

    def at(self, name: str) -> int:
        """Give the place of a level."""
        return [one.name for one in self.levels].index(name)


@dataclass(frozen=True)
class Group:
    """Evidence from one source: whether it is capped, and how much it can speak against in bits.

    ``told_by`` is the feature that tells a duplicate from another party with the same evidence: the given
    name in a household. Where the book itself shows few such others, the cap is lifted. ``within`` is
    the group that this one is a part of. ``over`` are features of other groups: together they add no more
    than the prior takes.
    """

    name: str
    capped: bool
    floor: float
    text: str
    told_by: str = ""
    within: str = ""
    shift: int = 0
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """A table of comparisons with its groups."""

    kind: str
    groups: tuple[Group, ...]
    comparisons: tuple[Comparison, ...]
    shift: int = 0

    def of(self, feature: str) -> Comparison:
        """Give the comparison of a feature."""
        return next(one for one in self.comparisons if one.feature == feature)


def shifts_of(model: Model) -> list[int]:
    """Give what judgements added to each weight of a model, in tenths of a bit and in the order of the table."""
    levels = [level.shift for one in model.comparisons for level in one.levels]
    return [model.shift, *(group.shift for group in model.groups), *levels]


def shifted(model: Model, shifts: Sequence[int]) -> Model:
    """Give a model with these shifts; they are as many as ``shifts_of`` gives."""
    left = iter(shifts)
    whole = next(left)
    groups = tuple(replace(group, shift=next(left)) for group in model.groups)
    comparisons = tuple(
        replace(one, levels=tuple(replace(level, shift=next(left)) for level in one.levels))
        for one in model.comparisons
    )
    return replace(model, groups=groups, comparisons=comparisons, shift=whole)


def prior_tenths(records: int) -> int:
    """Give the weight of a pair before anything is compared: log2(0.2 / records)."""
    return round(TENTHS * log2(EXPECTED / max(records, FEWEST)))
