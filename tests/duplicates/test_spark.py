"""The search on Spark: Splink adds up the same weights."""

import importlib.util
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from itertools import combinations
from math import log2
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from klantboek.aggregates.spark import session
from klantboek.duplicates import (
    Duplicates,
    Features,
    Judged,
    features_of,
    find_duplicates,
    organisation_features,
    person_features,
    trader_settings,
)
from klantboek.duplicates.blocking import candidates
from klantboek.duplicates.columns import columns_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.index import Index, build
from klantboek.duplicates.learning import OPEN, learned
from klantboek.duplicates.model import TENTHS
from klantboek.duplicates.plan import plan_of
from klantboek.duplicates.spark import counted, duplicates_on_spark, pairs_on_spark, session_settings
from klantboek.duplicates.spark_rows import rows
from klantboek.duplicates.spark_search import Answer, Found, Question, duplicates_of, found_by
from klantboek.duplicates.splink_settings import settings, weigh

ROOT = Path(__file__).parents[2]
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


def _by_hand(index: Index) -> Answer:
    """Answer questions as Spark and Splink do: rows are joined on their keys, and chances multiplied."""

    def answer(asked: Question) -> Found:
        held: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in asked.rows:
            for key in row["block_keys"]:
                held[key].append(row)
        pairs = {
            (min(one["id"], two["id"]), max(one["id"], two["id"])): (one["features"], two["features"])
            for those in held.values()
            for one, two in combinations(those, 2)
        }
        left, right = [one for one, _ in pairs.values()], [two for _, two in pairs.values()]
        if asked.kind:
            levels = weigh(index, asked.kind, left, right, taught=asked.taught)
        else:
            levels = trader_settings.weigh(left, right)
        sums = (_added_up(asked.settings, row, digits=bool(asked.kind)) for row in levels)
        return {ends: bits for ends, bits in zip(pairs, sums, strict=True) if bits >= asked.bits}

    return answer


Crowd = tuple[list[Features], list[Judged]]


@pytest.fixture(scope="module")
def crowd() -> Crowd:
    """Give the features of a generated book, and judgements that teach that whoever shares a house is one party."""
    sys.path.append(str(ROOT / "bench"))
    labelled = import_module("linkage.generated").generated(250, 75)
    sys.path.remove(str(ROOT / "bench"))
    more = (Features.read(json.loads(json.dumps(one).replace("R-", "S-"))) for one in _book())
    features = [*more, *map(features_of, labelled.records)]
    found = find_duplicates(features, minimum=0.0001, models=OPEN).pairs
    unlike = [pair for pair in found if (pair.a, pair.b) not in labelled.truth][:20]
    judged = [Judged(pair.a, pair.b, "same") for pair in unlike]
    judged += [Judged(pair.a, pair.b, "distinct") for pair in found[-20:]]
    return features, [
        *judged,
        Judged(found[0].a, found[0].b, "distinct"),
        Judged(found[-1].a, "R-2", "unsure"),
    ]


def _whole(features: list[Features], judged: list[Judged], minimum: float) -> Duplicates:
    return find_duplicates(features, judged, minimum, learned(features, judged))


@pytest.mark.parametrize(("judges", "minimum"), [(0, 0.5), (3, 0.01), (50, 0.5), (50, 0.99)])
def test_the_steps_find_the_same(crowd: Crowd, judges: int, minimum: float) -> None:
    """What Spark is asked gives the very pairs, reasons and clusters: friends of friends, judged pairs, all that was taught."""
    features, judged = crowd[0], [*crowd[1][-3:], *crowd[1][:-3]][:judges]
    index = counted(features, judged)[0]
    assert all((model.lesson is not None) == (judges == 50) for model in index.models)
    found = found_by(_by_hand(index), index, features, minimum)
    told, whole = duplicates_of(index, features, found, judged), _whole(features, judged, minimum)
    assert told.pairs == whole.pairs
    assert told.clusters == whole.clusters
    weights = {ends: bits for some in found.values() for ends, bits in some.items()}
    for pair in told.pairs:
        if (pair.a, pair.b) in weights:
            assert weights[pair.a, pair.b] == pytest.approx(pair.weight, abs=1e-6)


