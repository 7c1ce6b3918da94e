"""The distinct texts of a column, with what is derived of them when it is asked for."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates import nicknames
from klantboek.duplicates.signs import hashes_of_digits, hashes_of_heads, letters
from klantboek.duplicates.signs import lengths as lengths_of
from klantboek.duplicates.spelling import sounds_of_words
from klantboek.duplicates.texts import Hashes, Texts, derived_of, hashes

Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
# Tells of texts and others, pair by pair, whether the two are alike.
Measure = Callable[[list[str], list[str]], Flags]
# Of a vocabulary that is no larger, pairs are met again and again.
_FEW = 1 << 16
LONGEST = 32_000
_DATE = 8


class Vocabulary:
    """The distinct texts of a column, with what is derived of them when it is asked for."""

    def __init__(self, texts: Sequence[str], sounds: Callable[[], Hashes] | None = None) -> None:
        self.texts = texts
        self._measured: dict[Measure, tuple[NDArray[np.int64], Flags]] = {}
        self._sounds = sounds or partial(derived_of, sounds_of_words, texts)

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
        return np.minimum(lengths_of(self.texts), LONGEST).astype(np.int16)

    @cached_property
    def sounds(self) -> Hashes:
        """Give a hash of the sound of each text."""
        return self._sounds()

    @cached_property
    def first(self) -> NDArray[np.int32]:
        """Give the first letter of each text as a number."""
        return np.fromiter((ord(text[0]) if text else 0 for text in self.texts), np.int32, len(self.texts))

    @cached_property
    def first_words(self) -> Hashes:
        """Give a hash of the first word of each text."""
        return hashes_of_heads(self.texts, " ")

    @cached_property
    def is_initial(self) -> Flags:
        """Tell which texts are an initial only."""
        return np.fromiter((text.endswith(".") for text in self.texts), np.bool_, len(self.texts))

    @cached_property
    def is_known_name(self) -> Flags:
        """Tell which texts are given names that many people have."""
        return np.fromiter(map(nicknames.is_known, self.texts), np.bool_, len(self.texts))

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """Give each date (YYYYMMDD) as a number of days; 0 when it is none."""
        return np.fromiter(map(_day, self.texts), np.int32, len(self.texts))

    @cached_property
    def is_rounded(self) -> Flags:
        """Tell which dates are the first of January."""
        return np.fromiter((text.endswith("0101") for text in self.texts), np.bool_, len(self.texts))

    @cached_property
    def dates(self) -> Hashes:
        """Give each text of eight signs as one number, the first sign lowest; 0 for all others."""
        return np.fromiter(map(_in_one, self.texts), np.uint64, len(self.texts))

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

    def measured(self, pairs: NDArray[np.int64], measure: Measure) -> Flags:
        """Give what is measured of pairs of codes, each as one number, in order; what was measured is remembered."""
        if len(self) > _FEW:
            return self._fresh(pairs, measure)
        told, flags = self._measured.get(measure, (np.zeros(0, np.int64), np.zeros(0, np.bool_)))
        at = np.searchsorted(told, pairs)
        found = np.zeros(len(pairs), np.bool_)
        there = np.zeros(len(pairs), np.bool_)
        within = np.flatnonzero(at < len(told))
        there[within] = told[at[within]] == pairs[within]
        found[there] = flags[at[there]]
        new = np.flatnonzero(~there)
        if len(new):
            found[new] = self._fresh(pairs[new], measure)
            self._measured[measure] = (
                np.insert(told, at[new], pairs[new]),
                np.insert(flags, at[new], found[new]),
            )
        return found

    def _fresh(self, pairs: NDArray[np.int64], measure: Measure) -> Flags:
        one, other = np.divmod(pairs, len(self))
        return measure(self.some(one), self.some(other))

    def missing(self, a: Codes, b: Codes) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Count the different letters of each text that the other has not."""
        left, right = self.letters[a], self.letters[b]
        return np.bitwise_count(left & ~right), np.bitwise_count(right & ~left)


def vocabulary_of(texts: Sequence[str]) -> Vocabulary:
    """Give the vocabulary of texts; those in rows of bytes have one, whoever asks for it."""
    if not isinstance(texts, Texts):
        return Vocabulary(texts)
    found = texts.known
    if not isinstance(found, Vocabulary):
        found = texts.known = Vocabulary(texts)
    return found


def _in_one(text: str) -> int:
    return int.from_bytes(text.encode(), "little") if len(text) == _DATE and text.isascii() else 0


def _day(text: str) -> int:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).toordinal()
    except ValueError:
        return 0
