"""Bars, lines and sparklines from points that are already written out."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from klantboek.handbook.charts.axis import ticks
from klantboek.handbook.markup import escaped, vouched

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 720, 220, 72, 26, 12, 28


class Point(NamedTuple):
    """A place along the chart, its height, and both as text."""

    label: str
    value: float
    text: str


def bars(title: str, points: Sequence[Point], write: Callable[[float], str]) -> Markup:
    """Draw a bar for each point; ``write`` writes the numbers at the axis."""
    low, high, marks = _scale(points)
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(points), 1)
    wide = min(step * 0.72, 56)
    parts = [_axis(marks, low, high, write), *_labels(points, step)]
    zero = _y(0, low, high)
    for number, point in enumerate(points):
        top, kind = _y(point.value, low, high), ' class="minus"' if point.value < 0 else ""
        x = _LEFT + step * number + (step - wide) / 2
        parts.append(
            f'<rect{kind} x="{x:.1f}" y="{min(top, zero):.1f}"'
            f' width="{wide:.1f}" height="{abs(zero - top):.1f}" rx="2"><title>{_both(point)}</title></rect>'
        )
    return _svg(title, points, parts)


def line(title: str, points: Sequence[Point], write: Callable[[float], str]) -> Markup:
    """Draw a line through the points."""
    low, high, marks = _scale(points)
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(points), 1)
    at = [(_LEFT + step * (number + 0.5), _y(point.value, low, high)) for number, point in enumerate(points)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{_both(point)}</title></circle>'
        for (x, y), point in zip(at, points, strict=True)
    ]
    parts = [
        _axis(marks, low, high, write),
        *_labels(points, step),
        f'<polyline points="{path}"/>',
    ]
    return _svg(title, points, [*parts, *dots])


def sparkline(title: str, values: Sequence[float]) -> Markup:
    """Draw small bars without an axis, for beside a number."""
    high = max([*values, 0]) or 1
    step = 96 / max(len(values), 1)
    # One path for all bars, each a line up from the ground.
    path = "".join(
        f"M{step * (number + 0.5):.0f} 24v-{24 * value / high:.1f}"
        for number, value in enumerate(values)
        if value > 0
    )
    head = f'<svg class="spark" viewBox="0 0 96 24" role="img"><title>{escaped(title)}</title>'
    return vouched(f'{head}<path d="{path}"/></svg>')


def _scale(points: Sequence[Point]) -> tuple[float, float, list[float]]:
    values = [point.value for point in points]
    marks = ticks(min([0.0, *values]), max([0.0, *values]))
    return marks[0], marks[-1], marks


def _y(value: float, low: float, high: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (high - value) / ((high - low) or 1)


def _axis(marks: Sequence[float], low: float, high: float, write: Callable[[float], str]) -> str:
    return "".join(
        f'<path class="{"zero" if mark == 0 else "grid"}" d="M{_LEFT} {_y(mark, low, high):.0f}H{_WIDTH - _RIGHT}"/>'
        f'<text class="end" x="{_LEFT - 8}" y="{_y(mark, low, high) + 4:.0f}">{escaped(write(mark))}</text>'
        for mark in marks
    )


def _labels(points: Sequence[Point], step: float) -> list[str]:
    """Label as many points as there is room for, the last one always."""
    longest = max((len(point.label) for point in points), default=1)
    every = max(1, -(-(longest * 7 + 10) // max(int(step), 1)))
    return [
        f'<text x="{_LEFT + step * (number + 0.5):.0f}" y="{_HEIGHT - 6}">{escaped(point.label)}</text>'
        for number, point in enumerate(points)
        if (len(points) - 1 - number) % every == 0
    ]


def _both(point: Point) -> str:
    return f"{escaped(point.label)}: {escaped(point.text)}"


def _svg(title: str, points: Sequence[Point], parts: Sequence[str]) -> Markup:
    """Frame a chart; who can't see it hears the title and every point."""
    told = f"<title>{escaped(title)}</title><desc>{'; '.join(map(_both, points))}</desc>"
    head = f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">{told}'
    return vouched(head + "".join(parts) + "</svg>")
