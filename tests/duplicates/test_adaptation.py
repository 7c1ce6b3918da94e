"""Weights that adapt to judgements, within their rails."""

from pathlib import Path
from typing import Any

import pytest

from given import data
from klantboek.duplicates import Judged, Pair, Reason, find_duplicates, person_features
from klantboek.duplicates.adaptation import FARTHEST, FEWEST_JUDGED, Labelled, adapted
from klantboek.duplicates.comparisons import MODELS, PERSONS
from klantboek.duplicates.find import explained
from klantboek.duplicates.learning import learned
from klantboek.duplicates.lessons import signs_of

CASES: list[dict[str, Any]] = data(Path(__file__).with_name("lessons.yaml"))


def _labelled(case: dict[str, Any]) -> list[Labelled]:
    found: list[Labelled] = []
    for given in case["judged"]:
        shown = [
            Reason(feature, level, float(weight), "")
            for feature, some in given["shows"].items()
            for level, weight in some.items()
        ]
        for _ in range(given["times"]):
            a, b = f"R-{len(found):05d}", f"R-{len(found) + 50_000:05d}"
            pair = Pair(a, b, 0.0, 0.5, (Reason("prior", "prior", -9.0, ""), *shown))
            found.append(Labelled(pair, "person", given["verdict"] == "same"))
    return found


def _steps(models: tuple[Any, ...]) -> dict[tuple[str, str], int]:
    lesson = next(one for one in models if one.kind == "person").lesson
    return {} if lesson is None else dict(lesson.tenths)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_judgements_teach(case: dict[str, Any]) -> None:
    """Signs that tell the verdicts apart move, others don't, whatever the order of the judgements."""
    labelled = _labelled(case)
    models = adapted(MODELS, labelled)
    steps = _steps(models)
    for sign, wanted in case["moves"].items():
        feature, level = sign.split()
        step = steps.get((feature, level), 0)
        assert ("up" if step > 0 else "down" if step < 0 else "not") == wanted, (sign, steps)
    assert adapted(MODELS, labelled[::-1]) == models
    assert models[0] is MODELS[0], "nobody judged an organisation"
    assert (models is MODELS) == (len(labelled) < FEWEST_JUDGED)


def test_rails() -> None:
    """However wrong the judgements, no weight moves far, and agreement never comes to speak against."""
    wrong = [Labelled(one.pair, one.kind, not one.same) for one in _labelled(CASES[0]) * 7]
    (steps,) = [_steps(adapted(MODELS, wrong))]
    assert steps
    assert max(map(abs, steps.values())) <= FARTHEST
    table = {(one.feature, level.name): level.tenths for one in PERSONS.comparisons for level in one.levels}
    assert all(table.get(sign, 0) * (table.get(sign, 0) + step) >= 0 for sign, step in steps.items())
    assert steps["city", "same"] == -table["city", "same"], "as far as it goes"
    signs = signs_of([one.pair for one in wrong], PERSONS)
    given = {("city", "same"): -FARTHEST, ("city", "other"): FARTHEST, ("prior", "prior"): -FARTHEST}
    moved = signs.taught(given) - signs.own
    # The city weighed 4 bits where it agreed and -2 where it didn't: that much can be taken, and no more.
    assert {round(one, 6) for one in moved.tolist()} == {-8.0 - 4.0, -8.0 + 2.0}


@pytest.mark.parametrize("verdict", ["same", "distinct"])
def test_judged_pairs_teach(verdict: str) -> None:
    """Pairs like those that were judged the same become more probable, and the other way round."""
    features = [
        person_features(f"R-{at:05d}", given="Els", surname=f"Achternaam{chr(97 + at // 2)}", address={"city": "Zwolle", "street": f"Straat{at}", "house_number": str(at), "country": "NL"})
        for at in range(52)
    ]  # fmt: skip
    judged = [Judged(f"R-{at:05d}", f"R-{at + 1:05d}", verdict) for at in range(0, 44, 2)]
    last = [("R-00050", "R-00051")]
    models = learned(features, judged)
    before, after = (explained(features, last, one)[0] for one in (MODELS, models))
    assert (after.weight > before.weight) == (verdict == "same")
    told = after.reasons[-1]
    assert told.text == f"pairs like this were judged {'the same' if verdict == 'same' else 'distinct'}"
    assert round(sum(one.weight for one in after.reasons), 6) == after.weight
    assert round(after.weight - told.weight, 6) == before.weight
    assert find_duplicates(features, judged, models=models) == find_duplicates(
        features, judged, models=models
    )
    assert learned(features, []) is MODELS
