"""What the predictions of a book rest on, and what they were worth on its past: all but what is said of each relation."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from klantboek.aggregates.arrays import Cells
from klantboek.aggregates.figures import Figures, fetched, table_of
from klantboek.predictions.told import Estimate, Reason, Told
from klantboek.tables.table import Column, Holds

if TYPE_CHECKING:
    from klantboek.aggregates import Row
    from klantboek.predictions.predicted import Predictions

TABLE = "prediction_ground"


@dataclass(frozen=True)
class Fit:
    """A fitted model: its parameters by name, its log-likelihood, and what it rests on."""

    parameters: Mapping[str, float]
    log_likelihood: float
    relations: int
    repeat_buyers: int
    sureness: str


@dataclass(frozen=True)
class Compared:
    """The purchase days that came in the tested weeks, beside what the model and the simplest forecast had said."""

    weeks: int
    came: int
    by_model: float
    by_naive: float


@dataclass(frozen=True)
class Ground:
    """What predictions rest on.

    ``weeks`` are looked ahead. ``buying`` and ``spend`` are the two models, or the reasons why there is none;
    ``total`` the purchase days to expect of all together, by ``method``; ``share`` the responses to campaigns, which
    count for ``weight`` campaigns. ``verdicts`` are what each test came to.
    """

    weeks: int
    verdicts: tuple[tuple[str, Reason], ...]
    method: str
    buying: Told[Fit]
    spend: Told[Fit]
    total: Told[Estimate]
    test: Compared | None
    share: float
    weight: float


def ground(found: "Predictions") -> Ground:
    """Give what predictions rest on."""
    outlook, responses = found.outlook, found.responses
    test = outlook.test.value
    return Ground(
        found.asked.weeks,
        found.verdicts,
        str(outlook.method),
        _fit(outlook.buying),
        _fit(outlook.spend),
        outlook.total,
        Compared(test.weeks, test.came, test.by_model, test.by_naive) if test else None,
        responses.share,
        responses.weight,
    )


def _fit(told: Told[Any]) -> Told[Fit]:
    found = told.value
    if found is None:
        return Told(reason=told.reason)
    relations = getattr(found, "relations", found.repeat_buyers)
    parameters = asdict(found.model)
    return Told(Fit(parameters, found.log_likelihood, relations, found.repeat_buyers, str(found.sureness)))


def columns_of_ground() -> tuple[Column, ...]:
    """Give the column of the table that keeps it."""
    return (Column("said", Holds.TEXT, ""),)


def ground_cells(found: "Predictions") -> Cells:
    """Give the one cell of the table that keeps it."""
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    return Cells(np.array([json.dumps(asdict(ground(found)), sort_keys=True)], dtype=np.object_))


def ground_of(figures: Figures) -> Ground:
    """Read what kept predictions rest on."""
    rows: Iterator[Row] = fetched(figures.connection, f"SELECT said FROM {table_of(TABLE)}")  # noqa: S608 -- the name is quoted
    ((text,),) = rows
    kept: dict[str, Any] = json.loads(str(text))
    verdicts = tuple((name, Reason(**reason)) for name, reason in kept["verdicts"])
    told = {
        "buying": _told(kept["buying"], Fit),
        "spend": _told(kept["spend"], Fit),
        "total": _told(kept["total"], Estimate),
    }
    test = Compared(**kept["test"]) if kept["test"] else None
    return Ground(**{**kept, **told, "verdicts": verdicts, "test": test})


def _told(kept: Mapping[str, Any], kind: type[Any]) -> Told[Any]:
    if kept["value"] is None:
        return Told(reason=Reason(**kept["reason"]))
    return Told(kind(**kept["value"]))
