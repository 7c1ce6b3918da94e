"""Predictions as files beside those of the figures that they are made from."""

from pathlib import Path

from klantboek.aggregates.figures import table_of
from klantboek.aggregates.kept import bring_up_to_date
from klantboek.predictions.kept import predictions
from klantboek.tables.files import replaced
from klantboek.tables.store import Stored
from klantboek.tables.written import Written


def write_predictions(found: Stored, folder: Path) -> int:
    """Write the predictions of a book below ``folder``, unless they stand there; give how many there are.

    The folder is replaced as a whole. Raises UnwritableError.
    """
    made = predictions()
    figures = bring_up_to_date(found, made.aggregates, made)
    with replaced(folder) as new:
        files = Written(found.connection, folder, new)
        for one in made.aggregates:
            files.put(one.name, figures.version(one.name), f"SELECT * FROM {table_of(one.name)}")  # noqa: S608 -- names are quoted
    files.keep()
    return len(made.aggregates)
