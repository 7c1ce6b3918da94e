"""What a field tells about buying again: reference values, and laws."""

import csv
import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.predictions.bins import binned
from klantboek.predictions.evidence import Evidence, Table, chi_square_tail, evidence
from klantboek.predictions.resampling import FOLDS, validated, value_bounds

TABLES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8)


def _table(bins: list[int], bought: list[bool]) -> Table:
    counts = Counter(zip(bins, bought, strict=True))
    return [(counts[one, False], counts[one, True]) for one in sorted(set(bins))]


@pytest.fixture(scope="module")
def cdnow(shared: Path) -> tuple[dict[str, list[Any]], list[bool], dict[str, Any]]:
    """Give fields of the CDNOW sample as known when its calibration ends, who bought later, what is expected."""
    days: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    with (shared / "cdnow.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            days[row["customer"]][row["date"]] += float(row["amount"])
    expected = json.loads((shared / "cdnow_expected.json").read_text(encoding="utf-8"))
    end = expected["calibration_end"]
    names = sorted(days)
    fields: dict[str, list[Any]] = {
        "repeats": [min(sum(day <= end for day in days[name]) - 1, 3) for name in names],
        "first_amount": [days[name][min(days[name])] for name in names],
        "noise": [int(name) % 5 for name in names],
    }
    bought = [max(days[name]) > end for name in names]
    return fields, bought, expected["field_predictive_value_vs_buys_in_holdout"]


@pytest.mark.parametrize(
    ("field", "key", "value", "p"),
    [
        ("repeats", "repeat_purchases_0_1_2_3+", 1.0592, None),
        ("first_amount", "first_order_amount_quintile", 0.0367, 0.0012),
        ("noise", "noise_id_mod_5", 0.0082, 0.4),
    ],
)
def test_reference_values(cdnow: Any, field: str, key: str, value: float, p: float | None) -> None:
    """Information value, mutual information and their chance are those measured on the CDNOW sample."""
    fields, bought, expected = cdnow
    found = evidence(_table(binned(fields[field]), bought))
    assert (found.noes + found.yeses, found.yeses) == (expected["n"], expected["n1"])
    assert found.value == pytest.approx(value, abs=6e-5)
    assert found.value == pytest.approx(expected[key]["IV_adj0.5"], abs=6e-5)
    if "MI_nats" in expected[key]:
        assert found.information == pytest.approx(expected[key]["MI_nats"], abs=6e-6)
    if p is not None:
        assert found.p == pytest.approx(p, abs=0.05 * p + 5e-5)


def test_auc_on_cdnow(cdnow: Any) -> None:
    """Cross-validated on the sample, repeat purchases tell buyers apart and the number of the customer does not."""
    fields, bought, expected = cdnow
    found = {}
    for field in ("repeats", "noise"):
        bins = binned(fields[field])
        cells = np.zeros((FOLDS, max(bins) + 1, 2), dtype=np.int64)
        for number, (place, buys) in enumerate(zip(bins, bought, strict=True)):
            cells[number // 7 % FOLDS, place, int(buys)] += 1
        auc = validated(cells)
        assert auc is not None
        found[field] = auc
    middle, low, high = found["repeats"]
    assert middle == pytest.approx(expected["repeat_purchases_0_1_2_3+"]["AUC_uncapped"], abs=0.01)
    assert 0.72 < low < middle < high < 0.79
    middle, low, high = found["noise"]
    assert low < 0.5 < high < 0.55
    assert middle == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    ("statistic", "freedom", "tail"),
    [(3.841459, 1, 0.05), (5.991465, 2, 0.05), (11.34487, 3, 0.01), (20.09024, 8, 0.01), (0.0, 4, 1.0),
     (16.91898, 9, 0.05), (5000.0, 3, 0.0), (1.0, 0, 1.0)],
)  # fmt: skip
def test_chi_square(statistic: float, freedom: int, tail: float) -> None:
    """The tails are those of the printed tables."""
    assert chi_square_tail(statistic, freedom) == pytest.approx(tail, abs=1e-7)


@given(TABLES)
def test_laws_of_evidence(table: list[tuple[int, int]]) -> None:
    """Nothing is below zero, the order of bins and empty bins change nothing, and yes and no can be swapped."""
    found = evidence(table)
    assert found.value >= 0
    assert 0 <= found.information <= math.log(2) + 1e-9
    assert 0 <= found.p <= 1
    assert 0 <= found.share_explained <= 1 + 1e-9
    for other in (table[::-1], [*table, (0, 0)], [(yes, no) for no, yes in table]):
        same = evidence(other)
        assert same.value == pytest.approx(found.value)
        assert same.information == pytest.approx(found.information)


def test_a_field_that_is_the_same_for_all_tells_nothing() -> None:
    """One bin, or one kind of relation, has no value and any chance."""
    for table in ([(30, 30)], [(30, 0), (20, 0)], []):
        found = evidence(table)
        assert (found.value, found.information, found.p, found.share_explained) == (0.0, 0.0, 1.0, 0.0)
    assert Evidence(20, 20, 0, 0, 0, 1).is_enough
    assert not Evidence(19, 200, 0, 0, 0, 1).is_enough


def test_a_field_that_tells_all_explains_all() -> None:
    """A field that is yes for every yes takes away nearly all uncertainty."""
    found = evidence([(100, 0), (0, 100)])
    assert found.information == pytest.approx(math.log(2))
    assert 0.99 < found.share_explained < 1


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.booleans()), min_size=1, max_size=120))
def test_laws_of_the_interval(drawn: list[tuple[int, int, bool]]) -> None:
    """The interval holds the AUC, lies between 0 and 1, and is the same each time."""
    cells = np.zeros((FOLDS, 4, 2), dtype=np.int64)
    for fold, place, buys in drawn:
        cells[fold, place, int(buys)] += 1
    found = validated(cells)
    if found is not None:
        middle, low, high = found
        assert 0 <= low <= middle <= high <= 1
    assert validated(cells) == found


