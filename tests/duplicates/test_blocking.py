"""Blocks, columns and crossed values: in numbers at once, the same as one by one."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantboek.duplicates import Bounded, blocking
from klantboek.duplicates.blocking import ALONE, TOGETHER, Keys, candidates, widest
from klantboek.duplicates.columns import ABSENT, Column, columns_of, kind_of
from klantboek.duplicates.crossing import best, best_place, crossed, met
from klantboek.duplicates.features import Features
from klantboek.duplicates.parts import Address
from klantboek.duplicates.texts import starts_of

Values = list[list[int]]


def _keys(name: str, values: Values) -> Keys:
    records = np.array([record for record, some in enumerate(values) for _ in some], np.int32)
    flat = np.array([value for some in values for value in some], np.int64)
    return Keys(name, records, flat, len(values), lambda: flat.astype(np.uint64))


def _blocks(among: set[int], values: Values) -> Iterator[set[int]]:
    found = defaultdict(set)
    for record in among:
        for value in values[record]:
            found[value].add(record)
    yield from found.values()


def _plainly(among: set[int], plan: Sequence[Values], most: int) -> Iterator[tuple[int, int]]:
    """Give the pairs of each small block; of a full one those that the other values hold together."""
    for block in _blocks(among, plan[0]):
        if len(block) <= most:
            yield from combinations(sorted(block), 2)
        else:
            for at in range(1, len(plan)):
                yield from _plainly(block, plan[at:], TOGETHER)


def _values(rng: random.Random, size: int) -> Values:
    kinds = rng.choice((2, 12, 60, 1 << 40))
    most = rng.choice((1, 1, 3))
    return [[rng.randrange(kinds) for _ in range(rng.randint(0, most))] for _ in range(size)]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 120), st.sampled_from([ALONE, 40]))
def test_candidates_are_those_of_the_blocks(rng: random.Random, size: int, alone: int) -> None:
    """Sorted and counted at once, records come together as they do block by block; what is left out is counted."""
    plan = [[_values(rng, size) for _ in range(rng.randint(1, 4))] for _ in range(3)]
    keys = [tuple(_keys(str(at), one) for at, one in enumerate(some)) for some in plan]
    found = candidates(size, [(some[0], some[1:]) for some in keys], alone)
    wanted = {pair for some in plan for pair in _plainly(set(range(size)), some, alone)}
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == sorted(wanted)
    sharing = [
        {pair for block in _blocks(set(range(size)), some[0]) for pair in combinations(sorted(block), 2)}
        for some in plan
    ]
    if all(len({len(one) for one in some[0]} - {0, 1}) == 0 for some in plan):
        left = [len(every - set(_plainly(set(range(size)), some, alone))) for every, some in zip(sharing, plan, strict=True)]  # fmt: skip
        assert [one.pairs for one in found.bounded] == [many for many in left if many]


def test_a_small_book_is_looked_at_more_widely() -> None:
    """Where judgements teach, more may share a value alone; how many, the number of pairs decides."""
    narrow, wide, many = (
        [[at // most] for at in range(size)] for most, size in ((12, 600), (90, 900), (90, 90_000))
    )
    bounds = [widest(len(some), [(_keys("city", some), ())]) for some in (narrow, wide, many)]
    assert bounds == [150, 150, 60]
    assert widest(3000, [(_keys("city", [[at // 140] for at in range(3000)]), ())] * 2) == 100
    assert widest(0, []) >= ALONE


def test_many_values_are_worked_on_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many values are looked at together, the candidates and what is left out are the same."""
    plan = [[[[at * step % 41] for at in range(900)] for step in steps] for steps in ((3, 7), (1, 5))]

    def found() -> tuple[list[int], list[int], tuple[Bounded, ...]]:
        keys = [tuple(_keys(str(at), one) for at, one in enumerate(some)) for some in plan]
        every = candidates(900, [(some[0], some[1:]) for some in keys])
        return every.first.tolist(), every.second.tolist(), every.bounded

    whole = found()
    monkeypatch.setattr(blocking, "_AT_ONCE", 64)
    assert found() == whole
    assert whole[2]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_crossed_is_every_value_with_every_value(rng: random.Random, size: int) -> None:
    """Each pair of records has the values of one with those of the other, and the best of them is found."""
    wide = rng.choice((1, 3))
    lists = [[rng.randrange(9) for _ in range(rng.randint(0, wide))] for _ in range(size)]
    column = Column(
        starts_of(np.array([len(one) for one in lists])),
        np.array([code for one in lists for code in one], np.int32),
        [str(at) for at in range(9)],
    )
    a, b = (np.array([rng.randrange(size) for _ in range(30)], np.int64) for _ in range(2))
    crossing, codes = crossed(column, column, a, b), met(column, column, a, b)
    owner = crossing.pairs[crossing.owner].tolist()
    got = defaultdict(list)
    for pair, left, right in zip(owner, codes.left.tolist(), codes.right.tolist(), strict=True):
        got[pair].append((left, right))
    wanted = {
        at: list(product(lists[one], lists[other]))
        for at, (one, other) in enumerate(zip(a.tolist(), b.tolist(), strict=True))
        if lists[one] and lists[other]
    }
    assert got == wanted
    assert column.codes[crossing.left].tolist() == codes.left.tolist()
    tenths = (codes.left * 10 - codes.right).astype(np.int32)
    highest = {at: max(10 * one - other for one, other in some) for at, some in wanted.items()}
    assert dict(zip(crossing.pairs.tolist(), best(crossing, tenths).tolist(), strict=True)) == highest
    assert tenths[best_place(crossing, tenths)].tolist() == best(crossing, tenths).tolist()


_some = st.lists(st.text("ab", max_size=2), max_size=3).map(tuple)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["person", "organisation"]), _some, _some, _some), max_size=20))
def test_columns_hold_what_features_say(rows: list[tuple[str, ...]]) -> None:
    """Every value of every relation stands in its column, whatever the order of the relations."""
    features = [
        Features(
            f"R-{at * 7 % 23:05d}",
            kind,
            surnames=tuple(names),
            givens=tuple(givens),
            phones=tuple(phones),
            addresses=tuple(Address(street=one, postcode=other) for one, other in zip(names, givens, strict=False)),
        )
        for at, (kind, names, givens, phones) in enumerate(rows)
    ]  # fmt: skip
    whole = columns_of(features)
    told = {one.id: one for one in features}
    for code, kind in enumerate(("organisation", "person")):
        columns = kind_of(whole, code)
        assert [*columns.ids] == sorted(one.id for one in features if one.kind == kind)
        for name, field in (("surname", "surnames"), ("given", "givens"), ("phone", "phones")):
            assert _lists(columns.column[name]) == [[*getattr(told[one], field)] for one in columns.ids]
        streets = [[address.street for address in told[one].addresses] for one in columns.ids]
        assert _lists(columns.column["street"]) == streets
        assert columns.column["street"].texts is columns.column["building"].texts


def _lists(column: Column) -> list[list[str]]:
    codes = ["" if code == ABSENT else column.texts[code] for code in column.codes.tolist()]
    starts = column.starts.tolist()
    return [codes[first:last] for first, last in pairwise(starts)]


def test_features_come_back_from_what_is_kept() -> None:
    """Features that were written down are read as they were."""
    one = Features("R-00001", "person", surnames=("a",), addresses=(Address("brink", "1"),))
    assert Features.read(json.loads(json.dumps(one))) == one
