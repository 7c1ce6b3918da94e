"""Finding duplicates: which pairs, for which reasons, in which clusters."""

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from given import data
from klantboek.duplicates import Features, Judged, against, features_of, find_duplicates, person_features
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import MOST_VALUES
from klantboek.duplicates.find import explained
from klantboek.duplicates.model import FEWEST, prior_tenths

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = data(HERE / "pairs.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_pair(case: dict[str, Any]) -> None:
    """A pair is held to be one party or two, for the reasons of its case."""
    features = [features_of({**case["a"], "number": "A"}), features_of({**case["b"], "number": "B"})]
    (pair,) = explained(features, [("A", "B")])
    told = {one.feature: one.level for one in pair.reasons}
    assert case.get("reasons", {}).items() <= told.items(), told
    assert not told.keys() & set(case.get("absent", ()))
    assert case.get("above", 0) < pair.probability < case.get("below", 1), pair
    if "same" in case:
        assert (pair.probability >= 0.5) == case["same"], pair
        assert bool(find_duplicates(features).pairs) == case["same"]


_NAMES = ["Jansen", "Janssen", "de Vries", "Vries", "Meijer", "Meyer", "Koster", "Bakker"]
_people = st.lists(
    st.builds(
        lambda given_name, surname, birth, street, number, mail: (
            given_name,
            surname,
            birth,
            street,
            number,
            mail,
        ),
        st.sampled_from(["Jan", "Johannes", "Piet", "Els", "J.", ""]),
        st.sampled_from(_NAMES),
        st.sampled_from(["", "1968-11-30", "1986-11-30", "1991-10-10"]),
        st.sampled_from(["Brink", "Kerkstr.", "Kerkstraat", ""]),
        st.sampled_from(["1", "2", "12"]),
        st.sampled_from(["", "a@halm.example", "b@halm.example"]),
    ),
    min_size=2,
    max_size=30,
)


def _features(rows: list[tuple[str, ...]]) -> list[Features]:
    return [
        person_features(
            f"R-{at:05d}",
            given=row[0],
            surname=row[1],
            birth=row[2],
            address={"street": row[3], "house_number": row[4], "city": "Deventer", "country": "NL"},
            email=row[5],
        )
        for at, row in enumerate(rows, 1)
    ]


@settings(max_examples=40, deadline=None)
@given(_people, st.randoms(use_true_random=False))
def test_order_says_nothing(rows: list[tuple[str, ...]], rng: random.Random) -> None:
    """The order of the files changes nothing: not the pairs, the reasons or the clusters."""
    features = _features(rows)
    mixed = features.copy()
    rng.shuffle(mixed)
    assert find_duplicates(mixed) == find_duplicates(features)


@settings(max_examples=40, deadline=None)
@given(_people)
def test_reasons_add_up(rows: list[tuple[str, ...]]) -> None:
    """The reasons of a pair add up to its weight, which tells its probability."""
    for pair in find_duplicates(_features(rows), minimum=0.05).pairs:
        assert round(sum(one.weight for one in pair.reasons), 6) == round(pair.weight, 6)
        assert pair.probability == pytest.approx(2**pair.weight / (1 + 2**pair.weight))
        assert pair.a < pair.b


@settings(max_examples=40, deadline=None)
@given(_people)
def test_judgements_hold(rows: list[tuple[str, ...]]) -> None:
    """What was judged distinct is never a pair nor in one cluster; what was judged same is both."""
    features = _features(rows)
    before = find_duplicates(features).pairs
    distinct = [Judged(one.a, one.b, "distinct") for one in before[::2]]
    same = Judged("R-00001", "R-00002", "same")
    judged = [one for one in distinct if {one.a, one.b} != {same.a, same.b}]
    found = find_duplicates(features, [*judged, same])
    pairs = {(one.a, one.b) for one in found.pairs}
    assert not pairs & {(one.a, one.b) for one in judged}
    assert ("R-00001", "R-00002") in pairs
    for cluster in found.clusters:
        assert not any({one.a, one.b} <= set(cluster.members) for one in judged)
    assert any({"R-00001", "R-00002"} <= set(cluster.members) for cluster in found.clusters)


@settings(max_examples=25, deadline=None)
@given(_people)
def test_minimum_only_hides(rows: list[tuple[str, ...]]) -> None:
    """A higher minimum leaves out pairs and changes none."""
    features = _features(rows)
    some = find_duplicates(features, minimum=0.5).pairs
    assert find_duplicates(features, minimum=0.9).pairs == tuple(
        one for one in some if one.probability >= 0.9
    )


def test_against_a_list() -> None:
    """A list is held against the book, not against itself."""
    book = _features([("Jan", "Aalderink", "1968-11-30", "Brink", "1", "jan@halm.example")])
    row = book[0]._replace(id="row 2")
    again = book[0]._replace(id="row 3")
    assert {(one.a, one.b) for one in against(book, [row, again]).pairs} == {
        ("R-00001", "row 2"),
        ("R-00001", "row 3"),
    }


def test_nothing_to_compare() -> None:
    """No relation, one relation and relations about which nothing is known are no duplicates."""
    assert find_duplicates([]).pairs == ()
    assert find_duplicates([Features("R-00001")]).pairs == ()
    assert (
        find_duplicates([Features("R-00001"), Features("R-00002", "organisation"), Features("R-00003")]).pairs
        == ()
    )


def test_one_group_never_decides() -> None:
    """All of one address alone is no duplicate, in a book of any size."""
    address = {
        "street": "Brink",
        "house_number": "1",
        "postcode": "7411 AA",
        "city": "Deventer",
        "country": "NL",
    }
    features = [
        person_features(f"R-{at}", surname=name, address=address)
        for at, name in enumerate(("Aalderink", "Koornstra"))
    ]
    assert find_duplicates(features).pairs == ()


def test_what_speaks_against_counts_beyond_a_cap() -> None:
    """Where address and name say more than counts, another telephone number still takes away as much as it does."""
    address = {
        "street": "Brink",
        "house_number": "1",
        "postcode": "7411 AA",
        "city": "Deventer",
        "country": "NL",
    }
    phones = {"A": "+31570000101", "B": "+31570000202", "C": ""}
    features = [
        person_features(number, given="Els", surname="Koornhof", address=address, phone=phone)
        for number, phone in phones.items()
    ]
    other, unknown = explained(features, [("A", "B"), ("A", "C")])
    told = next(one for one in other.reasons if one.feature == "phone")
    assert told.weight < 0
    assert round(other.weight - unknown.weight, 6) == told.weight


def test_bounded_blocks_are_told() -> None:
    """Pairs that share one common value only are counted, not silently left out."""
    features = [person_features(f"R-{at:05d}", surname="Jansen", given=f"N{at:04d}x") for at in range(300)]
    found = find_duplicates(features)
    assert {one.key for one in found.bounded} >= {"surname"}
    assert all(one.pairs > 0 and one.blocks > 0 for one in found.bounded)
    assert found.compared < 300 * 40


def test_a_small_book_leans_on_the_background() -> None:
    """The prior of a small book is that of a hundred relations."""
    assert prior_tenths(3) == prior_tenths(FEWEST)
    assert prior_tenths(10_000) < prior_tenths(FEWEST)


def test_tables_are_whole() -> None:
    """Each level has chances between 0 and 1; each comparison is in a group that there is; agreement weighs most."""
    for model in MODELS:
        groups = {group.name for group in model.groups}
        assert {group.within for group in model.groups} <= {"", *groups}
        for comparison in model.comparisons:
            assert comparison.group in groups
            assert all(0 < level.m < 1 and 0 < level.u < 1 and level.text for level in comparison.levels)
            assert comparison.feature == "link" or comparison.levels[0].tenths > comparison.levels[-1].tenths


def test_many_values_stay_cheap() -> None:
    """A relation with thousands of telephone numbers can't fill the memory."""
    phones = [{"number": f"+31570{at:06d}"} for at in range(5000)]
    twice = [features_of({"number": number, "kind": "person", "phones": phones}) for number in ("A", "B")]
    assert len(twice[0].phones) == MOST_VALUES
    assert find_duplicates(twice).compared == 1
