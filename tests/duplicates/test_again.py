"""A search done again after some relations changed: what a search of the whole book finds, to the byte."""

import random
import shutil
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from given import examples
from klantboek.duplicates import Duplicates, Features, Judged
from klantboek.duplicates.again import MOST_MOVED, search_again
from klantboek.duplicates.parts import Address
from klantboek.duplicates.streams import duplicates_in_stream
from klantboek.duplicates.trace import Leaving, Trace, load

Book = dict[str, Features]
TAG = "a state"
# So few values that blocks are over-full all the time, and full just not any more.
FEW: dict[str, list[Any]] = {
    "names": ["bakkerij aalder", "bakkerij koren", "cafe aalder", "aalder", "molen en co", "de molen", "restaurant koren zand"],
    "surnames": ["aalder", "koren", "jansen"],
    "givens": ["jan", "johannes", "els", "j.", "piet"],
    "births": ["19700101", "19700102", "19820304", "19640506"],
    "phones": ["+31570000001", "+31570000002", "+31570000013"],
    "emails": ["info@halm.example", "jan@halm.example"],
    "domains": ["halm.example", "aar.example"],
    "accounts": ["NL91ABNA0417164300", "NL20INGB0001234567"],
    "registrations": ["kvk:12345678", "kvk:12345679", "vat:nl001234567b01"],
    "people": ["aalder jan", "koren els"],
    "addresses": [
        Address("dorpsstraat", "1", "7411aa", "deventer", ""), Address("dorpsstraat", "2", "7411aa", "deventer", ""),
        Address("dorpstraat", "1", "7411ab", "deventer", "de molen"), Address("", "12", "7411aa", "deventer", ""),
        Address("marktplein", "1", "8011aa", "zwolle", ""),
    ],
    "forms": ["bv", "eenmanszaak"],
    "sexes": ["m", "f"],
    "initials": ["j", "e"],
    "links": ["R-00001", "R-00002"],
}  # fmt: skip
OF_FIRMS = ("names", "people", "forms", "domains")
OF_PERSONS = ("surnames", "givens", "births", "sexes", "initials")
OF_ALL = ("phones", "emails", "accounts", "registrations", "addresses", "links")


def somebody(draw: random.Random, number: str) -> Features:
    """Make a relation of the few values that there are."""
    is_firm = draw.random() < 0.5
    fields = (*(OF_FIRMS if is_firm else OF_PERSONS), *OF_ALL)
    # Seldom a number of a register: it settles what all else would.
    chances = {
        "registrations": 0.1,
        "accounts": 0.1,
        "links": 0.05,
        "names": 1,
        "surnames": 1,
        "addresses": 0.7,
    }
    values = {
        name: tuple(sorted(set(draw.choices(FEW[name], k=draw.choice((1, 1, 2))))))
        for name in fields
        if draw.random() < chances.get(name, 0.4)
    }
    return Features(number, "organisation" if is_firm else "person", **values)


def reader(book: Book) -> Any:
    """Give what reads the features of a book."""
    return lambda kind: (one for _, one in sorted(book.items()) if kind in {None, one.kind})


def left(book: Book, folder: Path) -> Trace:
    """Search a book, and give the trace of that."""
    duplicates_in_stream(reader(book), leaving=Leaving(folder, TAG))
    trace = load(folder, TAG)
    assert trace is not None
    return trace


def again(trace: Trace, before: Book, now: Book, judged: tuple[Judged, ...] = ()) -> Duplicates | None:
    """Search again what changed."""
    changed = sorted({*before, *now})
    moves = {name: now.get(name) for name in changed if before.get(name) != now.get(name)}

    def look_up(names: Iterable[str]) -> Iterator[Features]:
        return (now[name] for name in names if name in now)

    return search_again(trace, moves, judged, look_up)


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 1 << 30), st.integers(3, 70), st.integers(1, 6))
def test_same_as_the_whole_search(tmp_path: Path, seed: int, size: int, changes: int) -> None:
    """Whatever changes, comes and goes: pairs, weights, reasons, clusters and what was left out are the same."""
    draw = random.Random(seed)  # noqa: S311 -- a test
    before = {name: somebody(draw, name) for name in (f"R-{at:05d}" for at in range(size))}
    trace, now = left(before, tmp_path / "trace"), dict(before)
    for _ in range(changes):
        number = f"R-{draw.randrange(size + 3):05d}"
        now.pop(number, None)
        if draw.random() < 0.85:
            now[number] = somebody(draw, number)
    judged = tuple(
        Judged(a, b, draw.choice(("same", "distinct", "unsure")))
        for a, b in (draw.sample(sorted(before), 2) for _ in range(draw.choice((0, 3))))
    )
    found = again(trace, before, now, judged)
    came = [kind for kind in ("person", "organisation") if many(before, kind) < 2 <= many(now, kind)]
    assert found == (None if came else duplicates_in_stream(reader(now), judged))


