"""A tree from left to right: who stands below whom, each in a box of its own."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from klantboek.handbook.charts.frame import sized
from klantboek.handbook.markup import escaped

_WIDE, _GAP, _TALL, _ROW, _PAD = 200, 36, 40, 50, 10
# So many letters of 12 pixels fit into a box.
_FITS = 27


class Branch(NamedTuple):
    """A box: the place of the one above it in the list (-1 for none), what it says, and whether the page is about it."""

    above: int
    name: str
    note: str
    is_here: bool = False


def tree(title: str, branches: Sequence[Branch]) -> Markup:
    """Draw the branches, each after the one above it; who can't see it hears who stands below whom."""
    depths, rows = _depths(branches), _rows(branches)
    lines, boxes = [], []
    for number, one in enumerate(branches):
        x, y = depths[number] * (_WIDE + _GAP), round(rows[number] * _ROW)
        if one.above >= 0:
            middle = y + _TALL // 2
            lines.append(
                f"M{x - _GAP} {round(rows[one.above] * _ROW) + _TALL // 2}h{_GAP // 2}V{middle}h{_GAP // 2}"
            )
        here = ' class="here"' if one.is_here else ""
        whole = f"<title>{escaped(one.name)}</title>" if len(one.name) > _FITS else ""
        boxes.append(
            f'<g{here}>{whole}<rect x="{x}" y="{y}" width="{_WIDE}" height="{_TALL}" rx="6"/>'
            f'<text x="{x + _PAD}" y="{y + 17}">{escaped(_short(one.name))}</text>'
            f'<text class="note" x="{x + _PAD}" y="{y + 32}">{escaped(_short(one.note))}</text></g>'
        )
    told = "; ".join(
        f"{escaped(branches[one.above].name)}: {escaped(one.name)}" for one in branches if one.above >= 0
    )
    size = (max(depths) + 1) * (_WIDE + _GAP) - _GAP, round((max(rows) + 1) * _ROW)
    return sized(title, told, [f'<path d="{"".join(lines)}"/>', *boxes], size, "group-tree")


def _depths(branches: Sequence[Branch]) -> list[int]:
    """Give how many stand above each."""
    found: list[int] = []
    for one in branches:
        found.append(found[one.above] + 1 if one.above >= 0 else 0)
    return found


def _rows(branches: Sequence[Branch]) -> list[float]:
    """Give the row of each: an own one for who has nobody below it, between them for who has."""
    below: dict[int, list[int]] = {}
    for number, one in enumerate(branches):
        below.setdefault(one.above, []).append(number)
    rows, taken = [0.0] * len(branches), 0
    for number in _from_the_top(below):
        if number not in below:
            rows[number], taken = float(taken), taken + 1
    for number in reversed(range(len(branches))):
        if number in below:
            rows[number] = (rows[below[number][0]] + rows[below[number][-1]]) / 2
    return rows


def _from_the_top(below: dict[int, list[int]]) -> list[int]:
    """Give the places as a reader goes: each, then all below it."""
    order, waiting = [], [*reversed(below.get(-1, []))]
    while waiting:
        number = waiting.pop()
        order.append(number)
        waiting.extend(reversed(below.get(number, [])))
    return order


def _short(text: str) -> str:
    return text if len(text) <= _FITS else f"{text[: _FITS - 1]}…"
