"""Texts in rows of bytes: their hashes, their signs, their words and how they sound, many at once."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantboek.duplicates.columns import Column
from klantboek.duplicates.gathering import Gathered, gather
from klantboek.duplicates.signs import (
    bits_of_beginnings,
    hashes_of_beginnings,
    hashes_of_digits,
    hashes_of_heads,
    last_two,
    letters,
    numbers_of,
)
from klantboek.duplicates.spelling import sound, sounds, sounds_in_one, sounds_of_words
from klantboek.duplicates.splitting import split_up
from klantboek.duplicates.texts import Hashed, Texts, hashes, places_among
from klantboek.duplicates.vocabulary import Flags, Vocabulary

_texts = st.text("ab1é \0@.", max_size=20)
_SPELLED = st.text("aeijouwschlmnrdtpgvkqxyz\n ", max_size=14)
# How each sound is spelled, as patterns: another way to say what is said by texts that are replaced.
_PATTERNS = (
    (r"e?ij|ei|ey", "y"), (r"ie", "i"), (r"a?auw|ouw|au|ou", "u"), (r"sch(?=[lmnrw])|sch$", "s"), (r"ck|cq|q", "k"),
    (r"dt|th", "t"), (r"ph|v", "f"), (r"gh|ch", "g"), (r"c(?=[eiy])|z", "s"), (r"c", "k"), (r"x", "ks"), (r"ae", "a"),
    (r"(.)\1+", r"\1"), (r"d$", "t"),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_texts, max_size=30))
def test_hashes_are_of_the_very_texts(texts: list[str]) -> None:
    """Texts hash alike when they are the same and only then, alone, in company or as a part of another."""
    packed = Texts.of(texts)
    assert [*packed] == texts
    for given_as in (texts, packed):
        assert hashes(given_as).tolist() == [hashes([text])[0] for text in texts]
        assert hashes_of_heads(given_as, "@").tolist() == hashes([text.partition("@")[0] for text in texts]).tolist()  # fmt: skip
        assert hashes_of_beginnings(given_as, 4).tolist() == hashes([text[:4] for text in texts]).tolist()
        assert bits_of_beginnings(given_as).tolist() == letters([text[:1] for text in texts]).tolist()
        digits = ["".join(filter("1".__eq__, text)) for text in texts]
        assert hashes_of_digits(given_as).tolist() == hashes(digits).tolist()
        ends = [int.from_bytes(text.encode()[-2:][::-1], "little") for text in texts]
        assert last_two(given_as).tolist() == ends
    assert len(set(hashes(texts).tolist())) == len(set(texts))


@settings(max_examples=60, deadline=None)
@given(st.lists(_texts, max_size=30), st.data())
def test_some_texts_are_taken_out(texts: list[str], data: st.DataObject) -> None:
    """Texts by their places, and those between two places, are the very texts; so are their hashes alone."""
    packed = Texts.of(texts)
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(texts))] * 2)))
    assert [*packed.between(first, last)] == texts[first:last]
    assert packed.between(first, last).some(np.arange(last - first)) == texts[first:last]
    places = data.draw(st.lists(st.integers(0, len(texts) - 1))) if texts else []
    assert (
        [*packed.taken(np.array(places, np.int64))]
        == [texts[at] for at in places]
        == packed.some(np.array(places, np.int64))
    )
    assert hashes(Hashed(hashes(texts))).tolist() == hashes(texts).tolist()
    known = sorted(set(texts))
    there = {text: at for at, text in enumerate(known)}
    found = places_among(hashes(known), hashes([*texts, "none"]))
    assert found.tolist() == [*(there[text] for text in texts), -1]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["", "R-", "a long beginning "]), st.lists(st.text("0129é", max_size=9), max_size=20))
def test_texts_as_numbers_have_the_order_of_the_texts(beginning: str, ends: list[str]) -> None:
    """Texts that differ in few bytes are put in order as numbers; others say so."""
    texts = [beginning + end for end in ends]
    found = numbers_of(Texts.of(texts))
    if found is None:
        assert max(len(end.encode()) for end in ends) > 8 or beginning
        return
    order = np.argsort(found, kind="stable").tolist()
    assert [texts[at] for at in order] == sorted(texts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_texts, max_size=6), max_size=8), st.booleans())
def test_texts_are_gathered_once(times: list[list[str]], repeated: bool) -> None:  # noqa: FBT001 -- drawn
    """Whatever comes together, and also when nothing does, each text is kept once and each place knows its own."""
    row, other, hashed = Gathered(repeated=repeated), Gathered(), Gathered(kept=False)
    places = [gather([row, other, hashed], [some, some[:1], some])[0] for some in times]
    every = [text for some in times for text in some]
    texts, codes = row.texts()
    if repeated:
        codes = codes[np.concatenate([np.zeros(0, np.int32), *places])]
    assert [texts[code] for code in codes.tolist()] == every
    assert sorted(texts) == sorted(set(every))
    assert [*other.in_order()] == [text for some in times for text in some[:1]]
    alone, codes = hashed.texts()
    assert hashes(alone)[codes].tolist() == hashes(every).tolist()
    with pytest.raises(LookupError):
        alone[0]


def test_what_was_measured_is_remembered() -> None:
    """Each pair is measured once, however often and in whatever company it is asked for."""
    asked: list[tuple[str, str]] = []

    def measure(x: list[str], y: list[str]) -> Flags:
        asked.extend(zip(x, y, strict=True))
        return np.array([one < other for one, other in zip(x, y, strict=True)], np.bool_)

    known = Vocabulary([chr(ord("a") + at * 7 % 26) for at in range(26)])
    every = np.arange(26 * 26, dtype=np.int64)
    wanted = [known.texts[at // 26] < known.texts[at % 26] for at in every.tolist()]
    for step in (5, 3, 1, 2):
        assert known.measured(every[::step], measure).tolist() == wanted[::step]
    assert len(asked) == len(set(asked)) == len(every)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab é", max_size=9), max_size=12))
def test_words_are_what_stands_between_spaces(texts: list[str]) -> None:
    """Each word of each text is there in its order, and each distinct word once."""
    starts, codes, words = split_up(Texts.of(texts))
    found = [[words[code] for code in codes[first:last]] for first, last in pairwise(starts)]
    assert found == [text.split() for text in texts]
    assert len(set(words)) == len(words)
    column = Column(starts, codes, words)
    assert column.lengths.tolist() == [len(text.split()) for text in texts]


@settings(max_examples=200, deadline=None)
@given(st.lists(_SPELLED, max_size=12))
def test_many_words_sound_as_each_alone(words: list[str]) -> None:
    """The sound of a word doesn't depend on those before and after it, and is what the patterns say."""
    plain = [word.replace("\n", "") for word in words]
    assert sounds(words) == [sound(word) for word in plain] == sounds(plain)
    for word in plain:
        told = word
        for pattern, key in _PATTERNS:
            told = re.sub(pattern, key, told)
        assert sound(word) == told
    assert sounds_of_words(plain) == [" ".join(map(sound, word.split())) for word in plain]
    assert sounds_in_one(plain) == [sound("".join(word.split())) for word in plain]
