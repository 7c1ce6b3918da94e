"""How much a field in bins tells about a yes or no: information value, mutual information and their noise.

A table is a sequence of bins, each with the number of noes and of yeses in it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Table = Sequence[tuple[int, int]]

# Of fewer noes or yeses nothing is said; the absence of any value is said only of more.
FEWEST = 20
ENOUGH_FOR_NOTHING = 50
_HALF = 0.5


@dataclass(frozen=True)
class Evidence:
    """What a table tells.

    ``value`` is the information value, ``noise`` what a field without any value would have on average;
    ``information`` is the mutual information in nats; ``p`` the chance of as much of it without any value.
    """

    noes: int
    yeses: int
    value: float
    noise: float
    information: float
    p: float

    @property
    def is_enough(self) -> bool:
        """Tell whether there are enough of both to say anything."""
        return min(self.noes, self.yeses) >= FEWEST

    @property
    def share_explained(self) -> float:
        """The part of the uncertainty about yes or no that the field takes away, its own chance taken off.

        Theil's uncertainty coefficient, with the bias of mutual information taken off: (bins - 1) over 2n
        (Miller 1955).
        """
        whole = self.noes + self.yeses
        if not self.noes or not self.yeses:
            return 0.0
        shares = (self.noes / whole, self.yeses / whole)
        unsure = -sum(share * math.log(share) for share in shares)
        bias = self.noise / (2 * whole * (1 / self.noes + 1 / self.yeses))
        return max(0.0, self.information - bias) / unsure


def evidence(table: Table) -> Evidence:
    """Weigh a table; bins without anybody in them count for nothing."""
    bins = [(no, yes) for no, yes in table if no + yes]
    noes, yeses = (sum(one[side] for one in bins) for side in (0, 1))
    if not noes or not yeses:
        return Evidence(noes, yeses, 0.0, 0.0, 0.0, 1.0)
    freedom = len(bins) - 1
    information = _mutual(bins, noes, yeses)
    p = chi_square_tail(2 * (noes + yeses) * information, freedom)
    return Evidence(noes, yeses, information_value(bins), freedom * (1 / noes + 1 / yeses), information, p)


def information_value(table: Table) -> float:
    """Give Σ (g - h) ln(g / h) over the shares of yeses and noes in each bin, with a half added to each cell."""
    noes, yeses = (sum(one[side] + _HALF for one in table) for side in (0, 1))
    shares = (((yes + _HALF) / yeses, (no + _HALF) / noes) for no, yes in table)
    return sum((given - other) * math.log(given / other) for given, other in shares)


def _mutual(bins: Table, noes: int, yeses: int) -> float:
    whole = noes + yeses
    return max(
        0.0,
        math.fsum(
            count / whole * math.log(count * whole / (sum(one) * total))
            for one in bins
            for count, total in zip(one, (noes, yeses), strict=True)
            if count
        ),
    )


def chi_square_tail(statistic: float, freedom: int) -> float:
    """Give the chance that a chi-square with so many degrees of freedom is at least as large.

    The closed forms for whole degrees (Abramowitz and Stegun 26.4.4 and 26.4.5).
    """
    half = max(statistic, 0.0) / 2
    if freedom < 1:
        return 1.0
    if half > 700:  # noqa: PLR2004 -- beyond this e to the minus half is nothing
        return 0.0
    steps = range(freedom // 2) if freedom % 2 == 0 else range(1, freedom // 2 + 1)
    shift = 0.0 if freedom % 2 == 0 else _HALF
    powers = (half ** (step - shift) / math.gamma(step - shift + 1) for step in steps)
    first = 0.0 if freedom % 2 == 0 else math.erfc(math.sqrt(half))
    return min(1.0, first + math.exp(-half) * math.fsum(powers))
