"""A heat map: what belongs to two things at once, the darker the more."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from klantboek.handbook.charts.frame import WIDTH, framed
from klantboek.handbook.markup import escaped

_ROW, _HEAD, _LETTER, _LONGEST, _FAINT, _STRONG = 30, 26, 7, 24, 0.06, 0.5


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], tuple[float, str]],
) -> Markup:
    """Draw a cell for each (row, column) that has a value, with its text in it; who can't see it hears them all."""
    left = min(max((len(name) for name in rows), default=1), _LONGEST) * _LETTER + 14
    wide = (WIDTH - left) / max(len(columns), 1)
    most = max((value for value, _ in cells.values()), default=0) or 1
    parts = [
        *(
            f'<text class="end" x="{left - 8}" y="{_HEAD + _ROW * place + 19}">{escaped(_short(name))}</text>'
            for place, name in enumerate(rows)
        ),
        *(
            f'<text x="{left + wide * (place + 0.5):.0f}" y="16">{escaped(name)}</text>'
            for place, name in enumerate(columns)
            if wide > _LETTER * len(name) or place % 3 == 0
        ),
    ]
    told = []
    for (row, column), (value, text) in sorted(cells.items()):
        x, y = left + wide * column, _HEAD + _ROW * row
        said = f"{escaped(rows[row])}, {escaped(columns[column])}: {escaped(text)}"
        told.append(said)
        # Text of one colour stays readable on all of these, in both themes.
        strength = _FAINT + (_STRONG - _FAINT) * max(value, 0) / most
        inside = (
            f'<text class="pale" x="{x + wide / 2:.1f}" y="{y + 19}">{escaped(text)}</text>'
            if wide > _LETTER * len(text) + 4
            else ""
        )
        parts.append(
            f'<g><title>{said}</title><rect x="{x + 1:.1f}" y="{y + 1}" width="{wide - 2:.1f}" height="{_ROW - 2}"'
            f' rx="3" fill-opacity="{strength:.2f}"/>{inside}</g>'
        )
    return framed(title, "; ".join(told), parts, (WIDTH, _HEAD + _ROW * len(rows)), "heat")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
