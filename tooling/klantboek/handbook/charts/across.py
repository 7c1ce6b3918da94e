"""Bars from left to right: one for each name, with its amount behind it, for what has no order in time."""

from collections.abc import Sequence

from markupsafe import Markup

from klantboek.handbook.charts.frame import WIDTH, Point, framed
from klantboek.handbook.markup import escaped

_ROW, _LETTER, _CAPITAL, _LONGEST, _LEAST = 26, 7, 9, 34, 1.0


def across(title: str, points: Sequence[Point]) -> Markup:
    """Draw a bar for each point, from the line of nought to the right, or to the left when it is below nought."""
    left = max((_width(_short(point.label)) for point in points), default=_LETTER) + 14
    room = max((_width(point.text) for point in points), default=_LETTER) + 12
    high = max([0.0, *(point.value for point in points)])
    low = min([0.0, *(point.value for point in points)])
    wide = (WIDTH - left - room) / ((high - low) or 1)
    zero = left - low * wide
    parts = [f'<path class="zero" d="M{zero:.0f} 2V{_ROW * len(points) - 2}"/>']
    for place, point in enumerate(points):
        y, size = _ROW * place, max(abs(point.value) * wide, _LEAST if point.value else 0)
        start = zero if point.value >= 0 else zero - size
        kind = ' class="minus"' if point.value < 0 else ""
        label, text = escaped(_short(point.label)), escaped(point.text)
        parts.append(
            f'<g><title>{escaped(point.label)}: {text}</title><text class="end" x="{left - 8}" y="{y + 17}">{label}</text>'
            f'<rect{kind} x="{start:.1f}" y="{y + 5}" width="{size:.1f}" height="{_ROW - 10}" rx="2"/>'
            f'<text class="start" x="{max(start + size, zero) + 6:.0f}" y="{y + 17}">{text}</text></g>'
        )
    told = "; ".join(f"{escaped(point.label)}: {escaped(point.text)}" for point in points)
    return framed(title, told, parts, (WIDTH, _ROW * max(len(points), 1)), "across")


def _width(text: str) -> int:
    """Estimate how wide a text is drawn."""
    return sum(_CAPITAL if one.isupper() else _LETTER for one in text)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