def many(book: Book, kind: str) -> int:
    """Count the relations of a kind."""
    return sum(one.kind == kind for one in book.values())


def person(number: int, **values: tuple[Any, ...]) -> Features:
    """Make a person with some values."""
    return Features(f"R-{number:05d}", "person", **values)


def firm(number: int, name: str, **values: tuple[Any, ...]) -> Features:
    """Make a firm with a name and other values."""
    return Features(f"R-{number:05d}", "organisation", names=(name,), **values)


def booked(*features: Features) -> Book:
    """Put features in a book, with two firms beside them."""
    firms = (Features(f"S-{at}", "organisation", names=(f"firma {at}",)) for at in range(2))
    return {one.id: one for one in (*features, *firms)}


# Names that begin alike, and that no two have: none gets rarer or commoner.
NAMES = [f"koren{one}{other}" for one in "bdfhklmnprst" for other in "aeio"]
GIVENS = [f"els{name[-2:]}" for name in NAMES]


@pytest.mark.parametrize("number", [11, 12, 13])
@pytest.mark.parametrize("comes", [True, False])
def test_a_block_that_gets_over_full_or_small(tmp_path: Path, number: int, *, comes: bool) -> None:
    """Who shares a value with few, or with too many, is a candidate for the others or no more."""
    some = [person(at, surnames=(NAMES[at],)) for at in range(number)]
    last = [person(90, surnames=(name,)) for name in ("aalder", NAMES[-1])]
    before, now = (booked(*some, one) for one in (last if comes else last[::-1]))
    found = again(left(before, tmp_path / "trace"), before, now)
    assert found is not None
    assert found == duplicates_in_stream(reader(now))
    together = number + comes
    assert found.compared == 1 + (together * (together - 1) // 2 if together <= 12 else 0)


@pytest.mark.parametrize("number", [7, 8, 9])
@pytest.mark.parametrize("comes", [True, False])
def test_a_part_of_a_block_that_gets_over_full_or_small(tmp_path: Path, number: int, *, comes: bool) -> None:
    """The same goes for the smaller blocks that split one that is over-full."""
    crowd = [person(50 + at, surnames=(NAMES[at],)) for at in range(20, 40)]
    some = [person(at, surnames=(NAMES[at],), givens=(GIVENS[at],)) for at in range(number)]
    last = [person(99, surnames=(NAMES[-1],), givens=(name,)) for name in ("jan", GIVENS[-1])]
    before, now = (booked(*crowd, *some, one) for one in (last if comes else last[::-1]))
    found = again(left(before, tmp_path / "trace"), before, now)
    assert found is not None
    assert found == duplicates_in_stream(reader(now))
    together = number + comes
    assert found.compared == 1 + (together * (together - 1) // 2 if together <= 8 else 0)


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_a_text_that_gets_rarer(tmp_path: Path, kind: str) -> None:
    """Two that nobody changed are a pair as soon as too few others have the name that both have."""
    shown = []
    for size in range(52, 28, -2):
        if kind == "person":
            two = [person(at, surnames=("korenaar",), givens=("gerolf",)) for at in range(2)]
            others = [person(10 + at, surnames=("korenaar",), givens=(f"x{at}",)) for at in range(size)]
            fewer = [one._replace(surnames=(f"y {one.id}",)) for one in others[:2]]
        else:
            two = [firm(at, "korenaar zaad"[: 8 + 5 * at], people=("aalder jan",)) for at in range(2)]
            others = [firm(10 + at, f"korenaar x{at}") for at in range(size)]
            others += [firm(100 + at, f"z{at}") for at in range(80 - size)]
            fewer = [one._replace(names=(f"y {one.id}",)) for one in others[:2]]
        before = booked(*two, *others)
        now = before | {one.id: one for one in fewer}
        found = again(left(before, tmp_path / "trace"), before, now)
        assert found is not None
        assert found == duplicates_in_stream(reader(now))
        shown.append(sum(one.a == "R-00000" for one in found.pairs))
    assert {*shown} == {0, 1}


def test_a_book_that_grows(tmp_path: Path) -> None:
    """Among more relations the same number of namesakes is fewer of them."""
    two = [person(at, surnames=("korenaar",), givens=("gerolf",)) for at in range(2)]
    others = [person(10 + at, surnames=("korenaar",), givens=(f"x{at}",)) for at in range(50)]
    before = booked(*two, *others)
    now = before | {one.id: one for one in (person(100 + at, surnames=(f"y {at}",)) for at in range(40))}
    assert not duplicates_in_stream(reader(before)).pairs
    found = again(left(before, tmp_path / "trace"), before, now)
    assert found == duplicates_in_stream(reader(now))
    assert found.pairs


def test_another_word_is_the_rarest(tmp_path: Path) -> None:
    """Firms with one mailbox that many have are compared by the rarest word of their names, whoever changes that."""
    some = [
        firm(1, "alfa beta", emails=("info@halm.example",)),
        firm(2, "alfa gamma", emails=("info@halm.example",)),
    ]
    some += [firm(10 + at, f"u{at}", emails=("info@halm.example",)) for at in range(14)]
    # Two more of 78 do not change what the word weighs.
    words = {"alfa": 76, "beta": 78, "gamma": 78}
    some += [
        firm(100 * at + of, f"{word} {word}{of}")
        for at, (word, size) in enumerate(words.items(), 1)
        for of in range(size)
    ]
    before = booked(*some)
    now = before | {name: before[name]._replace(names=(f"alfa {name}",)) for name in ("R-00010", "R-00011")}
    found = again(left(before, tmp_path / "trace"), before, now)
    assert found is not None
    assert found == duplicates_in_stream(reader(now))
    assert found.compared < duplicates_in_stream(reader(before)).compared


@pytest.mark.parametrize("comes", [True, False])
def test_a_telephone_that_too_many_have(tmp_path: Path, *, comes: bool) -> None:
    """A sole trader and the firm are told by what few have: one more or less makes all the difference."""
    phone = ("+31570000001",)
    trader = firm(1, "bakkerij korenaar", forms=("eenmanszaak",), phones=phone, emails=("k@halm.example",))
    owner = person(2, surnames=("korenaar",), givens=("jan",), phones=phone)
    others = [person(10 + at, surnames=(f"x{at}",), phones=phone) for at in range(10)]
    last = [person(30, surnames=("aalder",), phones=some) for some in ((), phone)]
    named = trader._replace(people=("korenaar jan",))
    before, now = (booked(named, owner, *others, one) for one in (last if comes else last[::-1]))
    found = again(left(before, tmp_path / "trace"), before, now)
    assert found is not None
    assert found == duplicates_in_stream(reader(now), minimum=0.5)
    assert [one.b for one in found.pairs if one.a == "R-00001"] == ([] if comes else ["R-00002"])


@pytest.mark.parametrize("what", ["much changed", "many judged", "one of a kind"])
def test_left_to_the_whole_search(tmp_path: Path, what: str) -> None:
    """Where much changed, where a book learns and where there is nothing to compare, only the whole search can tell."""
    some = [person(at, surnames=(f"koren {at}",)) for at in range(MOST_MOVED + 2)]
    before = booked(*some)
    now = dict(before)
    judged: tuple[Judged, ...] = ()
    if what == "much changed":
        now |= {one.id: one._replace(surnames=("aalder",)) for one in some[1:]}
    elif what == "many judged":
        judged = tuple(Judged(some[at].id, some[at + 1].id, "distinct") for at in range(20))
    else:
        before = {name: one for name, one in before.items() if name != "S-0"}
    assert again(left(before, tmp_path / "trace"), before, now, judged) is None


@pytest.mark.parametrize("how", ["absent", "another", "cut", "changed", "meta", "text", "a file"])
def test_damaged_is_ignored(tmp_path: Path, how: str) -> None:
    """A trace that is absent, of another state, cut short or changed anywhere counts as none, and is made anew."""
    folder, book = tmp_path / "trace", booked(person(1, surnames=("koren",)), person(2, surnames=("koren",)))
    left(book, folder)
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    whole = (folder / "person").read_bytes()
    if how == "cut":
        (folder / "person").write_bytes(whole[:-8])
    elif how == "changed":
        (folder / "person").write_bytes(whole[:80] + bytes([whole[80] ^ 1]) + whole[81:])
    elif how == "meta":
        meta = (folder / "trace.json").read_bytes()
        (folder / "trace.json").write_bytes(meta.replace(b'"compared": 1', b'"compared": 2'))
    elif how == "text":
        (folder / "trace.json").write_text("{", encoding="utf-8")
    elif how in {"absent", "a file"}:
        shutil.rmtree(folder)
    if how == "a file":
        folder.write_text("", encoding="utf-8")
    assert load(folder, TAG if how != "another" else "another state") is None
    (tmp_path / "trace.77").mkdir()
    left(book, folder)
    assert [one.name for one in tmp_path.iterdir()] == ["trace"]


def test_nothing_can_be_left(tmp_path: Path) -> None:
    """Where no trace can be written the search goes on without."""
    folder = tmp_path / "nowhere" / "trace"
    found = duplicates_in_stream(reader(booked(person(1), person(2))), leaving=Leaving(folder, TAG))
    assert found.pairs == ()
    assert not folder.parent.exists()
