"""How alike two texts are: many pairs of distinct texts at once, most of them refused by their letters."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from klantboek.duplicates import nicknames
from klantboek.duplicates.spelling import sound
from klantboek.duplicates.texts import Hashes, Texts, hashes, hashes_of_digits, letters
from klantboek.duplicates.texts import lengths as lengths_of

Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
Test = Callable[["Vocabulary", Codes, Codes], Flags]
# How much of what Jaro leaves open a common beginning of four letters gives back.
_PREFIX = 0.4
_DATE = 8
_LONGEST = 32_000


class Vocabulary:
    """The distinct texts of a column, with what is derived of them when it is asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def hashes(self) -> Hashes:
        """Give a stable hash of each text."""
        return hashes(self.texts)

    @cached_property
    def letters(self) -> Hashes:
        """Give the letters of each text as bits."""
        return letters(self.texts)

    @cached_property
    def lengths(self) -> NDArray[np.int16]:
        """Give the length of each text."""
        return np.minimum(lengths_of(self.texts), _LONGEST).astype(np.int16)

    @cached_property
    def sounds(self) -> Hashes:
        """Give a hash of the sound of each text."""
        return hashes([" ".join(map(sound, text.split())) for text in self.texts])

    @cached_property
    def first(self) -> NDArray[np.int32]:
        """Give the first letter of each text as a number."""
        return np.fromiter((ord(text[0]) if text else 0 for text in self.texts), np.int32, len(self.texts))

    @cached_property
    def first_words(self) -> Hashes:
        """Give a hash of the first word of each text."""
        return hashes([text.partition(" ")[0] for text in self.texts])

    @cached_property
    def is_initial(self) -> Flags:
        """Tell which texts are an initial only."""
        return np.fromiter((text.endswith(".") for text in self.texts), np.bool_, len(self.texts))

    @cached_property
    def digits(self) -> Hashes:
        """Give a hash of the digits of each text."""
        return hashes_of_digits(self.texts)

    @cached_property
    def years(self) -> NDArray[np.int32]:
        """Give the year of each date; 0 when there is none."""
        years = (int(text[:4]) if text[:4].isdecimal() else 0 for text in self.texts)
        return np.fromiter(years, np.int32, len(self.texts))

    def some(self, codes: NDArray[np.integer[Any]]) -> list[str]:
        """Give the texts with these codes."""
        if isinstance(self.texts, Texts):
            return self.texts.some(codes)
        return [self.texts[code] for code in codes.tolist()]

    def missing(self, a: Codes, b: Codes) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Count the different letters of each text that the other has not."""
        left, right = self.letters[a], self.letters[b]
        return np.bitwise_count(left & ~right), np.bitwise_count(right & ~left)


def sounds_alike(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which pairs of texts have one sound."""
    found: Flags = known.sounds[a] == known.sounds[b]
    return found


def jaro_winkler(least: float) -> Test:
    """Make a test: the Jaro-Winkler likeness is at least ``least``."""
    jaro = max((least - _PREFIX) / (1 - _PREFIX), 0.0)

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        left, right = known.lengths[a], known.lengths[b]
        gone, come = known.missing(a, b)
        common = np.minimum(left - gone.astype(np.int16), right - come.astype(np.int16)).astype(np.float32)
        with np.errstate(divide="ignore", invalid="ignore"):
            possible = (common / left + common / right + 1) / 3
        chosen = np.flatnonzero(possible >= jaro - 1e-6)
        return _measured(known, a, b, chosen, lambda x, y: process.cpdist(x, y, scorer=JaroWinkler.similarity, score_cutoff=least) >= least)  # fmt: skip

    return test


