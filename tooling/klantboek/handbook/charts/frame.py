"""The frame of a chart: its axes, the labels along it, its title and what is said to who can't see it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from klantboek.handbook.charts.axis import ticks
from klantboek.handbook.markup import harmless, vouched

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 220, 72, 26, 12, 28
# Letters keep their size only where a chart is drawn about as wide as it is shown.
HALF = 460


class Point(NamedTuple):
    """A place along the chart, its height, and both as text."""

    label: str
    value: float
    text: str


class Scale(NamedTuple):
    """The lowest and the highest value of an axis, and the round numbers along it."""

    low: float
    high: float
    marks: list[float]

    def y(self, value: float) -> float:
        """Give how far below the top a value is drawn."""
        return TOP + (HEIGHT - TOP - BOTTOM) * (self.high - value) / ((self.high - self.low) or 1)


def scale_of(values: Sequence[float]) -> Scale:
    """Give an axis that holds nought and all values."""
    marks = ticks(min([0.0, *values]), max([0.0, *values]))
    return Scale(marks[0], marks[-1], marks)


def axis(scale: Scale, write: Callable[[float], str], wide: int = WIDTH) -> str:
    """Draw the lines and numbers of the axis; ``write`` writes the numbers."""
    return "".join(
        f'<path class="{"zero" if mark == 0 else "grid"}" d="M{LEFT} {scale.y(mark):.0f}H{wide - RIGHT}"/>'
        f'<text class="end" x="{LEFT - 8}" y="{scale.y(mark) + 4:.0f}">{harmless(write(mark))}</text>'
        for mark in scale.marks
    )


def labels(names: Sequence[str], step: float) -> list[str]:
    """Label as many places as there is room for, the last one always."""
    longest = max((len(name) for name in names), default=1)
    every = max(1, -(-(longest * 7 + 10) // max(int(step), 1)))
    return [
        f'<text x="{LEFT + step * (number + 0.5):.0f}" y="{HEIGHT - 6}">{harmless(name)}</text>'
        for number, name in enumerate(names)
        if (len(names) - 1 - number) % every == 0
    ]


def framed(title: str, told: str, parts: Sequence[str], size: tuple[int, int], kind: str = "") -> Markup:
    """Frame a chart of a width and height; who can't see it hears the title and what is told."""
    return _frame(title, told, parts, f'class="chart{kind and f" {kind}"}" viewBox="0 0 {size[0]} {size[1]}"')


def sized(title: str, told: str, parts: Sequence[str], size: tuple[int, int], kind: str) -> Markup:
    """Frame a chart that is shown as large as it is drawn, and smaller where there is no room."""
    return _frame(
        title, told, parts, f'class="chart {kind}" width="{size[0]}" viewBox="0 0 {size[0]} {size[1]}"'
    )


def _frame(title: str, told: str, parts: Sequence[str], start: str) -> Markup:
    said = f"<title>{harmless(title)}</title><desc>{told}</desc>"
    return vouched(f'<svg {start} role="img">{said}{"".join(parts)}</svg>')
