"""Predictions as figures with columns and rows, like those of the aggregates: for tables, files and pages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from klantboek.aggregates import Aggregate, Column, FigureError, Result, Row
from klantboek.aggregates.aggregate import read_aggregate
from klantboek.aggregates.anonymous import More
from klantboek.predictions.told import in_short
from klantboek.tables.table import Column as TableColumn
from klantboek.tables.table import Holds

if TYPE_CHECKING:
    from klantboek.book import Book
    from klantboek.predictions.predicted import Predictions

_FOLDER = Path(__file__).parent / "figures"
_SILENT = "silent"
# The figures that predictions are made from.
READS = ("order_totals", "order_lines", "campaign_contacts")
_NUMBERS = {
    "purchases", "purchases_low", "purchases_high", "said_by_model", "said_by_naive",
    "model", "naive", "gain", "gain_low", "gain_high",
}  # fmt: skip
_DAYS = {"from_day", "to_day"}


@cache
def all_predictions() -> tuple[Aggregate, ...]:
    """Give the description of every prediction, by name: each file of figures/ is one."""
    return tuple(_described(file) for file in sorted(_FOLDER.glob("*.yaml")))


def _described(file: Path) -> Aggregate:
    """Read a description; a column ``silent…`` holds the code of a reason."""
    found, faults = read_aggregate(file.stem, f"/*\n{file.read_text(encoding='utf-8').strip()}\n*/\nSELECT")
    if found is None:
        raise FigureError(file, [replace(one, line=one.line - 1) for one in faults])
    columns = tuple(
        replace(one, choices=in_short()) if one.name.startswith(_SILENT) else one for one in found.columns
    )
    return replace(found, columns=columns, sql="")


def more_figures() -> More:
    """Give what makes the predictions of a book from its figures, and what their columns hold."""
    return More(READS, columns(), make_predictions)


def make_predictions(book: "Book", results: Mapping[str, Result]) -> dict[str, Result]:
    """Give the predictions of a book from the figures that they read, by name."""
    from klantboek.predictions.predicted import predict  # noqa: PLC0415 -- numpy takes 0.1 s to import

    return predictions_of(predict(book, results), book.settings.currency)


def columns() -> Mapping[str, Sequence[TableColumn]]:
    """Give what the columns of each prediction hold, by its name."""
    return {
        one.name: tuple(TableColumn(column.name, _holds(column), "") for column in one.columns)
        for one in all_predictions()
    }


def _holds(column: Column) -> Holds:
    if column.unit == "money":
        return Holds.MONEY
    if column.unit == "percent" or column.name in _NUMBERS:
        return Holds.NUMBER
    if column.name in _DAYS:
        return Holds.DATE
    return Holds.TEXT if column.reference or column.choices or column.name == "currency" else Holds.INTEGER


def predictions_of(found: "Predictions", currency: str) -> dict[str, Result]:
    """Give the rows of each prediction, by its name."""
    from klantboek.predictions.rows import rows_of  # noqa: PLC0415 -- numpy takes 0.1 s to import

    rows: dict[str, list[Row]] = {one.name: [] for one in all_predictions()}
    for name, cells in rows_of(found, currency):
        rows[name] += zip(*(one.values() for one in cells), strict=True)
    return {one.name: Result(one, tuple(rows[one.name])) for one in all_predictions()}
