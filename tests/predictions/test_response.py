"""The chance to respond to a campaign: a relation's own rate where that was shown to tell, else that of all."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.predictions.back_test import Method
from klantboek.predictions.response import WEIGHTS, Contact, auc, chance_to_respond

FIRST = date(2024, 1, 1)


def _contacts(relation: str, responses: str) -> list[Contact]:
    """Give a campaign for each letter, a response for each y."""
    return [
        Contact(relation, f"c{number:02}", FIRST + timedelta(weeks=number), letter == "y")
        for number, letter in enumerate(responses)
    ]


def _book(*kinds: tuple[int, str]) -> list[Contact]:
    """Give so many relations with such responses, of each kind."""
    return [
        contact
        for kind, (count, responses) in enumerate(kinds)
        for number in range(count)
        for contact in _contacts(f"R-{kind}{number:04}", responses)
    ]


def test_own_rates_where_they_tell() -> None:
    """Those who responded before respond again: each leans on its own rate, and the test says so."""
    found = chance_to_respond(_book((40, "yyyyyyyy"), (60, "nnnnnnnn"), (1, "y")), seed=1)
    assert found.test.value
    assert (found.test.value.relations, found.test.value.responses) == (100, 40)
    assert found.test.value.auc.value == 1
    assert found.test.value.method is Method.MODEL
    eager, quiet, once = (found.each[name] for name in ("R-00000", "R-10000", "R-20000"))
    assert eager.chance.value
    assert quiet.chance.value
    assert found.weight == min(WEIGHTS)
    assert eager.chance.value.value == pytest.approx((8 + found.weight * found.share) / (8 + found.weight))
    assert quiet.chance.value.high < eager.chance.value.low
    assert str(once.chance.reason) == "reached by one campaign only: from one nothing can be told"


def test_the_share_of_all_where_they_do_not() -> None:
    """Where what was done before tells nothing, everybody has the chance of all, and a heavy weight."""
    found = chance_to_respond(_book((40, "yn"), (40, "ny"), (40, "nn"), (40, "yy")), seed=1)
    assert found.test.value
    assert found.test.value.auc.value == pytest.approx(0.5)
    assert found.test.value.method is Method.NAIVE
    assert {one.chance.value and one.chance.value.value for one in found.each.values()} == {0.5}


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        ((), "(0 responses, 0 without; each takes 20)"),
        (((19, "y"), (50, "n")), "(19 responses, 50 without; each takes 20)"),
        (((50, "y"),), "(50 responses, 0 without; each takes 20)"),
    ],
)
def test_too_few(kinds: tuple[tuple[int, str], ...], says: str) -> None:
    """With few responses, or nearly none without, nothing is said of anybody."""
    found = chance_to_respond(_book(*kinds), seed=1)
    assert str(found.test.reason) == f"too few campaigns to estimate {says}"
    assert {one.chance.value for one in found.each.values()} <= {None}


def test_enough_but_nothing_to_test_on() -> None:
    """With each relation reached once there is no test, and of nobody anything is said."""
    found = chance_to_respond(_book((30, "y"), (30, "n")), seed=1)
    assert "(0 responses, 0 without" in str(found.test.reason)
    assert {one.chance.value for one in found.each.values()} == {None}


def test_what_has_no_day_comes_first() -> None:
    """Campaigns without a day are taken to be the oldest, in the order of their codes."""
    dated = _contacts("R-1", "ny")
    undated = [Contact("R-1", "z", None, True), Contact("R-1", "a", None, False)]
    one = chance_to_respond([*dated, *undated], seed=1).each["R-1"]
    assert (one.campaigns, one.responses) == (4, 2)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=2, max_size=30))
def test_auc_counts_pairs(rows: list[tuple[int, bool]]) -> None:
    """The area is the share of pairs of a yes and a no in which the yes is above, equals counting half."""
    yes = [score for score, is_yes in rows if is_yes]
    no = [score for score, is_yes in rows if not is_yes]
    if not yes or not no:
        return
    pairs = [(one > other) + (one == other) / 2 for one in yes for other in no]
    found = auc(np.array([float(score) for score, _ in rows]), np.array([is_yes for _, is_yes in rows]))
    assert found == pytest.approx(sum(pairs) / len(pairs))


def test_the_weight_is_by_likelihood() -> None:
    """Relations that all respond as often as chance has it lean on all; those that differ on themselves."""
    dice = np.random.RandomState(5)

    def book(rates: list[float]) -> list[Contact]:
        return [
            contact
            for number in range(60)
            for contact in _contacts(
                f"R-{number:03}",
                "".join("y" if one else "n" for one in dice.random_sample(12) < rates[number % len(rates)]),
            )
        ]

    alike, apart = chance_to_respond(book([0.3]), 1), chance_to_respond(book([0.05, 0.9]), 1)
    assert alike.weight >= 16 > apart.weight
