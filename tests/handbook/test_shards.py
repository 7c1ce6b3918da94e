"""Words cut into parts, and cut again after some changed."""

import json
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantboek.handbook import shards
from klantboek.handbook.shards import (
    Naming,
    Part,
    part_of,
    parts,
    places,
    recut,
    rows_of,
    script,
    text_of,
)

# Some words alone fill a part, so that a few of them make many.
_WORDS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.sampled_from(["x" * 10, "y" * 3500, "z" * 17000]),
    max_size=60,
)


def _whole(words: Mapping[str, str]) -> list[Part]:
    return list(parts(sorted(words.items())))


def test_every_word_stands_in_its_order_in_one_part() -> None:
    """All words, each once, and no part much larger than it may be."""
    words = {f"woord{number}": f"[[],[{number}]]" for number in range(9000)}
    found = _whole(words)
    assert len(found) > 10
    assert [word for part in found for word in part] == sorted(words)
    assert all(max(one) < min(other) for one, other in pairwise(found))
    assert max(len(script("b0", part)) for part in found) < 17_000


def test_another_word_changes_only_the_parts_around_it() -> None:
    """Where a part ends depends on its own words."""
    words = {f"woord{number}": "[[],[1]]" for number in range(9000)}
    before = {json.dumps(part) for part in _whole(words)}
    after = {json.dumps(part) for part in _whole(words | {"woord42a": "[[],[2]]"})}
    assert 1 <= len(after - before) <= 2


@given(before=_WORDS, given=_WORDS, gone=st.sets(st.integers(0, 59)))
def test_parts_after_changes_are_those_of_all_words(
    before: dict[str, str], given: dict[str, str], gone: set[int]
) -> None:
    """Words that come, go or stand elsewhere: the parts are cut as if nothing had been there before."""
    with pytest.MonkeyPatch.context() as patch:
        # Many words begin a part, so that one that does often goes.
        patch.setattr(shards, "_ONE_IN", 2)
        _changed(before, given, gone)


def _changed(before: dict[str, str], given: dict[str, str], gone: set[int]) -> None:
    old = _whole(before)
    going = [word for place, word in enumerate(sorted(before)) if place in gone]
    changes: dict[str, str | None] = {**given, **dict.fromkeys(going)}
    after = {word: text for word, text in {**before, **changes}.items() if text is not None}
    read: list[int] = []

    def reading(place: int) -> Part:
        read.append(place)
        return old[place]

    firsts = [next(iter(part)) for part in old]
    found = [old[one.place] if one.part is None else one.part for one in recut(firsts, reading, changes)]
    assert found == _whole(after)
    assert [next(iter(part)) for part in found] == [one.first for one in recut(firsts, reading, changes)]
    assert changes or not read


@pytest.mark.parametrize("gone", ["b", "c", "bc", "cd"])
def test_part_goes_on_when_the_word_that_ended_it_goes(gone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came after the word is looked at anew: it may end the part, or belong to it."""
    monkeypatch.setattr(shards, "crc32", lambda word: 0 if word in {b"c", b"e"} else 1)
    words = {"a": "y" * 3500, "b": "y" * 3500, "c": "y" * 3500, "d": "y" * 3500, "e": "y" * 6000, "f": "y"}
    old = _whole(words)
    assert [next(iter(part)) for part in old] == ["a", "c", "e"]
    cuts = list(recut(["a", "c", "e"], old.__getitem__, dict.fromkeys(gone)))
    left = {word: text for word, text in words.items() if word not in gone}
    assert [old[one.place] if one.part is None else one.part for one in cuts] == _whole(left)


def test_part_is_read_back_from_its_script() -> None:
    """Words with where they stand, and words that are only listed."""
    placed = {"bakker": places([3, 1], [2]), "molen": places([], [7])}
    assert part_of(script("b1", placed)) == placed
    assert part_of(script("e1", {"rekkab": "", "nelom": ""})) == {"rekkab": "", "nelom": ""}
    assert placed["bakker"] == "[[1,2],[2]]"
    assert rows_of(placed["bakker"]) == ({1, 3}, {2})
    assert rows_of("") == (set(), set())


def test_word_is_looked_up_in_the_part_it_would_stand_in() -> None:
    """Also one that stands before all others, or in no part."""
    found = [{"b": "1", "d": "2"}, {"k": "3"}]
    texts = [text_of(["b", "k"], found.__getitem__, word) for word in ("a", "b", "d", "e", "k", "z")]
    assert texts == ["", "1", "2", "", "3", ""]
    assert text_of([], found.__getitem__, "b") == ""


def test_no_word_can_be_read_from_a_name_and_no_two_parts_share_one() -> None:
    """A name comes from the first word; where two would be the same the later one gets a number."""
    naming = Naming("b")
    first = naming.name("info@molen.example")
    assert first[0] == "b"
    assert "molen" not in first
    assert naming.name("info@molen.example") == f"{first}-2"
    assert Naming("b").name("info@molen.example") == first
