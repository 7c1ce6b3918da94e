"""What judgements taught, laid over pairs: a step for each level, each cap and each value that is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.crossing import Tenths
from klantboek.duplicates.evaluation import NONE, Outcome
from klantboek.duplicates.model import TENTHS, Model
from klantboek.duplicates.pairs import Pair

Sign = tuple[str, str]
Numbers = NDArray[np.float64]
PRIOR: Sign = ("prior", "prior")
ABSENT, CAPPED, LEARNED = "absent", "capped", "learned"
# These are facts, whatever a few judgements seem to say.
_FACTS = frozenset({"contradiction", "declared", "floor"})
# What is added takes no pair to the 99 % at which lint reports: some judgements can't tell one error in a hundred.
SUREST = 66


@dataclass(frozen=True, eq=False)
class Signs:
    """Pairs of one kind as rows and what they show as columns: whether they show it, and what it weighs in bits.

    ``own`` are the weights of the pairs by the table alone.
    """

    keys: tuple[Sign, ...]
    present: Numbers
    weights: Numbers
    own: Numbers

    def taught(self, steps: Mapping[Sign, int]) -> Numbers:
        """Give the weight of each pair with these steps, in bits, however sure that makes it."""
        told = np.array([steps.get(key, 0) / TENTHS for key in self.keys])
        free = np.array([key == PRIOR or key[1] == ABSENT for key in self.keys])
        railed = np.where(free, told, _railed(np.broadcast_to(told, self.weights.shape), self.weights))
        added: Numbers = (self.present * railed).sum(axis=1)
        return self.own + added


def signs_of(pairs: Sequence[Pair], model: Model) -> Signs:
    """Give what pairs of one kind show."""
    shown = [_shown(pair, model) for pair in pairs]
    keys = tuple(sorted(set().union(*shown)))
    at = {key: place for place, key in enumerate(keys)}
    present, weights = np.zeros((len(pairs), len(keys))), np.zeros((len(pairs), len(keys)))
    for row, some in enumerate(shown):
        for key, weight in some.items():
            present[row, at[key]], weights[row, at[key]] = 1, weight
    learned = [sum(one.weight for one in pair.reasons if one.level == LEARNED) for pair in pairs]
    return Signs(
        keys, present, weights, np.array([pair.weight for pair in pairs], np.float64) - np.array(learned)
    )


def _shown(pair: Pair, model: Model) -> dict[Sign, float]:
    known = {one.feature: one for one in pair.reasons if one.level != LEARNED}
    found = {
        (one.feature, one.level): one.weight
        for one in pair.reasons
        if one.level not in _FACTS and one.level != LEARNED
    }
    lacking = (one.feature for one in model.comparisons if one.feature not in known)
    return found | {(feature, ABSENT): 0.0 for feature in lacking}


def steps_of(
    model: Model, outcomes: Mapping[str, Outcome], capped: Mapping[str, Tenths], own: Tenths
) -> Tenths:
    """Give what the lesson of a model adds to each pair, which weighs ``own`` by the table."""
    steps = model.lesson.tenths if model.lesson is not None else {}
    total = np.full(len(next(iter(capped.values()))), steps.get(PRIOR, 0), np.float64)
    for comparison in model.comparisons:
        outcome, feature = outcomes[comparison.feature], comparison.feature
        names = [one.name for one in comparison.levels]
        told = [0 if name in _FACTS else steps.get((feature, name), 0) for name in names]
        # No level is the last one, counted from the end.
        by_level = np.array([*told, 0], np.float64)[outcome.levels]
        lacking = steps.get((feature, ABSENT), 0)
        total += np.where(
            outcome.levels == NONE, lacking, _railed(by_level, outcome.tenths.astype(np.float64))
        )
    for group, tenths in capped.items():
        back = np.full(len(total), steps.get((group, CAPPED), 0), np.float64)
        total += np.where(tenths < 0, _railed(back, tenths.astype(np.float64)), 0)
    return np.minimum(total, np.maximum(SUREST - own, 0)).astype(np.int32)


def _railed(steps: Numbers, weights: Numbers) -> Numbers:
    """Keep steps from turning what agrees into what speaks against, and the other way round."""
    railed = np.where(weights > 0, np.maximum(steps, -weights), steps)
    return np.where(weights < 0, np.minimum(railed, -weights), railed)
