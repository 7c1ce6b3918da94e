"""Bars of several parts upon each other; what is below nought hangs below the line."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from klantboek.handbook.charts.frame import HEIGHT, LEFT, RIGHT, WIDTH, Point, axis, framed, labels, scale_of
from klantboek.handbook.markup import escaped

_WIDEST, _KEY, _LETTER, _SQUARE = 40, 22, 7, 11


class Series(NamedTuple):
    """One part of every bar: its name, its colour (a class of the theme) and its points."""

    name: str
    tone: str
    points: Sequence[Point]


def stacked(
    title: str, series: Sequence[Series], write: Callable[[float], str], across: int = WIDTH
) -> Markup:
    """Draw the series as parts of bars, one for each place; all have the same places."""
    columns = list(zip(*(one.points for one in series), strict=True))
    sums = [sum(part.value for part in parts if part.value > 0) for parts in columns]
    depths = [sum(part.value for part in parts if part.value < 0) for parts in columns]
    scale = scale_of([*sums, *depths])
    step = (across - LEFT - RIGHT) / max(len(columns), 1)
    wide = min(step * 0.72, _WIDEST)
    parts = [axis(scale, write, across), *labels([parts[0].label for parts in columns], step), *_keys(series)]
    for number, points in enumerate(columns):
        x, up, down = LEFT + step * number + (step - wide) / 2, 0.0, 0.0
        for one, point in zip(series, points, strict=True):
            if not point.value:
                continue
            start = up if point.value > 0 else down
            top, bottom = scale.y(max(start, start + point.value)), scale.y(min(start, start + point.value))
            said = f"{escaped(point.label)}: {escaped(one.name)} {escaped(point.text)}"
            parts.append(
                f'<rect class="{one.tone}" x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}"'
                f' height="{bottom - top:.1f}"><title>{said}</title></rect>'
            )
            up, down = (start + point.value, down) if point.value > 0 else (up, start + point.value)
    told = "; ".join(_told(series, points) for points in columns)
    return framed(title, told, parts, (across, HEIGHT + _KEY))


def _told(series: Sequence[Series], points: Sequence[Point]) -> str:
    parts = ", ".join(
        f"{escaped(one.name)} {escaped(point.text)}"
        for one, point in zip(series, points, strict=True)
        if point.value
    )
    return f"{escaped(points[0].label)}: {parts or 0}"


def _keys(series: Sequence[Series]) -> list[str]:
    """Say below the chart which colour is which part."""
    found, x = [], LEFT
    for one in series:
        found.append(
            f'<rect class="{one.tone}" x="{x}" y="{HEIGHT + 6}" width="{_SQUARE}" height="{_SQUARE}" rx="2"/>'
            f'<text class="start" x="{x + _SQUARE + 6}" y="{HEIGHT + 16}">{escaped(one.name)}</text>'
        )
        x += _SQUARE + 26 + _LETTER * len(one.name)
    return found
