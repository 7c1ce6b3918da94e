"""Sole traders as settings of Splink: an organisation and a person that are one party, with the very same weights."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from klantboek.duplicates.columns import columns_of
from klantboek.duplicates.comparisons import MODELS, ORGANISATIONS
from klantboek.duplicates.features import PERSON, Features
from klantboek.duplicates.index import Index
from klantboek.duplicates.model import TENTHS, Comparison, Level, prior_tenths
from klantboek.duplicates.sole_traders import FEATURE, FEW, NAME, SHARED, SURNAME, reasons_for
from klantboek.duplicates.splink_settings import COLUMN, part_of, settings_of
from klantboek.duplicates.texts import hashes

# The name under which Spark knows ``weigh``.
FUNCTION = "klantboek_weigh_traders"
_TWO = Level("two", 1e-30, 0.9, "two parties")
_COMPARISONS = (
    *(Comparison(name, "", (ORGANISATIONS.of(name).level("same"),)) for name in SHARED),
    Comparison(FEATURE, "", (NAME, SURNAME, _TWO)),
)


def settings(index: Index) -> dict[str, Any]:
    """Give the settings of Splink for pairs of an organisation and a person; they are plain JSON."""
    prior = prior_tenths(part_of(index) * sum(index.records(model.kind) for model in MODELS))
    return settings_of(FUNCTION, 2.0 ** (prior / TENTHS), _COMPARISONS)


def rows(index: Index, features: Sequence[Features]) -> list[dict[str, Any]]:
    """Give relations of both kinds as rows for Spark; the keys are values that few have in the index."""
    columns = columns_of(features)
    keys: dict[str, list[str]] = {number: [] for number in columns.ids}
    for name in SHARED:
        column = columns.column[name]
        known = hashes(column.texts)
        few = (_holders(index, name, known) <= FEW).tolist()
        owners = np.repeat(np.arange(len(columns)), column.lengths).tolist()
        for owner, code in zip(owners, column.codes.tolist(), strict=True):
            if few[code]:
                keys[columns.ids[owner]].append(f"{name}:{int(known[code]):x}")
    return [{"id": one.id, COLUMN: json.dumps(one), "block_keys": sorted(keys[one.id])} for one in features]


def _holders(index: Index, name: str, wanted: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Count how many relations of the index have each of the values."""
    found = np.zeros(len(wanted), np.int64)
    for model in MODELS:
        known = index.arrays[f"{model.kind}-{name}-hashes"]
        found += np.searchsorted(known, wanted, "right") - np.searchsorted(known, wanted)
    return part_of(index) * found


def weigh(left: Sequence[str], right: Sequence[str]) -> list[list[int]]:
    """Give for each pair of features (as JSON) the level of each comparison, -1 where there is none."""
    pairs = zip(map(_read, left), map(_read, right), strict=True)
    return [_levels(*sorted(pair, key=lambda one: one.kind == PERSON)) for pair in pairs]


def _read(text: str) -> Features:
    return Features.read(json.loads(text))


def _levels(firm: Features, person: Features) -> list[int]:
    found = reasons_for(firm, person) if firm.kind != person.kind else None
    if found is None:
        return [*(-1 for _ in SHARED), _COMPARISONS[-1].at(_TWO.name)]
    levels = {one.feature: one.level for one in found}
    return [one.at(levels[one.feature]) if one.feature in levels else -1 for one in _COMPARISONS]
