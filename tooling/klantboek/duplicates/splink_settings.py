"""Our tables as settings of Splink, for books that one machine can't hold: the same levels, weights and pairs.

Each comparison is one of ours, with its levels. What our weights have beyond a fixed level (how rare a value
is, caps and floors of groups) is one whole number of tenths of a bit; Splink gets it as binary digits, one
comparison for each. All of it, and what judgements taught, is worked out by ``weigh``, which runs in Spark as a function on columns.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from klantboek.duplicates.columns import Columns, columns_of
from klantboek.duplicates.evaluation import NONE, Frequencies
from klantboek.duplicates.features import Features
from klantboek.duplicates.index import Index, frequencies_in, lifts_in
from klantboek.duplicates.model import TENTHS, Comparison, Level, Model
from klantboek.duplicates.scoring import Scorer

# The name under which Spark knows ``weigh``, and the column with the features as JSON.
FUNCTION, COLUMN = "klantboek_weigh", "features"
# The rest of a weight is written in so many binary digits, counted from below zero.
_DIGITS = 12
_OFFSET = 1 << (_DIGITS - 1)
_HALF = 0.5


def settings(index: Index, kind: str) -> dict[str, Any]:
    """Give the settings of Splink for the relations of a kind; they are plain JSON."""
    model = model_of(index, kind)
    odds = 2.0 ** ((scorer_of(index, model, columns_of(())).prior - _OFFSET) / TENTHS)
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


def model_of(index: Index, kind: str, *, taught: bool = False) -> Model:
    """Give the table of a kind; ``taught`` with what judgements taught when the index was made."""
    found = next(one for one in index.models if one.kind == kind)
    return found if taught else replace(found, lesson=None)


def scorer_of(index: Index, model: Model, columns: Columns) -> Scorer:
    """Lay a model over some records, with the frequencies and caps of all that the index stands for."""
    of = part_of(index)
    known = frequencies_in(index, columns, model.kind)
    words, counts = known.words, {name: of * some for name, some in known.counts.items()}
    scaled = Frequencies(of * known.records, counts, words and (lambda texts: of * words(texts)))
    scorer = Scorer(model, columns, scaled)
    scorer.lifts = lifts_in(index, model)
    return scorer


def part_of(index: Index) -> int:
    """Give of how many relations the index has one: it may be made of a part of them."""
    return int(index.meta.get("part", 1))


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


def weigh(
    index: Index, kind: str, left: Sequence[str], right: Sequence[str], *, taught: bool = False
) -> list[list[int]]:
    """Give for each pair of features (as JSON) the level of each comparison, and the rest of the weight.

    Levels count from 0; -1 stands for none. The rest is in tenths of a bit above its least, and ``taught`` with
    what judgements add.
    """
    model, size = model_of(index, kind, taught=taught), len(left)
    known = [Features.read(json.loads(text)) for text in (*left, *right)]
    # The same relation stands in many pairs: each time under a name of its own, in this order.
    columns = columns_of([one._replace(id=f"{at:012}", links=()) for at, one in enumerate(known)])
    scorer = scorer_of(index, model, columns)
    declared = np.array(
        [a.id in b.links or b.id in a.links for a, b in zip(known[:size], known[size:], strict=True)]
    )
    first = np.arange(size, dtype=np.int64)
    scored = scorer.taught(scorer.scored(first, first + size, -(1 << 30)), -(1 << 30))
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
    told = [*(levels[comparison.feature] for comparison in model.comparisons), rest]
    return np.stack(told, axis=1).tolist() if size else []
