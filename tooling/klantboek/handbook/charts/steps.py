"""A picture of what rests on what: columns of names, joined by lines from left to right."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from klantboek.handbook.markup import escaped, vouched

_WIDTH, _ROW, _HEAD, _GAP, _PAD = 960, 26, 30, 44, 8
# So many letters of 12 pixels fit into a box of a column.
_LETTER = 6.6


class Step(NamedTuple):
    """A line between two names: the column of the first, both names, and whether it is still missing."""

    column: int
    start: str
    end: str
    is_missing: bool = False


def steps(
    title: str, heads: Sequence[str], columns: Sequence[Mapping[str, str]], lines: Collection[Step]
) -> Markup:
    """Draw the names of each column by their key, below its head; a line may skip columns when it is missing.

    Who can't see it hears the title and every line.
    """
    wide = (_WIDTH - _GAP * (len(columns) - 1)) / len(columns)
    tall = max([len(column) for column in columns], default=0)
    places = [_places(list(column), tall) for column in columns]
    drawn = [_line(one, places, wide) for one in lines]
    boxes = [
        _box(number * (wide + _GAP), places[number][key], wide, name)
        for number, column in enumerate(columns)
        for key, name in column.items()
    ]
    named = [
        f'<text class="head" x="{number * (wide + _GAP):.0f}" y="16">{escaped(head)}</text>'
        for number, head in enumerate(heads)
    ]
    told = "; ".join(_told(one, columns) for one in lines if not one.is_missing)
    head = (
        f'<svg class="chart steps" viewBox="0 0 {_WIDTH} {_HEAD + tall * _ROW}" role="img">'
        f"<title>{escaped(title)}</title><desc>{told}</desc>"
    )
    return vouched(head + "".join([*drawn, *boxes, *named]) + "</svg>")


def _places(keys: Sequence[str], tall: int) -> dict[str, float]:
    """Give the height of the middle of each name: a column takes the room of the longest one."""
    step = tall * _ROW / max(len(keys), 1)
    return {key: _HEAD + step * (number + 0.5) for number, key in enumerate(keys)}


def _line(one: Step, places: Sequence[Mapping[str, float]], wide: float) -> str:
    last = next(number for number in range(one.column + 1, len(places)) if one.end in places[number])
    left = one.column * (wide + _GAP) + wide
    right = last * (wide + _GAP)
    start, end = places[one.column][one.start], places[last][one.end]
    bend = min(_GAP, (right - left) / 2)
    kind = ' class="missing"' if one.is_missing else ""
    return f'<path{kind} d="M{left:.0f} {start:.1f}C{left + bend:.0f} {start:.1f} {right - bend:.0f} {end:.1f} {right:.0f} {end:.1f}"/>'


def _box(left: float, middle: float, wide: float, name: str) -> str:
    fits = int((wide - 2 * _PAD) / _LETTER)
    shown = name if len(name) <= fits else f"{name[: fits - 1]}…"
    return (
        f'<g><title>{escaped(name)}</title><rect x="{left:.0f}" y="{middle - 10:.1f}" width="{wide:.0f}" height="20" rx="4"/>'
        f'<text x="{left + _PAD:.0f}" y="{middle + 4:.1f}">{escaped(shown)}</text></g>'
    )


def _told(one: Step, columns: Sequence[Mapping[str, str]]) -> str:
    end = next(column[one.end] for column in columns[one.column + 1 :] if one.end in column)
    return f"{escaped(columns[one.column][one.start])}: {escaped(end)}"
