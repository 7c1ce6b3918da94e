"""Friends of friends: two relations that are each like a third one are compared, whatever they share themselves."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import TypeVar

import numpy as np

from klantboek.duplicates.crossing import Rows, beyond_two
from klantboek.duplicates.evaluation import Outcome
from klantboek.duplicates.model import Model
from klantboek.duplicates.scoring import Scored, Scorer

# Where judgements taught something, pairs below the minimum count as well, for what was taught may lift them: two
# are alike for this at no less than so many tenths. By the table alone they are when they are more likely one
# party than not.
_ALIKE_WHEN_TAUGHT = -30
_ALIKE = 0
# Who is like so many is like everybody.
_MOST_ALIKE = 30
_NONE = np.zeros(0, np.int64)
_T = TypeVar("_T", int, str)


def with_friends(scorer: Scorer, scored: Scored, least: int) -> Scored:
    """Give scored pairs, and those at no less than ``least`` tenths of which both are like one other relation."""
    first, second = _friends(alike(scorer, scored), scored)
    if not len(first):
        return scored
    return _joined(scored, scorer.scored(first, second, least))


def alike(scorer: Scorer, scored: Scored) -> Rows:
    """Give the places of the pairs that are alike."""
    return np.flatnonzero(scored.tenths >= least_alike(scorer.model))


def friends(pairs: Iterable[tuple[_T, _T]]) -> set[tuple[_T, _T]]:
    """Give the pairs of which both are like one other, in order; each of ``pairs`` is alike."""
    others: dict[_T, list[_T]] = defaultdict(list)
    for one, other in pairs:
        others[one].append(other)
        others[other].append(one)
    return {
        pair for few in others.values() if len(few) <= _MOST_ALIKE for pair in combinations(sorted(few), 2)
    }


def least_alike(model: Model) -> int:
    """Give from how many tenths by the table two are alike."""
    return _ALIKE if model.lesson is None else _ALIKE_WHEN_TAUGHT


def _friends(near: Rows, scored: Scored) -> tuple[Rows, Rows]:
    first, second = scored.first[near], scored.second[near]
    # Most relations are like one other at most, and are passed by without a look.
    some = beyond_two(first, second)
    found = friends(zip(first[some].tolist(), second[some].tolist(), strict=True))
    if not found:
        return _NONE, _NONE
    known = zip(scored.first.tolist(), scored.second.tolist(), strict=True)
    rows = np.array(sorted(found.difference(known)), np.int64).reshape(-1, 2)
    return rows[:, 0], rows[:, 1]


def _joined(one: Scored, other: Scored) -> Scored:
    first, second = np.concatenate((one.first, other.first)), np.concatenate((one.second, other.second))
    order = np.lexsort((second, first))
    return Scored(
        first[order],
        second[order],
        np.concatenate((one.tenths, other.tenths))[order],
        {
            name: Outcome(
                np.concatenate((some.levels, other.outcomes[name].levels))[order],
                np.concatenate((some.tenths, other.outcomes[name].tenths))[order],
            )
            for name, some in one.outcomes.items()
        },
        {name: np.concatenate((some, other.capped[name]))[order] for name, some in one.capped.items()},
    )
