"""Bars from left to right: one for each name, with its amount behind it, for what has no order in time."""

from collections.abc import Sequence

from markupsafe import Markup

from klantboek.handbook.charts.frame import Point
from klantboek.handbook.markup import harmless, vouched

_WIDE, _LONGEST, _LEAST = 1000, 80, 3.0


def across(points: Sequence[Point]) -> Markup:
    """Draw a bar for each point, from the line of nought to the right, or to the left when it is below nought.

    Names and amounts are text beside the bars, so that they wrap on a phone and are read aloud as they stand.
    """
    high = max([0.0, *(point.value for point in points)])
    low = min([0.0, *(point.value for point in points)])
    scale = _WIDE / ((high - low) or 1)
    zero = -low * scale
    return vouched(f'<dl class="across">{"".join(_row(point, scale, zero) for point in points)}</dl>')


def _row(point: Point, scale: float, zero: float) -> str:
    size = max(abs(point.value) * scale, _LEAST if point.value else 0)
    start = max(zero - size, 0) if point.value < 0 else min(zero, _WIDE - size)
    kind = ' class="minus"' if point.value < 0 else ""
    return (
        f"<div><dt>{harmless(_short(point.label))}</dt><dd>{harmless(point.text)}</dd>"
        f'<dd aria-hidden="true"><svg viewBox="0 0 {_WIDE} 16" preserveAspectRatio="none">'
        f'<rect{kind} x="{start:.1f}" width="{size:.1f}" height="16"/><path class="zero" d="M{zero:.1f} 0V16"/>'
        "</svg></dd></div>"
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
