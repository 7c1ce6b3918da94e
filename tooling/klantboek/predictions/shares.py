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
    """Give what ``leaning`` gives of many at once: values, and their bounds."""
    size = whole + weight
    some = size > 0
    size = np.where(some, size, 1.0)
    middle = np.where(some, (part + weight * share) / size, share)
    below = 1 + _Z * _Z / size
    centre = (middle + _Z * _Z / (2 * size)) / below
    spread = _Z / below * np.sqrt(middle * (1 - middle) / size + _Z * _Z / (4 * size * size))
    low, high = np.maximum(centre - spread, 0.0), np.minimum(centre + spread, 1.0)
    return middle, np.where(some, low, 0.0), np.where(some, high, 1.0)


def times(one: Floats, other: Floats) -> Floats:
    """Give the products of chances, each a row of a value and its bounds.

    The interval of a product above zero adds the squares of the relative widths of both.
    """
    middle = one[:, 0] * other[:, 0]
    some = middle > 0
    first, second = (np.where(some[:, None], chance, 1.0) for chance in (one, other))
    low, high = (np.hypot(1 - first[:, at] / first[:, 0], 1 - second[:, at] / second[:, 0]) for at in (1, 2))
    return np.column_stack(
        [
            np.where(some, middle, 0.0),
            np.where(some, np.maximum(middle * (1 - low), 0.0), 0.0),
            np.where(some, np.minimum(middle * (1 + high), 1.0), one[:, 2] * other[:, 2]),
        ]
    )