def edits(most: int, shortest: int = 0) -> Test:
    """Make a test: at most so many signs are typed wrong, left out, added or swapped with their neighbour."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        gone, come = known.missing(a, b)
        left, right = known.lengths[a], known.lengths[b]
        possible = (np.maximum(gone, come) <= most) & (abs(left - right) <= most)
        chosen = np.flatnonzero(possible & (np.minimum(left, right) >= shortest))
        return _measured(known, a, b, chosen, lambda x, y: process.cpdist(x, y, scorer=OSA.distance, score_cutoff=most) <= most)  # fmt: skip

    return test


def one_slip_in_date(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which dates (YYYYMMDD) differ by one sign, or have day and month swapped."""

    def slipped(x: list[str], y: list[str]) -> NDArray[np.bool_]:
        near = process.cpdist(x, y, scorer=OSA.distance, score_cutoff=1) <= 1
        swapped = [
            len(one) == _DATE and one[:4] + one[6:] + one[4:6] == two for one, two in zip(x, y, strict=True)
        ]
        return near | np.array(swapped, np.bool_)

    gone, come = known.missing(a, b)
    return _measured(known, a, b, np.flatnonzero(np.maximum(gone, come) <= 1), slipped)


def same_initial(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell where an initial stands for a name that begins with it."""
    either = known.is_initial[a] | known.is_initial[b]
    found: Flags = either & (known.first[a] == known.first[b])
    return found


def called_alike(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which given names can be one person's: Johannes and Jan."""

    def together(x: list[str], y: list[str]) -> Flags:
        return np.fromiter(
            (nicknames.called_alike(one, other) for one, other in zip(x, y, strict=True)), np.bool_
        )

    return _measured(known, a, b, np.arange(len(a)), together)


def same_first_word(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which texts begin with the same whole word: Jan Pieter and Jan."""
    found: Flags = known.first_words[a] == known.first_words[b]
    return found


def same_person(known: Vocabulary, a: Codes, b: Codes) -> Flags:
    """Tell which contact persons have one surname, and given names of which one is or sounds like the other."""

    def together(x: list[str], y: list[str]) -> Flags:
        return np.fromiter(
            (_one_person(one.split(" "), other.split(" ")) for one, other in zip(x, y, strict=True)), np.bool_
        )

    return _measured(known, a, b, np.flatnonzero(known.first_words[a] == known.first_words[b]), together)


def _one_person(one: list[str], other: list[str]) -> bool:
    first, second = one[1] if len(one) > 1 else "", other[1] if len(other) > 1 else ""
    if not first or not second or first.endswith(".") or second.endswith("."):
        return first[:1] == second[:1] or not first or not second
    return sound(first) == sound(second) or nicknames.called_alike(first, second)


def same_digits(test: Test) -> Test:
    """Make a test: the digits are the same, and the texts alike by another test."""

    def both(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        chosen = np.flatnonzero(known.digits[a] == known.digits[b])
        found = np.zeros(len(a), np.bool_)
        found[chosen] = test(known, a[chosen], b[chosen])
        return found

    return both


def years_apart(least: int) -> Test:
    """Make a test: the dates (YYYYMMDD) are at least so many years apart."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        left, right = known.years[a], known.years[b]
        found: Flags = (left > 0) & (right > 0) & (abs(left - right) >= least)
        return found

    return test


def same_beginning(length: int) -> Test:
    """Make a test: the first signs are the same."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        begins = _beginnings(known, length)
        found: Flags = begins[a] == begins[b]
        return found

    return test


def _beginnings(known: Vocabulary, length: int) -> Hashes:
    kept: dict[int, Hashes] = known.__dict__.setdefault("beginnings", {})
    if length not in kept:
        kept[length] = hashes([text[:length] for text in known.texts])
    return kept[length]


def either(*tests: Test) -> Test:
    """Make a test: one of these holds."""

    def test(known: Vocabulary, a: Codes, b: Codes) -> Flags:
        found = tests[0](known, a, b)
        for one in tests[1:]:
            left = np.flatnonzero(~found)
            found[left] = one(known, a[left], b[left])
        return found

    return test


def _measured(
    known: Vocabulary,
    a: Codes,
    b: Codes,
    chosen: NDArray[np.int64],
    measure: Callable[[list[str], list[str]], NDArray[np.bool_]],
) -> Flags:
    """Measure each distinct pair of the chosen ones once."""
    found = np.zeros(len(a), np.bool_)
    if len(chosen):
        low, high = np.minimum(a[chosen], b[chosen]), np.maximum(a[chosen], b[chosen])
        pairs, back = np.unique(low.astype(np.int64) * len(known) + high, return_inverse=True)
        one, other = np.divmod(pairs, len(known))
        found[chosen] = measure(known.some(one), known.some(other))[back]
    return found
