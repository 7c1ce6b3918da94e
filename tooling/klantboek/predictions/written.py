"""Predictions as files beside those of the figures that they are made from."""

from pathlib import Path

from klantboek.aggregates.files import results_in, write_results
from klantboek.aggregates.own import aggregates_of
from klantboek.book import Book
from klantboek.predictions.results import READS, all_predictions, columns, make_predictions
from klantboek.tables.files import FORMATS


def prediction_files(folder: Path) -> list[Path]:
    """Give the files that ``write_predictions`` writes below a folder."""
    return [folder / form / f"{one.name}.{form}" for form in FORMATS for one in all_predictions()]


def write_predictions(registers: Book, tables: Path, folder: Path) -> None:
    """Predict from the files that a compiled book has in ``tables``, and write the predictions to ``folder``.

    ``registers`` is the book, of which relations are not needed. The folder is replaced as a whole. Raises
    UnwritableError.
    """
    read = [one for one in aggregates_of(registers) if one.name in READS]
    made = make_predictions(registers, results_in(tables, read))
    write_results(folder, made.values(), columns())
