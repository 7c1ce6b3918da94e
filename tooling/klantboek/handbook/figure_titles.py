"""What the charts of figures are called: what is counted or added up, by what, and up to which day."""

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from klantboek.book.book import RELATION
from klantboek.handbook.cells import Cells
from klantboek.handbook.streamed import tallied

if TYPE_CHECKING:
    from klantboek.aggregates import Chart, Column, Result

_LAST = 12


def titled(cells: Cells, result: "Result", about: str) -> str:
    """Give the title of a chart: that of its figure, and what the chart is about."""
    return f"{result.aggregate.title[cells.edition.language]}: {about}"


def by_what(
    cells: Cells, result: "Result", x: "Column", y: "Column | None" = None, kind: str = "count"
) -> str:
    """Say what bars stand for by what: rows, relations where each has one row, or what a column comes to."""
    words, name = cells.edition.words, heading(cells, x)
    small = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    what = heading(cells, y) if y is not None else counted(cells, result, x)
    if kind != "mean" and _is_day(result, x):
        return words("chart.month", what=what, by=small)
    return words("chart.mean" if kind == "mean" else "chart.sum", what=what, by=small)


def counted(cells: Cells, result: "Result", *along: "Column") -> str:
    """Say what is counted: relations where each has one row at a place along the chart; else rows."""
    apart = {"currency", *(column.name for column in along if column.reference != RELATION)}
    keys = [key for key in result.aggregate.key if key not in apart]
    is_each = len(keys) == 1 and column_of(result, keys[0]).reference == RELATION
    return cells.edition.words("chart.relations" if is_each else "chart.rows")


def _is_day(result: "Result", column: "Column") -> bool:
    """Tell whether a column has days, which bars gather by their month."""
    first = next((row[result.position(column.name)] for row in result.rows[:1]), None)
    return isinstance(first, date) and column.name != "month"


def column_of(result: "Result", name: str) -> "Column":
    """Give the column of a name."""
    return result.columns[result.position(name)]


def heading(cells: Cells, column: "Column") -> str:
    """Give the heading of a column in the language of the pages."""
    return column.heading[cells.edition.language]


def is_time(result: "Result", column: "Column") -> bool:
    """Tell whether a column runs along an axis: times and numbers, which have an order of their own."""
    value = next((row[result.position(column.name)] for row in result.rows[:1]), None)
    return isinstance(value, date | int) or column.name in {"month", "year", "quarter"}


def unfinished(cells: Cells, result: "Result", chart: "Chart") -> str:
    """Say up to which day the last month or year goes, when that day is not its last."""
    today, period = cells.edition.book.as_of, chart.x
    here = {"month": today.replace(day=1), "year": today.year}.get(period)
    is_over = today.day == monthrange(today.year, today.month)[1] and (
        period == "month" or today.month == _LAST
    )
    if here is None or is_over or here not in {value for value, _, _ in tallied(result, period, "")}:
        return ""
    return cells.edition.words(f"chart.until_{period}", day=cells.edition.write.date(today))
