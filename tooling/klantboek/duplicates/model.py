"""What a model is made of: levels with their weights, comparisons, groups of evidence, the prior."""

from dataclasses import dataclass
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

    @property
    def tenths(self) -> int:
        """The weight in tenths of a bit."""
        return round(TENTHS * log2(self.m / self.u))


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
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """What judgements of a book add to a pair or take from it, after the sum of the table.

    ``steps`` gives the tenths of a bit for each sign: a feature with its level, a feature that one of the two
    lacks (``absent``), a group of which a cap took something (``capped``), or every pair (``prior``).
    """

    steps: tuple[tuple[str, str, int], ...] = ()

    @property
    def tenths(self) -> dict[tuple[str, str], int]:
        """The steps by feature and level."""
        return {(feature, level): tenths for feature, level, tenths in self.steps}


@dataclass(frozen=True)
class Model:
    """A table of comparisons with its groups, and what a book taught; None where nobody judged enough."""

    kind: str
    groups: tuple[Group, ...]
    comparisons: tuple[Comparison, ...]
    lesson: Lesson | None = None

    def of(self, feature: str) -> Comparison:
        """Give the comparison of a feature."""
        return next(one for one in self.comparisons if one.feature == feature)


def prior_tenths(records: int) -> int:
    """Give the weight of a pair before anything is compared: log2(0.2 / records)."""
    return round(TENTHS * log2(EXPECTED / max(records, FEWEST)))
