"""Round numbers along an axis."""

from math import ceil, floor, log10


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Give about ``wanted`` round steps from at or below ``low`` to at or above ``high``."""
    if high <= low:
        high = low + 1
    rough = (high - low) / wanted
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = floor(low / step), ceil(high / step)
    return [number * step for number in range(first, last + 1)]
