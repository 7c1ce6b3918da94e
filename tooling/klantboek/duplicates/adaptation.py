"""Weights that adapt to judgements: a logistic regression on what pairs show, held near the table it starts from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from klantboek.duplicates.lessons import PRIOR, Numbers, Sign, Signs, signs_of
from klantboek.duplicates.model import TENTHS, Lesson, Model
from klantboek.duplicates.pairs import Pair

# With fewer judgements the table stays as it is.
FEWEST_JUDGED = 20
# A weight moves by so many tenths of a bit at most.
FARTHEST = 80
# How strongly a weight is held to its place: the larger, the more judgements it takes to move it by a bit.
_HELD = 0.2
_STEPS = 25
_SURE = 30.0
# When no weight moves by more bits, the regression is done.
_STILL = 1e-4


@dataclass(frozen=True)
class Labelled:
    """A pair of one kind with its reasons, and whether it is one party; ``strength`` 1 is a judgement of a person."""

    pair: Pair
    kind: str
    same: bool
    strength: float = 1.0


def adapted(
    models: tuple[Model, ...], labelled: Sequence[Labelled], fewest: int = FEWEST_JUDGED
) -> tuple[Model, ...]:
    """Give the models with what the judgements teach; the same ones when there are too few.

    Each kind learns from its own judgements; one without any stays as it is.
    """
    if sum(one.strength == 1 for one in labelled) < fewest:
        return models
    return tuple(_taught(model, [one for one in labelled if one.kind == model.kind]) for model in models)


def _taught(model: Model, labelled: Sequence[Labelled]) -> Model:
    if not any(one.strength == 1 for one in labelled):
        return model
    ordered = sorted(labelled, key=lambda one: (one.pair.a, one.pair.b))
    steps = fitted(
        signs_of([one.pair for one in ordered], model),
        np.array([one.same for one in ordered], np.float64),
        np.array([one.strength for one in ordered]),
        {(one.feature, level.name): level.tenths for one in model.comparisons for level in one.levels},
    )
    return replace(model, lesson=Lesson(tuple((*key, step) for key, step in sorted(steps.items()))))


def fitted(
    signs: Signs, verdicts: Numbers, strengths: Numbers, weights: Mapping[Sign, int]
) -> dict[Sign, int]:
    """Give the step of each sign in tenths of a bit: ridge-penalised logistic regression within bounds.

    Newton's method on the steps that are free: one that comes to its bound stays there as long as it would go
    beyond. ``weights`` are those of the table, in tenths.
    """
    # What all show, or nobody, tells nothing beside the step that every pair gets.
    telling = [at for at, key in enumerate(signs.keys) if key == PRIOR or np.ptp(signs.present[:, at]) > 0]
    scale, shown = log(2), signs.present[:, telling]
    low, high = np.array([_bounds(weights.get(signs.keys[at], 0)) for at in telling]).T / TENTHS
    moved = np.zeros(len(telling))
    for _ in range(_STEPS):
        logits = np.clip((signs.own + shown @ moved) * scale, -_SURE, _SURE)
        chances = 1 / (1 + np.exp(-logits))
        slope = scale * shown.T @ (strengths * (chances - verdicts)) + _HELD * moved
        free = np.flatnonzero(~((moved <= low) & (slope > 0)) & ~((moved >= high) & (slope < 0)))
        some = shown[:, free]
        curve = scale**2 * (some * (strengths * chances * (1 - chances))[:, None]).T @ some
        step = np.linalg.solve(curve + _HELD * np.eye(len(free)), slope[free])
        largest = float(np.abs(step).max(initial=0.0))
        before = moved.copy()
        moved[free] -= step * min(1.0, 2.0 / max(largest, 1e-9))
        moved = np.clip(moved, low, high)
        if float(np.abs(moved - before).max(initial=0.0)) < _STILL:
            break
    found = np.rint(TENTHS * moved).astype(int).tolist()
    return {signs.keys[at]: step for at, step in zip(telling, found, strict=True) if step}


def _bounds(weight: int) -> tuple[int, int]:
    """Give how far a step may take a weight: agreement never comes to speak against, disagreement never for."""
    return -min(FARTHEST, weight or FARTHEST) if weight >= 0 else -FARTHEST, (
        min(FARTHEST, -weight) if weight < 0 else FARTHEST
    )
