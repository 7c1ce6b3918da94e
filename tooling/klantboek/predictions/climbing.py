"""The top of a smooth function of a few unknowns within bounds, from its exact slope (damped Newton steps)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from klantboek.predictions.purchases import Floats

Slope = Callable[[Floats], tuple[float, Floats]]

# How flat a top is; for one of many draws less will do.
FLAT = 1e-9
ENOUGH = 1e-6
_STEPS = 200
_HALVINGS = 40
_NEAR = 1e-4
_LONGEST = 2.0
_LEAST_CURVED = 1e-10


@dataclass(frozen=True, eq=False)
class Top:
    """Where the climb ended: the place, its height, the slope there, how it curves, and if a bound stopped it."""

    place: Floats
    height: float
    steepness: float
    curvature: Floats
    at_bound: bool


def climb(slope: Slope, start: Floats, low: float, high: float, flat: float = FLAT) -> Top:
    """Climb to the nearest top with each unknown between ``low`` and ``high``.

    ``slope`` gives height and gradient. Steps follow the curvature, taken from differences of the gradient and
    with its signs made such that each step goes up (Nocedal and Wright 2006, 3.4), and are halved until they
    do, until the slope is ``flat``. ``steepness`` is the largest slope in a direction that is still open.
    """
    place = np.clip(start, low, high)
    height, gradient = slope(place)
    for _ in range(_STEPS):
        free = _free(place, gradient, low, high)
        if not free.any() or np.abs(gradient[free]).max() < flat:
            break
        step = np.zeros_like(place)
        step[free] = _uphill(_curvature(slope, place)[np.ix_(free, free)], gradient[free])
        for _halved in range(_HALVINGS):
            tried = np.clip(place + step, low, high)
            found, slant = slope(tried)
            if found > height:
                break
            step /= 2
        else:
            break
        place, height, gradient = tried, found, slant
    free = _free(place, gradient, low, high)
    steepness = float(np.abs(gradient[free]).max(initial=0.0))
    at_bound = bool(((place <= low) | (place >= high)).any())
    return Top(place, height, steepness, _curvature(slope, place), at_bound)


def _free(place: Floats, gradient: Floats, low: float, high: float) -> "np.typing.NDArray[np.bool_]":
    return ~(((place <= low) & (gradient < 0)) | ((place >= high) & (gradient > 0)))


def _curvature(slope: Slope, place: Floats) -> Floats:
    columns = []
    for unknown in range(len(place)):
        aside = np.zeros_like(place)
        aside[unknown] = _NEAR
        columns.append((slope(place + aside)[1] - slope(place - aside)[1]) / (2 * _NEAR))
    matrix = np.array(columns)
    curved: Floats = (matrix + matrix.T) / 2
    return curved


def _uphill(curvature: Floats, gradient: Floats) -> Floats:
    values, vectors = np.linalg.eigh(-curvature)
    step = vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), _LEAST_CURVED))
    longest = float(np.abs(step).max())
    return np.asarray(step * min(1.0, _LONGEST / longest) if longest else step, dtype=np.float64)
