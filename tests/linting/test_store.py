"""What is known of the relations of a book, while they come and go."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from given import examples
from klantboek.linting.result import Result
from klantboek.linting.store import Store
from klantboek.rules.registry import Side

NAMES = [f"relations/R-{number}.yaml" for number in range(4)]
ONE, TWO = {"context": "one"}, {"context": "two"}
CLAIMS = st.lists(
    st.tuples(st.sampled_from([int(side) for side in Side]), st.integers(1, 3)), max_size=3, unique=True
)
RESULTS = st.builds(
    Result,
    fields=st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple),
    claims=CLAIMS.map(tuple),
    tallies=st.sampled_from([(), (("KB416", (("goals", 1),)),), (("KB416", (("goals", 2), ("x", 1))),)]),
    speaks=st.booleans(),
    features=st.sampled_from(["", "[1]", "[2]"]),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.none() | RESULTS, st.booleans()), min_size=1, max_size=8
)


def told(store: Store) -> list[Any]:
    """Give everything that a store tells."""
    claiming = [sorted(store.claiming(key, side)) for key in (1, 2, 3) for side in (None, *Side)]
    return [
        store.contents(), store.fields(), sorted(store.results(), key=repr), store.tallies(), list(store.features()),
        store.all_features, store.met(), claiming, store.pairs(), store.pairs_of,
    ]  # fmt: skip


@settings(
    max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_as_if_made_anew(tmp_path: Path, steps: list[tuple[str, Result | None, bool]]) -> None:
    """After files came, changed and went, and were kept in between, it tells what one tells that was made at once."""
    file = tmp_path / "kept.sqlite"
    file.unlink(missing_ok=True)
    store = Store(file, ONE, NAMES)
    there: dict[str, Result] = {}
    for number, (name, result, keeps) in enumerate(steps):
        if name in there:
            store.forget((name,))
            del there[name]
        if result is not None:
            store.add(name, b"id", result)
            there[name] = result
        store.set_registers([(int(Side.ASKS), number % 3 + 1)])
        store.set_pairs(f"{number}", [(0.9, "{}")] * (number % 2))
        if keeps:
            store.keep()
            store.close()
            store = Store(file, ONE, NAMES)
    (tmp_path / "anew.sqlite").unlink(missing_ok=True)
    anew = Store(tmp_path / "anew.sqlite", ONE, NAMES)
    for name, result in there.items():
        anew.add(name, b"id", result)
    anew.set_registers([(int(Side.ASKS), (len(steps) - 1) % 3 + 1)])
    anew.set_pairs(f"{len(steps) - 1}", [(0.9, "{}")] * ((len(steps) - 1) % 2))
    assert told(store) == told(anew)
    for one in (store, anew):
        one.keep()
        one.close()
    assert number_of_claims(file) == number_of_claims(tmp_path / "anew.sqlite")


def number_of_claims(file: Path) -> int:
    """Count the claims in a file, of whatever is there or not."""
    base = sqlite3.connect(file)
    (count,) = base.execute("SELECT COUNT(*) FROM claims").fetchone()
    base.close()
    return int(count)


def test_who_meets() -> None:
    """Two that hold a key meet, and one that asks with one that gives, until one of them goes."""
    store = Store(None, ONE, NAMES)
    sides = ((Side.HOLDS, 1), (Side.HOLDS, 1), (Side.ASKS, 2), (Side.GIVES, 3))
    for name, (side, key) in zip(NAMES, sides, strict=True):
        store.add(name, b"id", Result(claims=((int(side), key),)))
    store.set_registers([])
    assert store.met() == set(NAMES[:2])
    store.set_registers([(int(Side.ASKS), 3), (int(Side.HOLDS), 2)])
    assert store.met() == {*NAMES[:2], NAMES[3]}
    store.forget(NAMES[:1])
    assert store.met() == {NAMES[3]}
    store.set_registers([(int(Side.HOLDS), 1)])
    assert store.met() == {NAMES[1]}
    store.close()


def test_for_whom_it_was_made(tmp_path: Path) -> None:
    """One that was made for something else is begun anew, and is not lent."""
    file = tmp_path / "kept.sqlite"
    store = Store(file, ONE, NAMES)
    store.add(NAMES[0], b"id", Result())
    store.keep()
    store.close()
    lent = Store(file, ONE, NAMES, borrowed=True)
    assert lent.contents() == {NAMES[0]: b"id"}
    lent.forget([NAMES[0]])
    lent.close()
    with pytest.raises(sqlite3.OperationalError):
        Store(file, TWO, NAMES, borrowed=True)
    same = Store(file, ONE, NAMES)
    assert same.contents() == {NAMES[0]: b"id"}
    same.close()
    other = Store(file, TWO, NAMES)
    assert other.contents() == {}
    assert other.content(NAMES[0]) is None
    other.close()
