"""The charts that a derived figure asks for, drawn from its rows."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import floor
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from klantboek.book.book import RELATION
from klantboek.book.minor import major_units
from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import Point, Series, across, bars, heat, line, stacked
from klantboek.handbook.charts.axis import ticks
from klantboek.handbook.derived import writer, written
from klantboek.handbook.streamed import picked, tallied

if TYPE_CHECKING:
    from klantboek.aggregates import Chart, Column, Result, Row, Value

_MONTHS, _NAMES, _FEWEST, _LEAST = 36, 20, 3, 2
_MONTH = re.compile(r"[1-9]\d{3}-(?:0[1-9]|1[0-2])")
# The parts of a whole from the line on, and those below it.
_UP, _DOWN = ("good", "accent", "quiet"), ("minus", "quiet")


class Drawn(NamedTuple):
    """A chart with its title."""

    title: str
    picture: Markup


def charts(cells: Cells, result: "Result") -> list[Drawn]:
    """Draw the charts that a figure asks for, as far as there is anything to draw.

    Amounts are in the currency of the book.
    """
    return [drawn for chart in result.aggregate.charts for drawn in _DRAW[chart.kind](cells, result, chart)]


def _single(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw a bar for each row, or a line through all."""
    x, y = _column(result, chart.x), _column(result, chart.y)
    rows = _here(cells, result, y)
    points = [_point(cells, result, (x, y), row) for row in rows if row[result.position(y.name)] is not None]
    title = _title(cells, result, _heading(cells, y))
    if points and chart.kind == "line":
        yield Drawn(title, line(title, points[-_MONTHS:], _mark(cells, y)))
    elif points:
        yield from _barred(cells, title, points, y, upright=_is_time(result, x))


def _gathered(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw what rows with the same value come to: how many there are, their sum or their mean."""
    x, y = _column(result, chart.x), _column(result, chart.y) if chart.y else None
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
        Point(_label(cells, x, value), sizes[value], _text(cells, y, sizes[value]))
        for value in _in_order(cells, result, x, sizes)
    ]
    title = _title(cells, result, _by(cells, result, x, y, chart.kind))
    yield from _barred(cells, title, points, y, upright=_is_time(result, x))


def _in_order(cells: Cells, result: "Result", x: "Column", found: "Iterable[Value]") -> "list[Value]":
    """Give times and numbers in their order, of many months those nearest to today; names as they come."""
    if not _is_time(result, x):
        return list(found)
    today = cells.edition.book.as_of
    near = sorted(found, key=lambda one: abs((one - today).days) if isinstance(one, date) else 0)[:_MONTHS]
    return sorted(near, key=lambda one: (str(type(one)), one))


def _barred(
    cells: Cells, title: str, points: list[Point], column: "Column | None", *, upright: bool
) -> Iterator[Drawn]:
    """Draw bars: upright along an axis of time or numbers, else the largest names first."""
    if upright:
        yield Drawn(title, bars(title, points[-_MONTHS:], _mark(cells, column)))
    else:
        yield Drawn(title, across(title, sorted(points, key=lambda point: -point.value)[:_NAMES]))


def _parts(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw what consists of parts: who came and who went, promoters and detractors."""
    x, rows = _column(result, chart.x), result.rows[-_MONTHS:]
    sides = [*zip(chart.up, _UP, strict=False), *zip(chart.down, _DOWN, strict=False)]
    series = [
        Series(
            _heading(cells, _column(result, name)),
            tone,
            [_part(cells, result, (x, name), row, -1 if name in chart.down else 1) for row in rows],
        )
        for name, tone in sides
    ]
    if rows:
        title = _title(cells, result, ", ".join(one.name for one in series))
        yield Drawn(title, stacked(title, series, _count))


def _part(cells: Cells, result: "Result", names: "tuple[Column, str]", row: "Row", sign: int) -> Point:
    x, name = names
    value = row[result.position(name)] or 0
    size = float(value) if isinstance(value, int | Decimal) else 0.0
    return Point(_label(cells, x, row[result.position(x.name)]), sign * size, f"{size:g}")


def _grid(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw a heat map of two columns: how many rows have both, or what these add up to."""
    x, y = _column(result, chart.x), _column(result, chart.y)
    of = _column(result, chart.of) if chart.of else None
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
    about = f"{_heading(cells, x)} \N{DOWNWARDS ARROW} {_heading(cells, y)} \N{RIGHTWARDS ARROW}"
    title = _title(cells, result, f"{about}: {_heading(cells, of)}" if of else about)
    yield Drawn(title, heat(title, named[0], named[1], placed))


def _spread(cells: Cells, result: "Result", chart: "Chart") -> Iterator[Drawn]:
    """Draw how numbers are spread: how many rows lie between which round numbers."""
    column = _column(result, chart.x)
    home = _home(cells, column)
    values = [_sized(column, one, home) for (one,) in picked(result, [column.name], home) if one is not None]
    if len(values) < _FEWEST or min(values) == max(values):
        return
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
    title = _title(cells, result, _by(cells, result, column))
    yield Drawn(title, across(title, points))


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


def _title(cells: Cells, result: "Result", about: str) -> str:
    return f"{result.aggregate.title[cells.edition.language]}: {about}"


def _by(cells: Cells, result: "Result", x: "Column", y: "Column | None" = None, kind: str = "count") -> str:
    """Say what bars stand for by what: rows, relations where each has one row, or what a column comes to."""
    words, name = cells.edition.words, _heading(cells, x)
    small = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    if y is not None:
        return words(f"chart.{kind}", what=_heading(cells, y), by=small)
    keys = [key for key in result.aggregate.key if key != "currency"]
    is_each = len(keys) == 1 and _column(result, keys[0]).reference == RELATION
    return words("chart.relations" if is_each else "chart.count", by=small)


def _column(result: "Result", name: str) -> "Column":
    return result.columns[result.position(name)]


def _heading(cells: Cells, column: "Column") -> str:
    return column.heading[cells.edition.language]


def _here(cells: Cells, result: "Result", column: "Column") -> "Sequence[Row]":
    """Give the rows in the currency of the book, when the column has amounts."""
    home = _home(cells, column)
    return result.where("currency", home) if home else result.rows


def _home(cells: Cells, column: "Column") -> str:
    """Give the currency of the book where a column has amounts; else ""."""
    return cells.edition.book.settings.currency if column.unit == "money" else ""


def _is_time(result: "Result", column: "Column") -> bool:
    value = next((row[result.position(column.name)] for row in result.rows[:1]), None)
    return isinstance(value, date | int) or column.name in {"month", "year", "quarter"}


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
    if not isinstance(value, str):
        return str(value)
    found = cells.edition.book.find(RELATION, value) if column.reference == RELATION else None
    # A page that says names elsewhere than in links asks for them otherwise.
    return (
        " ".join(cells.edition.names.record(found).split())
        if found
        else written(cells, column, value).striptags()
    )
