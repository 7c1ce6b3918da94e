"""The charts that a derived figure asks for, drawn from its rows."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from klantboek.book.book import RELATION
from klantboek.book.minor import major_units
from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import Point, Series, across, bars, heat, line, stacked
from klantboek.handbook.charts.axis import growing, months, ticks
from klantboek.handbook.derived import writer, written
from klantboek.handbook.figure_titles import by_what, column_of, counted, heading, is_time, titled, unfinished
from klantboek.handbook.streamed import picked, tallied

if TYPE_CHECKING:
    from klantboek.aggregates import Chart, Column, Result, Row, Value

_MONTHS, _NAMES, _FEWEST, _LEAST = 36, 20, 3, 2
# So many steps from nought on where most is small and a little very large.
_FINER = (6, 9)
_MONTH = re.compile(r"[1-9]\d{3}-(?:0[1-9]|1[0-2])")
# The parts of a whole from the line on, and those below it.
_UP, _DOWN = ("good", "accent", "quiet"), ("minus", "quiet")


class Drawn(NamedTuple):
    """A chart with its title."""

    title: str
    picture: Markup


def charts(cells: Cells, result: "Result") -> list[Drawn]:
    """Draw the charts that a figure asks for, as far as there is anything to draw.

    Amounts are in the currency of the book. A last month or year that is not over yet is said to be so.
    """
    return [
        drawn._replace(title=drawn.title + unfinished(cells, result, chart))
        for chart in result.aggregate.charts
        for drawn in _DRAW[chart.kind](cells, result, chart)
    ]


def _single(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw a bar for each row, or a line through all."""
    x, y = column_of(result, chart.x), column_of(result, chart.y)
    told = [row for row in _here(cells, result, y) if row[result.position(y.name)] is not None]
    points = [_point(cells, result, (x, y), row) for row in told]
    title = titled(cells, result, heading(cells, y))
    if points and chart.kind == "line":
        yield Drawn(title, line(title, points[-_MONTHS:], _mark(cells, y)))
    elif points:
        if x.name == "month":
            found = {row[result.position(x.name)]: point for row, point in zip(told, points, strict=True)}
            points = [
                found.get(one) or Point(_label(cells, x, one), 0.0, _text(cells, y, 0))
                for one in _in_order(cells, result, x, found, is_whole=True)
            ]
        yield from _barred(cells, title, points, y, upright=is_time(result, x))


