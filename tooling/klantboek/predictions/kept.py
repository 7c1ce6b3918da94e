"""Predictions kept beside the figures that they are made from."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache

from klantboek.aggregates.arrays import Cells
from klantboek.aggregates.figures import Figures
from klantboek.aggregates.kept import Made
from klantboek.aggregates.kept import figures as figures_without
from klantboek.house import libraries
from klantboek.predictions.ground import TABLE, columns_of_ground, ground_cells
from klantboek.predictions.results import READS, all_predictions, columns
from klantboek.tables.made import program
from klantboek.tables.store import State

_MEMORY = "256MB"


def figures(
    state: State, names: Collection[str] | None = None, memory: str = _MEMORY
) -> AbstractContextManager[Figures]:
    """Give figures as ``aggregates.kept.figures`` does, with predictions among them."""
    return figures_without(state, names, memory, predictions())


@cache
def predictions() -> Made:
    """Give what predictions are, and how they are made from figures; ``ground`` holds what they rest on."""
    return Made(
        all_predictions(),
        {**columns(), TABLE: columns_of_ground()},
        READS,
        f"{program()} {libraries(['numpy'])}",
        _made,
    )


def _made(read: Figures) -> Iterator[tuple[str, Sequence[Cells]]]:
    from klantboek.predictions.predicted import predict_from  # noqa: PLC0415 -- numpy takes 0.1 s to import
    from klantboek.predictions.rows import rows_of  # noqa: PLC0415 -- and so do these

    found = predict_from(read.registers, read)
    yield from rows_of(found, read.registers.settings.currency)
    yield TABLE, [ground_cells(found)]
