"""The search on Spark: Splink adds up the same weights."""

import importlib.util
import shutil
from collections.abc import Iterator
from math import log2
from typing import Any

import pytest

from klantboek.duplicates import Features, organisation_features, person_features, trader_settings
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.index import build
from klantboek.duplicates.model import TENTHS
from klantboek.duplicates.spark import pairs_on_spark, session
from klantboek.duplicates.splink_settings import rows, settings, weigh

_GIVEN = ("Jan", "Els", "Piet", "Koen", "Roos", "Hilde", "Bas")


def _book() -> list[Features]:
    """Give persons and organisations of which every fifth stands twice, with a slip."""
    found = []
    for at in range(60):
        who = at - 1 if at % 5 == 4 else at
        address = {"street": f"Straat {who % 9}", "house_number": str(who), "city": "Zwolle", "country": "NL"}
        surname = f"Naam{chr(97 + who % 26)}{chr(97 + who // 26)}" + ("n" if at != who else "")
        found.append(
            person_features(
                f"R-{at:05d}",
                given=_GIVEN[who % 7],
                surname=surname,
                address=address,
                phone=f"+3157000{who:04d}",
            )
        )
        name = f"{'Bakkerij' if at == who else 'Bakker'} {surname} Brood"
        found.append(
            organisation_features(
                f"R-1{at:04d}",
                names=[name],
                address=address,
                phone=f"+3138000{who:04d}",
                website=f"https://{who}.example",
            )
        )
    return [*found, *_sole_traders()]


def _sole_traders() -> list[Features]:
    """Give firms of sole traders, and the persons that they are; one declares to be another party."""
    found = []
    for at, (given, surname) in enumerate((("Wessel", "Halmstra"), ("Els", "Koornveld"), ("Bas", "Meelink"))):
        firm = organisation_features(
            f"R-2{at:04d}",
            names=[f"Broodatelier {surname}"],
            people=[(given, surname)],
            phone=f"+3157100{at:04d}",
            email=f"{given}@{surname}.example",
        )
        person = person_features(
            f"R-3{at:04d}",
            given=given,
            surname=surname,
            phone=f"+3157100{at:04d}",
            email=f"{given}@{surname}.example",
        )
        found += [firm._replace(forms=("eenmanszaak",)), person._replace(links=(firm.id,) if at == 2 else ())]
    return found


def _added_up(told: dict[str, Any], levels: list[int], *, digits: bool = True) -> float:
    """Add up what Splink's settings give for the levels, as Splink does."""
    chance = told["probability_two_random_records_match"]
    total = log2(chance / (1 - chance))
    for at, comparison in enumerate(told["comparisons"]):
        *named, other = comparison["comparison_levels"]
        if not digits or at < len(levels) - 1:
            level = named[levels[at]] if levels[at] >= 0 else other
        else:
            level = named[0] if levels[-1] >> (at - len(levels) + 1) & 1 else other
        total += log2(level["m_probability"] / level["u_probability"])
    return total


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.kind)
def test_settings_make_our_weights(model: Any) -> None:
    """The chances in the settings make the weight of each pair, to a millionth of a bit."""
    features = [one for one in _book() if one.kind == model.kind]
    index, found = build(features)
    assert len(found.pairs) >= 10
    by_id = {one["id"]: one["features"] for one in rows(index, features)}
    told = settings(index, model.kind)
    levels = weigh(
        index, model.kind, [by_id[one.a] for one in found.pairs], [by_id[one.b] for one in found.pairs]
    )
    for pair, row in zip(found.pairs, levels, strict=True):
        assert _added_up(told, row) == pytest.approx(pair.weight, abs=1e-6)
    for comparison in told["comparisons"]:
        for level in comparison["comparison_levels"]:
            assert 0 < level["m_probability"] < 1
            assert 0 < level["u_probability"] < 1
    assert round(TENTHS * found.pairs[0].weight) == TENTHS * found.pairs[0].weight


def test_settings_make_the_weights_of_sole_traders() -> None:
    """An organisation and a person that are one party weigh the same; two of one kind are never such a pair."""
    features = _book()
    index, found = build(features)
    traders = [one for one in found.pairs if one.a.startswith("R-2") and one.b.startswith("R-3")]
    assert [(one.a, one.b) for one in traders] == [("R-20000", "R-30000"), ("R-20001", "R-30001")]
    made = {one["id"]: one for one in trader_settings.rows(index, features)}
    told = trader_settings.settings(index)
    for pair in traders:
        one, other = made[pair.a], made[pair.b]
        assert set(one["block_keys"]) & set(other["block_keys"])
        (levels,) = trader_settings.weigh([other["features"]], [one["features"]])
        assert _added_up(told, levels, digits=False) == pytest.approx(pair.weight, abs=1e-6)
    for a, b in (("R-20002", "R-30002"), ("R-20000", "R-20000"), ("R-20000", "R-30001")):
        (levels,) = trader_settings.weigh([made[a]["features"]], [made[b]["features"]])
        assert _added_up(told, levels, digits=False) < -50


def test_keys_hold_the_pairs_together() -> None:
    """Relations that are found have a key in common."""
    features = _book()
    for kind in ("person", "organisation"):
        some = [one for one in features if one.kind == kind]
        index, found = build(some)
        keys = {one["id"]: set(one["block_keys"]) for one in rows(index, some)}
        for pair in found.pairs:
            assert keys[pair.a] & keys[pair.b]
    assert rows(index, []) == []


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Start Spark on this machine."""
    if not shutil.which("java") or not all(map(importlib.util.find_spec, ("pyspark", "splink", "pandas"))):
        pytest.skip("Spark needs Java and the packages of the extra `spark`")
    found = session("local[1]")
    yield found
    found.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_spark_finds_the_same(spark: Any) -> None:
    """Splink on Spark gives the very pairs, and weights within a millionth of a bit."""
    features = _book()
    index, found = build(features)
    told = {(a, b): weight for a, b, weight in pairs_on_spark(spark, index, features)}
    assert told.keys() == {(one.a, one.b) for one in found.pairs}
    assert ("R-20000", "R-30000") in told
    for pair in found.pairs:
        assert told[pair.a, pair.b] == pytest.approx(pair.weight, abs=1e-6)
