"""Scoring: pairs that are left early are those, and only those, that weigh too little."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from klantboek.duplicates import Features, features_of
from klantboek.duplicates.blocking import candidates
from klantboek.duplicates.columns import columns_of, kind_of
from klantboek.duplicates.common_names import shares_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.evaluation import frequencies_of, weights_of_same
from klantboek.duplicates.model import Model
from klantboek.duplicates.plan import plan_of
from klantboek.duplicates.scoring import Scorer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def features() -> Iterator[list[Features]]:
    """Give the features of a generated book with labelled duplicates."""
    sys.path.append(str(ROOT / "bench"))
    labelled = import_module("linkage.generated").generated(500, 71)
    yield [features_of(record) for record in labelled.records]
    sys.path.remove(str(ROOT / "bench"))


def _moved(model: Model) -> Model:
    """Give a model whose weights are other ones."""
    moves = count()
    comparisons = tuple(
        replace(
            one, levels=tuple(replace(level, m=level.m * 2 ** _bits(next(moves))) for level in one.levels)
        )
        for one in model.comparisons
    )
    return replace(model, comparisons=comparisons)


def _bits(at: int) -> float:
    return (at * 37 % 41 - 20) / 10


@pytest.mark.parametrize("code", range(len(MODELS)), ids=[model.kind for model in MODELS])
@pytest.mark.parametrize("how", [lambda model: model, _moved], ids=["as it is", "moved"])
def test_leaving_early_changes_nothing(features: list[Features], code: int, how: object) -> None:
    """Whatever the minimum, the pairs found are those of the whole sum that reach it, with the same weight."""
    columns = kind_of(columns_of(features), code)
    model = how(MODELS[code]) if callable(how) else MODELS[code]
    scorer = Scorer(model, columns, frequencies_of(columns))
    found = candidates(len(columns), plan_of(columns, model.kind))
    every = scorer.scored(found.first, found.second, -(1 << 30))
    told = set(zip(every.first.tolist(), every.second.tolist(), every.tenths.tolist(), strict=True))
    for least in (-50, 0, 67):
        some = scorer.scored(found.first, found.second, least)
        kept = set(zip(some.first.tolist(), some.second.tolist(), some.tenths.tolist(), strict=True))
        assert kept == {one for one in told if one[2] >= least}


def test_common_names_weigh_less() -> None:
    """In a small book, which can't tell, a name that many have weighs less than one that few have."""
    surname = MODELS[1].of("surname")
    jansen, rare = weights_of_same(surname, np.array([2, 2]), 50, ["jansen", "koornhof"])
    assert jansen < rare - 20
    assert shares_of("street", ["jansen"], 0.001) == 0.001


def test_what_a_book_has_often_weighs_little() -> None:
    """A value of every fifth record says little, however small the book is."""
    street = MODELS[1].of("street")
    often, seldom = weights_of_same(street, np.array([20, 2]), 100).tolist()
    assert often <= 30
    assert seldom >= 80
