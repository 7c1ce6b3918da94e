"""The charts of a derived figure: the one it asks for, and else what its columns can show."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from math import floor
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from klantboek.book.minor import major_units
from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import Point, Series, across, bars, heat, line, stacked
from klantboek.handbook.charts.axis import ticks
from klantboek.handbook.derived import writer, written

if TYPE_CHECKING:
    from klantboek.aggregates import Column, Result, Row, Value

_MONTHS, _NAMES, _FEWEST = 36, 20, 3
_MONTH = re.compile(r"[1-9]\d{3}-(?:0[1-9]|1[0-2])")
# Parts of one whole, each with its colour; what is lost hangs below the line.
_PARTS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("new_relations", "good"), ("won_back", "accent"), ("lost", "minus")),
    (("promoters", "good"), ("passives", "quiet"), ("detractors", "minus")),
)
_BELOW = frozenset(["lost"])
_HIDDEN = frozenset(
    ["position", "step", "orders_position", "invoices_position", "lines_position", "rank", "year"]
)


class Drawn(NamedTuple):
    """A chart with its title."""

    title: str
    picture: Markup


def charts(cells: Cells, result: "Result") -> list[Drawn]:
    """Draw a figure; nothing when there is nothing to draw."""
    if not result.rows:
        return []
    drawn = [*_asked(cells, result), *_parts(cells, result), *_grid(cells, result)]
    return drawn or [*_counted(cells, result)] or [*_spread(cells, result)]


def _asked(cells: Cells, result: "Result") -> Iterator[Drawn]:
    """Draw the chart that the figure asks for, in the currency of the book where it has amounts."""
    wanted = result.aggregate.chart
    if wanted is None:
        return
    x, y = _column(result, wanted.x), _column(result, wanted.y)
    rows = _here(cells, result, y)
    points = [_point(cells, result, (x, y), row) for row in rows if row[result.position(y.name)] is not None]
    if not points:
        return
    title = _title(cells, result, _heading(cells, y))
    if wanted.kind == "line":
        yield Drawn(title, line(title, points[-_MONTHS:], _mark(cells, y)))
    elif _is_time(result, x):
        yield Drawn(title, bars(title, points[-_MONTHS:], _mark(cells, y)))
    else:
        yield Drawn(title, across(title, sorted(points, key=lambda point: -point.value)[:_NAMES]))


def _parts(cells: Cells, result: "Result") -> Iterator[Drawn]:
    """Draw what consists of parts: who came and who went, promoters and detractors."""
    names = {column.name for column in result.columns}
    for parts in _PARTS:
        kept = [(name, tone) for name, tone in parts if name in names]
        if len(kept) < 2:  # noqa: PLR2004 -- one part is no stack
            continue
        x = result.columns[0]
        rows = result.rows[-_MONTHS:]
        series = [
            Series(
                _heading(cells, _column(result, name)),
                tone,
                [_part(cells, result, x, name, row) for row in rows],
            )
            for name, tone in kept
        ]
        title = _title(cells, result, ", ".join(one.name for one in series))
        yield Drawn(title, stacked(title, series, _count))


def _part(cells: Cells, result: "Result", x: "Column", name: str, row: "Row") -> Point:
    value = row[result.position(name)] or 0
    size = float(value) if isinstance(value, int | Decimal) else 0.0
    along = row[result.position(x.name)]
    return Point(_label(cells, x, along), -size if name in _BELOW else size, f"{size:g}")


def _grid(cells: Cells, result: "Result") -> Iterator[Drawn]:
    """Draw a heat map: of two scores in a row, or of an amount by two things that together name a row."""
    names = {column.name: column for column in result.columns}
    if {"recency", "frequency"} <= names.keys():
        pair = names["recency"], names["frequency"]
        places = [result.position(one.name) for one in pair]
        counts = Counter(
            (row[places[0]], row[places[1]]) for row in result.rows if row[places[0]] is not None
        )
        found = {key: (float(count), str(count)) for key, count in counts.items()}
        yield from _heated(cells, result, pair, found)
        return
    keys = [names[key] for key in result.aggregate.key if key != "currency"]
    plain = len(keys) == 2 and not any(key.reference == "relation" or key.name in _HIDDEN for key in keys)  # noqa: PLR2004 -- two ways
    amount = next((one for one in result.columns if one.unit == "money"), None)
    amount = amount or next((one for one in result.columns if _is_number(result, one)), None)
    if result.aggregate.chart is None and plain and amount is not None:
        at = [result.position(one.name) for one in (*keys, amount)]
        found = {
            (row[at[0]], row[at[1]]): (
                _size(result, amount, row),
                writer(cells, result, amount)(row)[0].striptags(),
            )
            for row in _here(cells, result, amount)
            if row[at[2]] is not None
        }
        yield from _heated(cells, result, (keys[0], keys[1]), found)


def _heated(
    cells: Cells,
    result: "Result",
    pair: "tuple[Column, Column]",
    found: "dict[tuple[Value, Value], tuple[float, str]]",
) -> Iterator[Drawn]:
    sides = [
        sorted({key[side] for key in found}, key=lambda one: (isinstance(one, str), str(one)))
        for side in (0, 1)
    ]
    if len(sides[0]) < 2 and len(sides[1]) < 2:  # noqa: PLR2004 -- one cell is no map
        return
    named = [[_label(cells, column, one) for one in side] for column, side in zip(pair, sides, strict=True)]
    placed = {(sides[0].index(row), sides[1].index(column)): cell for (row, column), cell in found.items()}
    title = _title(cells, result, ", ".join(_heading(cells, one) for one in pair))
    yield Drawn(title, heat(title, named[0], named[1], placed))


def _counted(cells: Cells, result: "Result") -> Iterator[Drawn]:
    """Count the rows by the first column that has names in it: a state, a class, one of our people, a product."""
    for column in result.columns:
        if not (column.choices or column.reference not in {"", "relation"}):
            continue
        place = result.position(column.name)
        counts = Counter(row[place] for row in result.rows if row[place] is not None)
        if len(counts) > 1:
            found = sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))[:_NAMES]
            points = [
                Point(_label(cells, column, value), count, cells.edition.write.number(count))
                for value, count in found
            ]
            title = _title(cells, result, _heading(cells, column))
            yield Drawn(title, across(title, points))
            return


def _spread(cells: Cells, result: "Result") -> Iterator[Drawn]:
    """Draw how the first number of the rows is spread: how many rows lie between which round numbers."""
    for column in sorted(result.columns, key=lambda one: one.unit != "money"):
        if not _is_number(result, column) or column.name in _HIDDEN:
            continue
        values = [
            _size(result, column, row)
            for row in _here(cells, result, column)
            if row[result.position(column.name)] is not None
        ]
        if len(values) < _FEWEST or min(values) == max(values):
            continue
        marks, mark = ticks(min(values), max(values), 8), _mark(cells, column)
        step = marks[1] - marks[0]
        counts = Counter(min(floor((value - marks[0]) / step), len(marks) - 2) for value in values)
        points = [
            Point(
                f"{mark(low)} \N{EN DASH} {mark(low + step)}",
                counts[place],
                cells.edition.write.number(counts[place]),
            )
            for place, low in enumerate(marks[:-1])
        ]
        title = _title(cells, result, _heading(cells, column))
        yield Drawn(title, across(title, points))
        return


def _title(cells: Cells, result: "Result", about: str) -> str:
    return f"{result.aggregate.title[cells.edition.language]}: {about}"


def _column(result: "Result", name: str) -> "Column":
    return result.columns[result.position(name)]


def _heading(cells: Cells, column: "Column") -> str:
    return column.heading[cells.edition.language]


def _here(cells: Cells, result: "Result", column: "Column") -> "Sequence[Row]":
    """Give the rows in the currency of the book, when the column has amounts."""
    return (
        result.where("currency", cells.edition.book.settings.currency)
        if column.unit == "money"
        else result.rows
    )


def _is_number(result: "Result", column: "Column") -> bool:
    place = result.position(column.name)
    some = [row[place] for row in result.rows[:50] if row[place] is not None]
    return bool(some) and all(isinstance(one, int | Decimal) and not isinstance(one, bool) for one in some)


def _is_time(result: "Result", column: "Column") -> bool:
    value = next((row[result.position(column.name)] for row in result.rows), None)
    return isinstance(value, date | int) or column.name in {"month", "year", "quarter"}


def _size(result: "Result", column: "Column", row: "Row") -> float:
    value = row[result.position(column.name)]
    if column.unit == "money" and isinstance(value, int):
        return float(major_units(value, str(row[result.position("currency")])))
    return float(value) if isinstance(value, int | Decimal) else 0.0


def _mark(cells: Cells, column: "Column") -> Callable[[float], str]:
    write, home = cells.edition.write, cells.edition.book.settings.currency
    if column.unit == "money":
        return lambda height: write.whole_money(int(height), home)
    return lambda height: write.number(Decimal(f"{height:g}"))


def _count(height: float) -> str:
    return f"{abs(height):g}"


def _point(cells: Cells, result: "Result", columns: "tuple[Column, Column]", row: "Row") -> Point:
    x, y = columns
    text = writer(cells, result, y)(row)[0]
    return Point(_label(cells, x, row[result.position(x.name)]), _size(result, y, row), text.striptags())


def _label(cells: Cells, column: "Column", value: "Value") -> str:
    if isinstance(value, date):
        return cells.edition.write.month(value)
    # An order number can look like a month: a month refers to nothing, and there are twelve of them.
    if isinstance(value, str) and not column.reference and _MONTH.fullmatch(value):
        return cells.edition.write.month(date.fromisoformat(f"{value}-01"))
    return written(cells, column, value).striptags() if isinstance(value, str) else str(value)
