"""How right found pairs are: precision, recall, F1, and per kind of mistake."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from linkage.sets import LabelledSet, Pair


@dataclass(frozen=True)
class Score:
    """Precision, recall and their harmonic mean, from counts of right, false and missed pairs."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is true."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / (2 * self.right + self.false + self.missed) if self.right else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.false + other.false, self.missed + other.missed)


def score(found: Iterable[Pair], truth: frozenset[Pair]) -> Score:
    """Compare found pairs with the true ones."""
    pairs = set(found)
    right = len(pairs & truth)
    return Score(right, len(pairs) - right, len(truth) - right)


def per_kind(found: Iterable[Pair], labelled: LabelledSet) -> dict[str, tuple[int, int]]:
    """Give for each kind how many of its pairs were found, and how many there are; a resemblance stands as "not …"."""
    pairs = set(found)
    all_of: Counter[str] = Counter()
    found_of: Counter[str] = Counter()
    for two, kinds in labelled.kinds.items():
        for kind in kinds:
            name = kind if two in labelled.truth else f"not {kind}"
            all_of[name] += 1
            found_of[name] += two in pairs
    return {
        name: (found_of[name], all_of[name])
        for name in sorted(all_of, key=lambda name: (name[:4] == "not ", name))
    }