def _gathered(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw what rows with the same value come to: how many there are, their sum or their mean."""
    x, y = column_of(result, chart.x), column_of(result, chart.y) if chart.y else None
    home = _home(cells, y or x)
    found: dict[Value, tuple[int, Any]] = {}
    for value, count, total in tallied(result, x.name, y.name if y else "", home):
        before = found.get(_by_month(value), (0, 0))
        found[_by_month(value)] = before[0] + count, before[1] + total if y else None
    if len(found) < _LEAST:
        return
    sizes = {
        value: (_sized(y, total, home) if y else float(count)) / (count if chart.kind == "mean" else 1)
        for value, (count, total) in found.items()
    }
    points = [
        Point(_label(cells, x, value), sizes.get(value, 0.0), _text(cells, y, sizes.get(value, 0.0)))
        for value in _in_order(cells, result, x, sizes, is_whole=chart.kind != "mean")
    ]
    title = titled(cells, result, by_what(cells, result, x, y, chart.kind))
    yield from _barred(cells, title, points, y, upright=is_time(result, x))


def _in_order(
    cells: Cells, result: "Result", x: "Column", found: "Collection[Value]", *, is_whole: bool
) -> "list[Value]":
    """Give times and numbers in their order, of many months those nearest to today; names as they come.

    ``is_whole`` puts in what lies between them: an axis that leaves out empty months tells another story.
    """
    days = [one for one in found if isinstance(one, date)]
    numbers = [one for one in found if isinstance(one, int)]
    if not is_time(result, x):
        return list(found)
    if is_whole and days and len(days) == len(found):
        return [*months(days, cells.edition.book.as_of, _MONTHS)]
    if is_whole and numbers and len(numbers) == len(found) and max(numbers) - min(numbers) < _MONTHS:
        return [*range(min(numbers), max(numbers) + 1)]
    return sorted(found, key=lambda one: (str(type(one)), one))


def _barred(
    cells: Cells, title: str, points: list[Point], column: "Column | None", *, upright: bool
) -> Iterator[Drawn]:
    """Draw bars: upright along an axis of time or numbers, else the largest names first."""
    if upright:
        yield Drawn(title, bars(title, points[-_MONTHS:], _mark(cells, column)))
    else:
        yield Drawn(title, across(sorted(points, key=lambda point: -point.value)[:_NAMES]))


def _parts(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw what consists of parts: who came and who went, promoters and detractors."""
    x, rows = column_of(result, chart.x), result.rows[-_MONTHS:]
    sides = [*zip(chart.up, _UP, strict=False), *zip(chart.down, _DOWN, strict=False)]
    series = [
        Series(
            heading(cells, column_of(result, name)),
            tone,
            [_part(cells, result, (x, name), row, -1 if name in chart.down else 1) for row in rows],
        )
        for name, tone in sides
    ]
    if rows:
        title = titled(cells, result, ", ".join(one.name for one in series))
        yield Drawn(title, stacked(title, series, _count))


def _part(cells: Cells, result: "Result", names: "tuple[Column, str]", row: "Row", sign: int) -> Point:
    x, name = names
    value = row[result.position(name)] or 0
    size = float(value) if isinstance(value, int | Decimal) else 0.0
    return Point(_label(cells, x, row[result.position(x.name)]), sign * size, f"{size:g}")


def _grid(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw a heat map of two columns: how many rows have both, or what these add up to."""
    x, y = column_of(result, chart.x), column_of(result, chart.y)
    of = column_of(result, chart.of) if chart.of else None
    home = _home(cells, of or x)
    sizes: Counter[tuple[Value, Value]] = Counter()
    for row, column, size in picked(result, [x.name, y.name, (of or x).name], home):
        if row is not None and column is not None and size is not None:
            sizes[row, column] += _sized(of, size, home) if of else 1  # type: ignore[assignment]  # a counter of floats
    found = {key: (float(size), _text(cells, of, float(size))) for key, size in sizes.items()}
    sides = [
        sorted({key[side] for key in found}, key=lambda one: (isinstance(one, str), str(one)))
        for side in (0, 1)
    ]
    if max(map(len, sides)) < _LEAST:
        return
    named = [[_label(cells, column, one) for one in side] for column, side in zip((x, y), sides, strict=True)]
    placed = {(sides[0].index(row), sides[1].index(column)): cell for (row, column), cell in found.items()}
    what = heading(cells, of) if of else counted(cells, result, x, y)
    about = cells.edition.words("chart.heat", what=what, down=heading(cells, x), along=heading(cells, y))
    title = titled(cells, result, about)
    yield Drawn(title, heat(title, named[0], named[1], placed))


def _spread(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw how numbers are spread: how many rows lie between which round numbers."""
    column = column_of(result, chart.x)
    home = _home(cells, column)
    values = [_sized(column, one, home) for (one,) in picked(result, [column.name], home) if one is not None]
    if len(values) < _FEWEST or min(values) == max(values):
        return
    low, high, mark = min(values), max(values), _mark(cells, column)
    ways = [ticks(low, high, 8), *(growing(low, high, wanted) for wanted in _FINER)]
    counted_in = [(marks, _between(marks, values)) for marks in ways]
    # The coarsest way in which not half of all lies in one place; else the one that comes nearest to that.
    marks, counts = min(counted_in, key=lambda one: max(*one[1], len(values) // 2))
    points = [
        Point(f"{mark(low)} \N{EN DASH} {mark(high)}", count, cells.edition.write.number(count))
        for (low, high), count in zip(pairwise(marks), counts, strict=True)
    ]
    title = titled(cells, result, by_what(cells, result, column))
    yield Drawn(title, across(points))


def _between(marks: Sequence[float], values: Sequence[float]) -> list[int]:
    """Count the values from each mark up to the next; the last one is counted with those below it."""
    counts = Counter(min(bisect_right(marks, value) - 1, len(marks) - 2) for value in values)
    return [counts[place] for place in range(len(marks) - 1)]


_DRAW: Mapping[str, Callable[[Cells, "Result", "Chart"], Iterator[Drawn]]] = {
    "bar": _single,
    "line": _single,
    "sum": _gathered,
    "mean": _gathered,
    "count": _gathered,
    "spread": _spread,
    "heat": _grid,
    "parts": _parts,
}


def _here(cells: Cells, result: "Result", column: "Column") -> "Sequence[Row]":
    """Give the rows in the currency of the book, when the column has amounts."""
    home = _home(cells, column)
    return result.where("currency", home) if home else result.rows


def _home(cells: Cells, column: "Column") -> str:
    """Give the currency of the book where a column has amounts; else ""."""
    return cells.edition.book.settings.currency if column.unit == "money" else ""


def _size(result: "Result", column: "Column", row: "Row") -> float:
    currency = str(row[result.position("currency")]) if column.unit == "money" else ""
    return _sized(column, row[result.position(column.name)], currency)


def _sized(column: "Column", value: "Value", currency: str) -> float:
    if column.unit == "money" and isinstance(value, int):
        return float(major_units(value, currency))
    return float(value) if isinstance(value, int | Decimal) else 0.0


def _by_month(value: "Value") -> "Value":
    return value.replace(day=1) if isinstance(value, date) else value


def _text(cells: Cells, column: "Column | None", size: float) -> str:
    """Write a number that rows came to: in a unit where it has one, to a tenth where it has decimals."""
    write = cells.edition.write
    if column is not None and column.unit == "money":
        return write.whole_money(round(size), cells.edition.book.settings.currency)
    number = int(size) if size == int(size) else Decimal(f"{size:.1f}")
    return write.percent(number) if column is not None and column.unit == "percent" else write.number(number)


def _mark(cells: Cells, column: "Column | None") -> Callable[[float], str]:
    write, home = cells.edition.write, cells.edition.book.settings.currency
    if column is not None and column.unit == "money":
        return lambda height: (
            write.whole_money(int(height), home)
            if height == int(height)
            else write.money(Decimal(f"{height:.2f}"), home)
        )
    return lambda height: write.number(Decimal(f"{height:g}"))


def _count(height: float) -> str:
    return f"{abs(height):g}"


def _point(cells: Cells, result: "Result", columns: "tuple[Column, Column]", row: "Row") -> Point:
    x, y = columns
    text = writer(cells, result, y)(row)[0].striptags()
    sides = [one for end in ("low", "high") for one in result.columns if one.name == f"{y.name}_{end}"]
    low, high = [writer(cells, result, one)(row)[0].striptags() for one in sides] or ("", "")
    whole = f"{text} ({low} \N{EN DASH} {high})" if low and high else text
    return Point(_label(cells, x, row[result.position(x.name)]), _size(result, y, row), whole)


def _label(cells: Cells, column: "Column", value: "Value") -> str:
    if isinstance(value, date):
        return cells.edition.write.month(value)
    # An order number can look like a month: a month refers to nothing, and there are twelve of them.
    if isinstance(value, str) and not column.reference and _MONTH.fullmatch(value):
        return cells.edition.write.month(date.fromisoformat(f"{value}-01"))
    if not isinstance(value, str):
        return str(value)
    found = cells.edition.book.find(RELATION, value) if column.reference == RELATION else None
    # A page that says names elsewhere than in links asks for them otherwise.
    return (
        " ".join(cells.edition.names.record(found).split())
        if found
        else written(cells, column, value).striptags()
    )
