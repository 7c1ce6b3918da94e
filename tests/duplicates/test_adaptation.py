"""Weights that adapt to judgements, within their rails."""

import pytest

from klantboek.duplicates import Judged, Pair, Reason, find_duplicates, person_features
from klantboek.duplicates.adaptation import FARTHEST, FEWEST_JUDGED, Labelled, adapted
from klantboek.duplicates.comparisons import MODELS, PERSONS
from klantboek.duplicates.find import explained, learned


def _pair(at: int, weight: float, *levels: tuple[str, str]) -> Pair:
    reasons = [Reason("prior", "prior", -9.0, "")] + [Reason(one, level, 1.0, "") for one, level in levels]
    return Pair(f"R-{at:05d}", f"R-{at + 50_000:05d}", weight, 0.5, tuple(reasons))


def _labelled(size: int) -> list[Labelled]:
    """Give pairs in which the city tells the verdict and the phone says nothing."""
    found = []
    for at in range(size):
        same = at % 2 == 0
        levels = (("city", "same" if same else "other"), ("phone", "same"), ("registration", "contradiction"))
        found.append(Labelled(_pair(at, 0.0, *levels), same))
    return found


def test_few_judgements_change_nothing() -> None:
    """The table stays as it is until there are enough judgements."""
    assert adapted(MODELS, _labelled(FEWEST_JUDGED - 1)) is MODELS


def test_weights_move_towards_the_verdicts() -> None:
    """What tells the verdicts apart weighs more; facts stay facts; the order of judgements says nothing."""
    labelled = _labelled(60)
    found = adapted(MODELS, labelled)
    city = next(one for one in found if one.kind == "person").of("city")
    before = PERSONS.of("city")
    assert city.level("same").tenths > before.level("same").tenths
    assert city.level("other").tenths < before.level("other").tenths
    registration = found[1].of("registration")
    assert registration.level("contradiction") == PERSONS.of("registration").level("contradiction")
    assert adapted(MODELS, labelled[::-1]) == found


def test_rails() -> None:
    """However wrong the judgements, no weight moves far, and agreement never speaks against."""
    wrong = [Labelled(one.pair, not one.same) for one in _labelled(400)]
    for before, after in zip(MODELS, adapted(MODELS, wrong), strict=True):
        assert abs(after.shift) <= FARTHEST
        for old, new in zip(before.comparisons, after.comparisons, strict=True):
            for one, two in zip(old.levels, new.levels, strict=True):
                assert abs(one.tenths - two.tenths) <= FARTHEST
                assert one.tenths * two.tenths >= 0


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
    before, after = (explained(features, last, one)[0].weight for one in (MODELS, models))
    assert (after > before) == (verdict == "same")
    assert find_duplicates(features, judged, models=models) == find_duplicates(
        features, judged, models=models
    )
    assert learned(features, []) is MODELS