def test_no_interval_without_both() -> None:
    """Where nobody bought, or nobody is there, nothing is said."""
    cells = np.zeros((FOLDS, 2, 2), dtype=np.int64)
    assert validated(cells) is None
    cells[:, :, 0] = 7
    assert validated(cells) is None


@pytest.mark.parametrize(
    ("values", "bins"),
    [
        ([None, "b", "a", "a"], [0, 2, 1, 1]),
        ([1, 1, 1, None], [1, 1, 1, 0]),
        (list(range(10)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
        ([1, 1, 1, 1, 1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 3, 4, 4, 5, 5]),
        ([*"abcdefghij"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 9]),
        ([True, False, False], [2, 1, 1]),
        ([*["a"] * 30, *"bcdef", None], [*[1] * 30, *[9] * 5, 0]),
        ([], []),
    ],
)
def test_bins(values: list[Any], bins: list[int]) -> None:
    """Equal values share a bin; absent ones have their own; the rarest texts are one together."""
    assert binned(values) == bins


@given(st.lists(st.one_of(st.none(), st.integers(0, 50)), max_size=60), st.randoms())
def test_bins_do_not_depend_on_order(values: list[int | None], chance: Any) -> None:
    """A value has the same bin wherever it stands, and a larger number never a lower one of five parts."""
    found = dict(zip(values, binned(values), strict=True))
    mixed = values[:]
    chance.shuffle(mixed)
    assert dict(zip(mixed, binned(mixed), strict=True)) == found
    known = sorted({value for value in values if value is not None})
    if len(known) > 5:
        assert [found[value] for value in known] == sorted(found[value] for value in known)


def test_bounds_of_the_information_value(cdnow: Any) -> None:
    """On the sample repeat purchases tell much, surely, and the number of the customer next to nothing."""
    fields, bought, _ = cdnow
    low, high = value_bounds(np.array(_table(binned(fields["repeats"]), bought))) or (0.0, 0.0)
    assert 0.8 < low < 1.0592 < high < 1.4
    low, high = value_bounds(np.array(_table(binned(fields["noise"]), bought))) or (0.0, 9.0)
    assert 0 <= low < 0.0082 < high < 0.06


@given(TABLES)
def test_laws_of_the_bounds(table: Table) -> None:
    """They lie above zero in their order, are the same each time, and are not there without both classes."""
    cells = np.array(table, dtype=np.int64)
    found = value_bounds(cells)
    assert (found is None) == (not cells.sum(axis=0).all())
    if found is not None:
        assert 0 <= found[0] <= found[1]
        assert value_bounds(cells) == found