@pytest.mark.parametrize("judges", [0, 50])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.kind)
def test_keys_are_those_of_the_search(crowd: Crowd, model: Any, judges: int) -> None:
    """Just the pairs that the search compares have a key in common: with a second value where many have one, or a third."""
    many = [
        person_features(f"T-{at:05d}", given="Jan", surname="Jansen", address={"postcode": f"100{at % 3} AA"})
        for at in range(30)
    ]
    features = [*crowd[0], *many]
    some = sorted((one for one in features if one.kind == model.kind), key=lambda one: one.id)
    index = counted(features, crowd[1][:judges])[0]
    columns = columns_of(some)
    whole = candidates(len(some), plan_of(columns, model.kind), index.meta["alone"][model.kind])
    held: dict[str, list[str]] = defaultdict(list)
    for row in rows(index, some):
        for key in row["block_keys"]:
            held[key].append(row["id"])
    pairs = {pair for ids in held.values() for pair in combinations(ids, 2)}
    ends = zip(whole.first.tolist(), whole.second.tolist(), strict=True)
    assert pairs == {(columns.ids[a], columns.ids[b]) for a, b in ends}


def test_friends_of_friends_are_asked_for(crowd: Crowd) -> None:
    """Pairs that share no value are among those that are found."""
    features = crowd[0]
    index = counted(features, ())[0]
    asked: list[Question] = []

    def answer(question: Question) -> Found:
        asked.append(question)
        return _by_hand(index)(question)

    found_by(answer, index, features)
    assert [(one.kind, one.taught) for one in asked] == [("organisation", False)] * 2 + [
        ("person", False)
    ] * 2 + [("", False)]
    assert asked[1].rows or asked[3].rows


def test_a_part_is_counted(crowd: Crowd) -> None:
    """An index of a part of the relations holds those that were judged, and weighs a pair nearly as the whole does."""
    features, judged = crowd
    assert {one.a for one in judged} <= counted(features, judged, most=10)[0].names.numbers.keys()
    index = counted(features, (), most=len(features) // 2 + 1)[0]
    assert index.meta["part"] == 2
    for model in MODELS:
        chances = [
            settings(one, model.kind)["probability_two_random_records_match"]
            for one in (index, counted(features, ())[0])
        ]
        assert log2(chances[0] / chances[1]) == pytest.approx(0, abs=0.2)
    found = found_by(_by_hand(index), index, features)
    whole = {(one.a, one.b): one.weight for one in _whole(features, [], 0.9).pairs}
    told = {(one.a, one.b): one.weight for one in duplicates_of(index, features, found).pairs}
    assert len(whole.keys() - told.keys()) < len(whole) / 20
    assert median(abs(whole[ends] - told[ends]) for ends in whole.keys() & told.keys()) < 2


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """Start Spark on this machine."""
    if not shutil.which("java") or not all(map(importlib.util.find_spec, ("pyspark", "splink", "pandas"))):
        pytest.skip("Spark needs Java and the packages of the extra `spark`")
    with session("local[1]", session_settings()) as found:
        yield found


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_spark_finds_the_same(spark: Any) -> None:
    """Splink on Spark gives the very pairs, and weights within a millionth of a bit."""
    features = _book()
    index, found = build(features)
    told = {
        ends: bits for some in pairs_on_spark(spark, index, features).values() for ends, bits in some.items()
    }
    assert told.keys() == {(one.a, one.b) for one in found.pairs}
    assert ("R-20000", "R-30000") in told
    for pair in found.pairs:
        assert told[pair.a, pair.b] == pytest.approx(pair.weight, abs=1e-6)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_spark_knows_what_was_judged(spark: Any, crowd: Crowd) -> None:
    """Pairs judged distinct are left out, those judged same are there, and what was taught counts."""
    features, judged = crowd
    told, whole = duplicates_on_spark(spark, features, judged), _whole(features, judged, 0.5)
    assert told == whole
    assert any(one.level == "learned" for pair in told.pairs for one in pair.reasons)
