"""Our tables as settings of Splink, for books that one machine can't hold: the same levels, weights and pairs.

Each comparison is one of ours, with its levels. What our weights have beyond a fixed level (how rare a value
is, caps and floors of groups) is one whole number of tenths of a bit; Splink gets it as binary digits, one
comparison for each. All of it is worked out by ``weigh``, which runs in Spark as a function on columns.
"""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from klantboek.duplicates.blocking import ALONE
from klantboek.duplicates.columns import columns_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.evaluation import NONE
from klantboek.duplicates.features import Features
from klantboek.duplicates.index import Index, frequencies_in, lifts_in
from klantboek.duplicates.model import TENTHS, Comparison, Level, Model
from klantboek.duplicates.plan import PLANS, plan_of
from klantboek.duplicates.scoring import Scorer

# The name under which Spark knows ``weigh``, and the column with the features as JSON.
FUNCTION, COLUMN = "klantboek_weigh", "features"
# The rest of a weight is written in so many binary digits, counted from below zero.
_DIGITS = 11
_OFFSET = 1 << (_DIGITS - 1)
_HALF = 0.5


def settings(index: Index, kind: str) -> dict[str, Any]:
    """Give the settings of Splink for the relations of a kind; they are plain JSON."""
    model = _model(kind)
    scorer_prior = _scorer(index, model, []).prior
    odds = 2.0 ** ((scorer_prior - _OFFSET) / TENTHS)
    digits = [_digit(len(model.comparisons), digit) for digit in range(_DIGITS)]
    return settings_of(FUNCTION, odds, model.comparisons, digits)


def settings_of(
    function: str, odds: float, comparisons: Sequence[Comparison], more: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Give settings for comparisons whose levels a function of Spark gives as a list of numbers."""
    features = [
        _comparison(_call(at, function), one.feature, one.levels) for at, one in enumerate(comparisons)
    ]
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": odds / (1 + odds),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": "l.block_keys = r.block_keys", "arrays_to_explode": ["block_keys"]}
        ],
        "comparisons": [*features, *more],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
    }


def _model(kind: str) -> Model:
    return next(one for one in MODELS if one.kind == kind)


def _scorer(index: Index, model: Model, features: list[Features]) -> Scorer:
    columns = columns_of(features)
    scorer = Scorer(model, columns, frequencies_in(index, columns, model.kind))
    scorer.lifts = lifts_in(index, model)
    return scorer


def _call(place: int, function: str = FUNCTION) -> str:
    return f"{function}({COLUMN}_l, {COLUMN}_r)[{place}]"


def _comparison(call: str, feature: str, levels: tuple[Level, ...]) -> dict[str, Any]:
    named = [_level(f"{call} = {at}", level.text, level.tenths, level.u) for at, level in enumerate(levels)]
    return _of_levels(feature, [*named, _level("ELSE", "one of the two says nothing", 0, _HALF)])


def _digit(place: int, digit: int) -> dict[str, Any]:
    condition = f"(shiftright({_call(place)}, {digit}) & 1) = 1"
    weight = 1 << digit
    name = f"rarity_and_caps_{digit}"
    return _of_levels(name, [_level(condition, f"{weight} tenths of a bit", weight), _level("ELSE", "", 0)])


def _level(condition: str, label: str, tenths: int, u: float = _HALF) -> dict[str, Any]:
    """Give a level whose m and u make exactly our weight, both of them chances."""
    ratio = 2.0 ** (tenths / TENTHS)
    u = min(u, _HALF / ratio)
    return {
        "sql_condition": condition,
        "label_for_charts": label or condition,
        "m_probability": u * ratio,
        "u_probability": u,
        "fix_m_probability": True,
        "fix_u_probability": True,
    }


def _of_levels(name: str, levels: list[dict[str, Any]]) -> dict[str, Any]:
    return {"output_column_name": name, "comparison_description": name, "comparison_levels": levels}


def rows(index: Index, features: Sequence[Features]) -> list[dict[str, Any]]:
    """Give relations of one kind as rows for Spark: their id, their features as JSON, their keys.

    A value that few have in the index is a key by itself; one that many have is one together with another.
    """
    if not features:
        return []
    kind = features[0].kind
    columns = columns_of(features)
    made = {one.name: one for key, others in plan_of(columns, kind) for one in (key, *others)}
    values = {
        name: [key.hashes[start:stop].tolist() for start, stop in _stretches(key.records, len(columns))]
        for name, key in made.items()
    }
    keys: dict[str, list[str]] = {number: [] for number in columns.ids}
    for name, others in PLANS[kind].items():
        known = index.arrays[f"{kind}-{name}-hashes"]
        for at, number in enumerate(columns.ids):
            for value in values[name][at]:
                if _holders(known, value) <= ALONE:
                    keys[number].append(f"{name}:{value:x}")
                else:
                    seconds = ((other, second) for other in others for second in values[other][at])
                    keys[number] += [f"{name}:{value:x}/{other}:{second:x}" for other, second in seconds]
    return [
        {"id": one.id, COLUMN: json.dumps(one), "block_keys": sorted(set(keys[one.id]))} for one in features
    ]


def _holders(known: np.ndarray[Any, Any], value: int) -> int:
    wanted = np.uint64(value)
    return int(np.searchsorted(known, wanted, "right") - np.searchsorted(known, wanted))


def _stretches(records: np.ndarray[Any, Any], size: int) -> list[tuple[int, int]]:
    starts = np.searchsorted(records, np.arange(size)).tolist()
    stops = np.searchsorted(records, np.arange(size), "right").tolist()
    return list(zip(starts, stops, strict=True))


def weigh(index: Index, kind: str, left: Sequence[str], right: Sequence[str]) -> list[list[int]]:
    """Give for each pair of features (as JSON) the level of each comparison, and the rest of the weight.

    Levels count from 0; -1 stands for none. The rest is in tenths of a bit above its least.
    """
    model, size = _model(kind), len(left)
    known = [Features.read(json.loads(text)) for text in (*left, *right)]
    # The same relation stands in many pairs: each time under a name of its own, in this order.
    scorer = _scorer(index, model, [one._replace(id=f"{at:012}", links=()) for at, one in enumerate(known)])
    declared = np.array(
        [a.id in b.links or b.id in a.links for a, b in zip(known[:size], known[size:], strict=True)]
    )
    first = np.arange(size, dtype=np.int64)
    scored = scorer.scored(first, first + size, -(1 << 30))
    levels = {name: outcome.levels.astype(np.int64) for name, outcome in scored.outcomes.items()}
    total = scored.tenths.astype(np.int64) - scorer.prior
    link = model.of("link").levels[0].tenths
    levels["link"] = np.where(declared, 0, NONE)
    fixed = np.where(declared, link, 0)
    total = total + fixed
    for comparison in model.comparisons:
        weights = np.array([*(level.tenths for level in comparison.levels), 0], np.int64)
        total -= weights[levels[comparison.feature]]
    rest = np.clip(total + _OFFSET, 0, 2 * _OFFSET - 1)
    columns = [*(levels[comparison.feature] for comparison in model.comparisons), rest]
    return np.stack(columns, axis=1).tolist() if size else []
