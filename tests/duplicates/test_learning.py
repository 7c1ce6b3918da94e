"""What was learned, wherever it is used: the same sum, the same pairs for what changed, more pairs looked at."""

import random
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantboek.duplicates import Features, Judged, features_of, find_duplicates
from klantboek.duplicates.changed import for_changed
from klantboek.duplicates.columns import columns_of, kind_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.find import explained_in
from klantboek.duplicates.findings import LINT
from klantboek.duplicates.index import build
from klantboek.duplicates.learning import OPEN, learned
from klantboek.duplicates.lessons import SUREST, signs_of
from klantboek.duplicates.model import TENTHS, Lesson, Model
from klantboek.duplicates.pairs import Duplicates
from klantboek.duplicates.storing import load, save
from klantboek.duplicates.teaching import Questions, questions

ROOT = Path(__file__).parents[2]
Crowd = tuple[list[Features], frozenset[tuple[str, str]]]


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    """Give the features of a generated book, and which of them are one party."""
    sys.path.append(str(ROOT / "bench"))
    labelled = import_module("linkage.generated").generated(400, 75)
    sys.path.remove(str(ROOT / "bench"))
    return [features_of(record) for record in labelled.records], labelled.truth


@pytest.fixture(scope="module")
def taught(crowd: Crowd) -> tuple[Model, ...]:
    """Give models that learned something odd: that whoever shares a house is one party."""
    features, truth = crowd
    found = find_duplicates(features, minimum=0.0001, models=OPEN).pairs
    alike = [pair for pair in found if (pair.a, pair.b) not in truth][:20]
    judged = [Judged(pair.a, pair.b, "same") for pair in alike]
    judged += [Judged(pair.a, pair.b, "distinct") for pair in found[-20:]]
    return learned(features, judged)


def _signs(model: Model) -> list[tuple[str, str]]:
    found = [(one.feature, level.name) for one in model.comparisons for level in one.levels]
    found += [(one.feature, "absent") for one in model.comparisons]
    return [("prior", "prior"), *found, *((group.name, "capped") for group in model.groups)]


@settings(max_examples=15)
@given(code=st.sampled_from([0, 1]), drawn=st.randoms(use_true_random=False))
def test_one_sum(crowd: Crowd, code: int, drawn: random.Random) -> None:
    """What is learned from adds up as what is searched with, whatever was taught."""
    columns, model = kind_of(columns_of(crowd[0]), code), MODELS[code]
    steps = tuple((*sign, drawn.randint(-80, 80)) for sign in sorted(_signs(model)) if drawn.random() < 0.7)
    ids = columns.ids
    wanted = [(ids[at], ids[(at * 7 + 1) % len(ids)]) for at in range(len(ids))]
    wanted += [(a, b) for a, b in crowd[1] if a in ids and b in ids]
    plain = explained_in(columns, wanted, model)
    told = explained_in(columns, wanted, Model(model.kind, model.groups, model.comparisons, Lesson(steps)))
    signs = signs_of(plain, model)
    own, sure = signs.own, signs.taught(Lesson(steps).tenths)
    expected = np.where(sure > own, np.minimum(sure, np.maximum(own, SUREST / TENTHS)), sure)
    assert [round(pair.weight, 6) for pair in told] == np.round(expected, 6).tolist()
    assert signs_of(told, model).own.round(6).tolist() == [pair.weight for pair in plain]
    for before, after in zip(plain, told, strict=True):
        assert after.probability < LINT or after.weight <= before.weight, (
            "lint reports what the tables hold for sure"
        )


def _of(found: Duplicates, number: str) -> set[tuple[str, str, float]]:
    return {(one.a, one.b, one.weight) for one in found.pairs if number in {one.a, one.b}}


def test_what_changed_is_found_as_in_the_whole_search(
    crowd: Crowd, taught: tuple[Model, ...], tmp_path: Path
) -> None:
    """An index keeps what was taught: each relation has the pairs and weights of the whole search."""
    features, _ = crowd
    made, whole = build(features, models=taught)
    assert taught != MODELS
    assert whole == find_duplicates(features, models=taught)
    assert whole.pairs != find_duplicates(features).pairs
    save(made, tmp_path / "index")
    index = load(tmp_path / "index")
    assert index is not None
    assert index.models == taught
    for one in features[::5]:
        assert _of(for_changed(index, [one]), one.id) == _of(whole, one.id)


def test_friends_of_friends() -> None:
    """Two that share nothing themselves are compared when both are like a third one; so they are in the index."""
    a = Features("A", "person", surnames=("kuiper",), givens=("jan",), phones=("+31570000101",))
    b = Features(
        "B",
        "person",
        surnames=("kuyper",),
        givens=("jan",),
        phones=("+31570000101",),
        emails=("jan@kuiper.example",),
    )
    c = Features("C", "person", surnames=("cuijpers",), givens=("jan",), emails=("jan@kuiper.example",))
    for models in (MODELS, OPEN):
        alone = find_duplicates([a, c], minimum=0.000001, models=models)
        assert not alone.pairs
        wide = find_duplicates([a, b, c], minimum=0.000001, models=models)
        assert {(one.a, one.b) for one in wide.pairs} == {("A", "B"), ("B", "C"), ("A", "C")}
        index, _ = build([a, b, c], models=models)
        assert _of(for_changed(index, [c], minimum=0.000001), "C") == _of(wide, "C")


def _asked(asked: Questions, truth: frozenset[tuple[str, str]], times: int) -> list[Judged]:
    left, verdicts = list(asked.pairs), []
    for _ in range(times):
        pair = asked.next(left)
        assert pair is not None
        assert all(abs(asked.weights[pair.a, pair.b]) <= abs(asked.weights[one.a, one.b]) for one in left)
        verdicts.append(Judged(pair.a, pair.b, "same" if (pair.a, pair.b) in truth else "distinct"))
        left.remove(pair)
        asked = asked.answered(pair, verdicts[-1].verdict)
    return verdicts


def test_the_least_sure_is_asked_and_each_answer_counts(crowd: Crowd) -> None:
    """What is asked depends on the answers; with those in the book the walk goes on where it was."""
    features, truth = crowd
    start = questions(features, ())
    verdicts = _asked(start, truth, 6)
    assert verdicts != _asked(start, frozenset(), 6)
    assert len({(one.a, one.b) for one in verdicts}) == 6
    first = verdicts[0]
    pair = next(one for one in start.pairs if (one.a, one.b) == (first.a, first.b))
    assert start.answered(pair, "unsure") is start
    again, known = questions(features, verdicts[:1]), start.answered(pair, first.verdict)
    assert again.weights == pytest.approx(known.weights, abs=0.05)
    assert start.next([]) is None
