"""The logarithm of the gamma function and its derivative, for arrays."""

import math

import numpy as np

from klantboek.predictions.purchases import Floats

_UP = 12
# Bernoulli numbers over twice their index: B₂ₖ/2k.
_DIGAMMA = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760)


def log_gamma(values: Floats) -> Floats:
    """Give ln Γ of each value above zero, in one dimension."""
    return np.array([math.lgamma(one) for one in values.tolist()], dtype=np.float64)


def digamma(values: Floats) -> Floats:
    """Give the derivative of ln Γ for values above zero, in one dimension.

    Twelve steps up by ψ(z) = ψ(z+1) - 1/z, then the asymptotic series: Abramowitz and Stegun 6.3.5, 6.3.18.
    """
    steps = (1 / (values[:, None] + np.arange(_UP))).sum(axis=1)
    z = values + _UP
    squared = 1 / (z * z)
    tail = np.zeros_like(z)
    for one in reversed(_DIGAMMA):
        tail = (tail + one) * squared
    return np.asarray(np.log(z) - 0.5 / z - tail - steps, dtype=np.float64)
