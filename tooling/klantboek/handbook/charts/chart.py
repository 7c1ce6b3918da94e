"""Bars, lines and sparklines from points that are already written out."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from klantboek.handbook.charts.frame import HEIGHT, LEFT, RIGHT, WIDTH, Point, axis, framed, labels, scale_of
from klantboek.handbook.markup import harmless, vouched

_WIDEST = 56


def bars(title: str, points: Sequence[Point], write: Callable[[float], str], across: int = WIDTH) -> Markup:
    """Draw a bar for each point; ``write`` writes the numbers at the axis."""
    scale = scale_of([point.value for point in points])
    step = (across - LEFT - RIGHT) / max(len(points), 1)
    wide = min(step * 0.72, _WIDEST)
    parts = [axis(scale, write, across), *labels([point.label for point in points], step)]
    zero = scale.y(0)
    for number, point in enumerate(points):
        top, kind = scale.y(point.value), ' class="minus"' if point.value < 0 else ""
        x = LEFT + step * number + (step - wide) / 2
        parts.append(
            f'<rect{kind} x="{x:.1f}" y="{min(top, zero):.1f}"'
            f' width="{wide:.1f}" height="{abs(zero - top):.1f}" rx="2"><title>{_both(point)}</title></rect>'
        )
    return framed(title, _told(points), parts, (across, HEIGHT))


def line(title: str, points: Sequence[Point], write: Callable[[float], str], across: int = WIDTH) -> Markup:
    """Draw a line through the points."""
    scale = scale_of([point.value for point in points])
    step = (across - LEFT - RIGHT) / max(len(points), 1)
    at = [(LEFT + step * (number + 0.5), scale.y(point.value)) for number, point in enumerate(points)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{_both(point)}</title></circle>'
        for (x, y), point in zip(at, points, strict=True)
    ]
    names = [point.label for point in points]
    parts = [axis(scale, write, across), *labels(names, step), f'<polyline points="{path}"/>', *dots]
    return framed(title, _told(points), parts, (across, HEIGHT))


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
    head = f'<svg class="spark" viewBox="0 0 96 24" role="img"><title>{harmless(title)}</title>'
    return vouched(f'{head}<path d="{path}"/></svg>')


def _both(point: Point) -> str:
    return f"{harmless(point.label)}: {harmless(point.text)}"


def _told(points: Sequence[Point]) -> str:
    return "; ".join(map(_both, points))
