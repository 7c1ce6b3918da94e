"""Texts while they are gathered from many records: each distinct one is kept once, with a code."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from klantboek.duplicates.texts import (
    Bytes,
    Codes,
    Hashed,
    Hashes,
    Places,
    Texts,
    begins_of,
    hashed,
    letters_of,
    picked,
    placed,
)


class Known(dict[str, int]):
    """Texts of which most occur again and again, each with a number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class Gathered:
    """Texts in a row of bytes; ``kept`` tells whether more than their hashes is kept.

    Of those that are ``repeated`` each is kept once of all that are added together.
    """

    def __init__(self, *, kept: bool = True, repeated: bool = False) -> None:
        self._kept, self._repeated = kept, repeated
        # Three rows that grow: many small arrays would leave holes in memory.
        self._hashes, self._letters, self._lengths = bytearray(), bytearray(), bytearray()
        self._many = 0

    def add(self, letters: Bytes, starts: Places, lengths: Places, found: Hashes) -> Codes:
        """Add texts with their hashes; give the place of each where they are repeated."""
        places = np.zeros(0, np.int32)
        if self._repeated:
            found, chosen, codes = placed(found)
            places = codes + np.int32(self._many)
            letters, lengths = picked(letters, starts, lengths, chosen), lengths[chosen]
        else:
            # With the sign that stands after each.
            letters = letters[starts[0] : starts[-1] + lengths[-1] + 1] if len(lengths) else letters[:0]
        self._many += len(lengths)
        self._hashes += found.data
        if self._kept:
            self._letters += letters.data
            self._lengths += lengths.astype(np.int32).data
        return places

    def texts(self) -> tuple[Texts | Hashed, Codes]:
        """Give the distinct texts, and the code of each that was added, or of each place; can be asked once."""
        letters, lengths = np.frombuffer(self._letters, np.uint8), np.frombuffer(self._lengths, np.int32)
        found, chosen, codes = placed(np.frombuffer(self._hashes, np.uint64))
        self._hashes, self._letters, self._lengths = bytearray(), bytearray(), bytearray()
        if not self._kept:
            return Hashed(found), codes
        kept = picked(letters, self._starts(lengths), lengths, chosen)
        return Texts(kept, np.cumsum(lengths[chosen], dtype=np.int64)), codes

    def in_order(self) -> Texts:
        """Give the texts as they were added; can be asked once."""
        letters, lengths = np.frombuffer(self._letters, np.uint8), np.frombuffer(self._lengths, np.int32)
        kept = picked(letters, self._starts(lengths), lengths, np.arange(len(lengths)))
        return Texts(kept, np.cumsum(lengths, dtype=np.int64))

    def _starts(self, lengths: Codes) -> Places:
        return begins_of(lengths) + (0 if self._repeated else np.arange(len(lengths)))


def gather(rows: Sequence[Gathered], texts: Iterable[Iterable[str]]) -> list[Codes]:
    """Add to each row the texts that are for it, and give their places; all at once, for few are many times as dear."""
    every: list[str] = []
    ends = [0]
    for some in texts:
        every.extend(some)
        ends.append(len(every))
    whole, starts, lengths = letters_of(every)
    found = hashed(whole, starts, lengths)
    parts = (slice(first, last) for first, last in pairwise(ends))
    return [
        row.add(whole, starts[part], lengths[part], found[part])
        for row, part in zip(rows, parts, strict=True)
    ]
