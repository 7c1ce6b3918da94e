"""A few bars with their amounts above them, without an axis: small enough to stand among text."""

from collections.abc import Sequence

from markupsafe import Markup

from klantboek.handbook.charts.frame import Point, sized
from klantboek.handbook.markup import harmless

_STEP, _TALL, _TOP, _BELOW = 76, 60, 18, 18


def columns(title: str, points: Sequence[Point]) -> Markup:
    """Draw a bar for each point, up from the line of nought or down from it."""
    high = max([0.0, *(point.value for point in points)])
    low = min([0.0, *(point.value for point in points)])
    scale = _TALL / ((high - low) or 1)
    zero = round(_TOP + high * scale)
    path, texts = [], []
    bottom = _TOP + _TALL + _BELOW
    for number, point in enumerate(points):
        x, size = _STEP * number + _STEP // 2, round(point.value * scale)
        path.append(f"M{x} {zero}v{-size}")
        texts.append(
            f'<text x="{x}" y="{zero - max(size, 0) - 5}">{harmless(point.text)}</text>'
            f'<text x="{x}" y="{bottom - 2}">{harmless(point.label)}</text>'
        )
    wide = _STEP * len(points)
    told = "; ".join([f"{harmless(point.label)}: {harmless(point.text)}" for point in points])
    parts = [f'<path class="zero" d="M0 {zero}H{wide}"/><path d="{"".join(path)}"/>', *texts]
    return sized(title, told, parts, (wide, bottom), "columns")
