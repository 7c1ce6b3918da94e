"""Shares that lean on what is known of all where little is known of one, with their interval."""

import math

import numpy as np

from klantboek.predictions.purchases import Floats
from klantboek.predictions.told import Estimate

_Z = 1.959964


def leaning(part: float, whole: float, share: float, weight: float) -> Estimate:
    """Give (part + weight · share) / (whole + weight), with Wilson's interval (1927) on these counts.

    ``weight`` is how many observations the share of all counts for.
    """
    size = whole + weight
    if size <= 0:
        return Estimate(share, 0.0, 1.0)
    middle = (part + weight * share) / size
    below = 1 + _Z * _Z / size
    centre = (middle + _Z * _Z / (2 * size)) / below
    spread = _Z / below * math.sqrt(middle * (1 - middle) / size + _Z * _Z / (4 * size * size))
    return Estimate(middle, max(centre - spread, 0.0), min(centre + spread, 1.0))


def all_leaning(part: Floats, whole: Floats, share: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Give what ``leaning`` gives of many at once, each with something to lean on: values, and their bounds."""
    size = whole + weight
    middle = (part + weight * share) / size
    below = 1 + _Z * _Z / size
    centre = (middle + _Z * _Z / (2 * size)) / below
    spread = _Z / below * np.sqrt(middle * (1 - middle) / size + _Z * _Z / (4 * size * size))
    return middle, np.maximum(centre - spread, 0.0), np.minimum(centre + spread, 1.0)


def times(one: Estimate, other: Estimate) -> Estimate:
    """Give the product of two chances above zero; its interval adds the squares of their relative widths."""
    middle = one.value * other.value
    if middle <= 0:
        return Estimate(0.0, 0.0, one.high * other.high)
    low = math.hypot(1 - one.low / one.value, 1 - other.low / other.value)
    high = math.hypot(one.high / one.value - 1, other.high / other.value - 1)
    return Estimate(middle, max(middle * (1 - low), 0.0), min(middle * (1 + high), 1.0))
