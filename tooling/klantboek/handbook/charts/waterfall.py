"""One step of a waterfall: the bar between the sum before it and the sum after it."""

from collections.abc import Iterable
from itertools import accumulate, pairwise

from markupsafe import Markup

from klantboek.handbook.markup import vouched

_WIDTH, _HEIGHT = 200, 20
# A step of nothing is still seen.
_LEAST = 1.0


def waterfall(start: float, steps: Iterable[float]) -> list[Markup]:
    """Draw a bar for where it starts, for each step and for the sum; words and numbers stand beside them.

    The bars have one scale, so that each begins below the place where the one before it ends.
    """
    taken = [start, *steps]
    sums = [0.0, *accumulate(taken)]
    low, high = min(sums), max(sums)
    wide = (high - low) or 1.0

    def along(at: float) -> float:
        return _WIDTH * (at - low) / wide

    kinds = ["prior", *("minus" if step < 0 else "plus" for step in taken[1:])]
    drawn = [
        _bar(along(before), along(after), kind, along(0))
        for kind, (before, after) in zip(kinds, pairwise(sums), strict=True)
    ]
    return [*drawn, _bar(along(0), along(sums[-1]), "sum", along(0))]


def _bar(start: float, end: float, kind: str, zero: float) -> Markup:
    left, right = sorted((start, end))
    width = max(right - left, _LEAST)
    left = min(left, _WIDTH - width)
    return vouched(
        f'<svg class="step" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="zero" d="M{zero:.1f} 0V{_HEIGHT}"/>'
        f'<rect class="{kind}" x="{left:.1f}" y="4" width="{width:.1f}" height="12"/></svg>'
    )
