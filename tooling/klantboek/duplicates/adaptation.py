"""Weights that adapt to judgements: a logistic regression on the levels, held near the table it starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.model import TENTHS, Comparison, Group, Level, Model
from klantboek.duplicates.pairs import Pair

# With fewer judgements the table stays as it is.
FEWEST_JUDGED = 20
# A weight moves by so many tenths of a bit at most.
FARTHEST = 80
# How strongly a weight is held to its place: the larger, the more judgements it takes to move it by a bit.
_HELD = 0.02
_STEPS = 25
_SURE = 30.0
# These are facts, whatever a few judgements seem to say.
_FIXED = frozenset({"contradiction", "declared", "floor"})
_Key = tuple[str, str]


@dataclass(frozen=True)
class Labelled:
    """A pair with its reasons, and whether it is one party; ``strength`` 1 is a judgement of a person."""

    pair: Pair
    same: bool
    strength: float = 1.0


def adapted(models: tuple[Model, ...], labelled: Sequence[Labelled]) -> tuple[Model, ...]:
    """Give the models with weights that fit the judgements better; the same ones when there are too few.

    The change of each level's weight is found by ridge-penalised logistic regression (Newton's method), is at
    most ``FARTHEST`` tenths of a bit, and never makes agreement speak against or disagreement speak for.
    """
    if sum(one.strength == 1 for one in labelled) < FEWEST_JUDGED:
        return models
    ordered = sorted(labelled, key=lambda one: (one.pair.a, one.pair.b))
    keys = sorted({key for one in ordered for key in _keys(one.pair)})
    at = {key: place for place, key in enumerate(keys)}
    present = np.zeros((len(ordered), len(keys)))
    for row, one in enumerate(ordered):
        for key in _keys(one.pair):
            present[row, at[key]] = 1
    verdicts = np.array([one.same for one in ordered], np.float64)
    strengths = np.array([one.strength for one in ordered])
    bits = _fitted(present, np.array([one.pair.weight for one in ordered]), verdicts, strengths)
    shifts = {key: round(TENTHS * float(bit)) for key, bit in zip(keys, bits, strict=True)}
    return tuple(_shifted(model, shifts) for model in models)


def _keys(pair: Pair) -> list[_Key]:
    return [(one.feature, one.level) for one in pair.reasons if one.level not in _FIXED]


def _fitted(
    present: NDArray[np.float64],
    weights: NDArray[np.float64],
    verdicts: NDArray[np.float64],
    strengths: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Give in bits what to add to the weight of each level."""
    scale = log(2)
    moved = np.zeros(present.shape[1])
    held = _HELD * np.eye(present.shape[1])
    for _ in range(_STEPS):
        logits = np.clip((weights + present @ moved) * scale, -_SURE, _SURE)
        chances = 1 / (1 + np.exp(-logits))
        slope = scale * present.T @ (strengths * (chances - verdicts)) + _HELD * moved
        curve = scale**2 * (present * (strengths * chances * (1 - chances))[:, None]).T @ present + held
        step = np.linalg.solve(curve, slope)
        moved -= step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-9))
    return moved


def _shifted(model: Model, shifts: Mapping[_Key, int]) -> Model:
    comparisons = tuple(
        replace(one, levels=tuple(_level(one, level, shifts) for level in one.levels))
        for one in model.comparisons
    )
    groups = tuple(_group(one, shifts) for one in model.groups)
    return replace(
        model, groups=groups, comparisons=comparisons, shift=_bounded(shifts.get(("prior", "prior"), 0))
    )


def _level(comparison: Comparison, level: Level, shifts: Mapping[_Key, int]) -> Level:
    shift = _bounded(shifts.get((comparison.feature, level.name), 0))
    weight = level.tenths
    if level.name in _FIXED:
        return level
    # Agreement never speaks against, disagreement never for.
    shift = max(shift, -weight) if weight > 0 else min(shift, -weight)
    return replace(level, shift=level.shift + shift)


def _group(group: Group, shifts: Mapping[_Key, int]) -> Group:
    return replace(group, shift=group.shift + _bounded(shifts.get((group.name, "capped"), 0)))


def _bounded(shift: int) -> int:
    return max(-FARTHEST, min(FARTHEST, shift))
