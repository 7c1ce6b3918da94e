"""Texts while they are gathered from many records: each distinct one is kept once, with a code."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from klantboek.duplicates.texts import (
    LARGE,
    Bytes,
    Codes,
    Hashes,
    Places,
    Texts,
    begins_of,
    hashed,
    hashes,
    letters_of,
    picked,
    placed,
)


class Known(dict[str, int]):
    """Texts of which most occur again and again, each with a number."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def texts(self) -> tuple[Texts, Codes]:
        """Give the texts, and the code of each number."""
        known = list(self)
        found = hashes(known)
        order = np.argsort(found)
        codes = np.empty(len(order), np.int32)
        codes[order] = np.arange(len(order), dtype=np.int32)
        whole, starts, lengths = letters_of(known)
        ends = np.cumsum(lengths[order], dtype=np.int64)
        return Texts(picked(whole, starts, lengths, order), ends, found[order]), codes


class Gathered:
    """Texts of which most occur once, in a row of bytes."""

    def __init__(self) -> None:
        # Three rows that grow: many small arrays would leave holes in memory.
        self._hashes, self._letters, self._lengths = bytearray(), bytearray(), bytearray()

    def add(self, letters: Bytes, lengths: Places, found: Hashes) -> None:
        """Add texts: their letters with a sign after each, how many letters each has, and their hashes."""
        self._letters += letters.data
        self._lengths += lengths.astype(np.int32).data
        self._hashes += found.data

    def texts(self) -> tuple[Texts, Codes]:
        """Give the distinct texts, and the code of each that was added; can be asked once."""
        letters, lengths = np.frombuffer(self._letters, np.uint8), np.frombuffer(self._lengths, np.int32)
        found, chosen, codes = placed(np.frombuffer(self._hashes, np.uint64))
        starts = begins_of(lengths) + np.arange(len(lengths))
        self._hashes, self._letters, self._lengths = bytearray(), bytearray(), bytearray()
        kept = picked(letters, starts, lengths, chosen)
        ends = np.cumsum(lengths[chosen], dtype=np.int64)
        return Texts(kept, ends.astype(np.int32 if len(kept) < LARGE else np.int64), found), codes


def gather(rows: Sequence[Gathered], texts: Sequence[list[str]]) -> None:
    """Add to each row the texts that are for it: all of them at once, for few are many times as dear."""
    whole, starts, lengths = letters_of(list(chain.from_iterable(texts)))
    found = hashed(whole, starts, lengths)
    first = 0
    for row, some in zip(rows, texts, strict=True):
        last = first + len(some)
        if some:
            end = starts[last - 1] + lengths[last - 1]
            row.add(whole[starts[first] : end + 1], lengths[first:last], found[first:last])
        first = last
