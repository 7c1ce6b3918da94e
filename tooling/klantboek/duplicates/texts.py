"""What is derived of each distinct text once: a stable hash, its letters as bits, its length, its sound."""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Places = NDArray[Any]
Codes = NDArray[np.int32]
# So many texts at a time stay in the memory that is near.
_AT_ONCE = 1 << 12
_WAITING = 1 << 14
_LARGE = 1 << 31
# The bytes of a sign after its first one begin with these bits.
_MORE, _CONTINUED = np.uint8(0xC0), np.uint8(0x80)
_PRIME = np.uint64(0x100000001B3)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def mixed(values: Hashes) -> Hashes:
    """Spread the bits of each number evenly (the finisher of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * _MIX[0]
    values = (values ^ (values >> np.uint64(27))) * _MIX[1]
    return values ^ (values >> np.uint64(31))


def joined(first: Hashes, second: Hashes) -> Hashes:
    """Give one hash for two, in this order."""
    return mixed(first * _GOLDEN + second)


class Texts(Sequence[str]):
    """Distinct texts in one row of bytes, in the order of their hashes: millions of them take little room."""

    def __init__(self, letters: Bytes, ends: Places, found: Hashes) -> None:
        self._letters = letters
        self._ends = ends
        self.hashes = found

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return self.some(np.arange(len(self))[at])
        at = range(len(self))[at]
        start = int(self._ends[at - 1]) if at else 0
        return self._letters[start : int(self._ends[at])].tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self[first : first + _AT_ONCE]

    def some(self, codes: Places) -> list[str]:
        """Give the texts with these codes."""
        ends = self._ends[codes]
        starts = np.where(codes > 0, self._ends[codes - 1], 0)
        whole, letters = self._whole, zip(starts.tolist(), ends.tolist(), strict=True)
        if isinstance(whole, str):
            return [whole[start:end] for start, end in letters]
        return [whole[start:end].decode("utf-8", "surrogatepass") for start, end in letters]

    @cached_property
    def _whole(self) -> str | bytes:
        whole = self._letters.tobytes()
        return whole.decode("ascii") if whole.isascii() else whole

    @property
    def sizes(self) -> Places:
        """Give how many bytes each text has."""
        return np.diff(self._ends, prepend=self._ends[:0].dtype.type(0))

    def parts(self) -> Iterator[tuple[Bytes, Places, Places]]:
        """Give the letters of some texts at a time, with where each begins among them and how many it has."""
        for first in range(0, len(self), _AT_ONCE):
            ends = self._ends[first : first + _AT_ONCE].astype(np.int64)
            start = int(self._ends[first - 1]) if first else 0
            starts = np.concatenate(([start], ends[:-1]))
            yield self._letters[start : ends[-1]], starts - start, ends - starts


class Gathering:
    """Distinct texts while they are gathered; each gets a number, and after a while the same one another."""

    def __init__(self) -> None:
        # Three rows that grow: many small arrays would leave holes in memory.
        self._hashes, self._letters, self._lengths = bytearray(), bytearray(), bytearray()
        self._before = 0

    def numbers(self, found: Hashes, letters: Bytes, lengths: Places) -> Codes:
        """Put some texts away, each once, and give the number of each."""
        values, chosen, codes = _distinct(found)
        before = self._before
        self._before += len(values)
        lengths = lengths.astype(np.int32)
        self._hashes += values.tobytes()
        self._letters += _picked(letters, _starts(lengths), lengths, chosen).tobytes()
        self._lengths += lengths[chosen].tobytes()
        return codes + np.int32(before)

    def texts(self) -> tuple[Texts, Places]:
        """Give the distinct texts, and the code of each number."""
        numbered = np.frombuffer(self._hashes, np.uint64)
        letters = np.frombuffer(self._letters, np.uint8)
        lengths = np.frombuffer(self._lengths, np.int32)
        self._hashes, self._letters, self._lengths = bytearray(), bytearray(), bytearray()
        found, chosen, codes = _distinct(numbered)
        kept = _picked(letters, _starts(lengths), lengths, chosen)
        ends = np.cumsum(lengths[chosen], dtype=np.int64)
        small = np.int32 if len(kept) < _LARGE else np.int64
        return Texts(kept, ends.astype(small), found), codes


def _distinct(values: Hashes) -> tuple[Hashes, Places, Places]:
    """Give the distinct values in order, a place where each stands, and for each value which of them it is."""
    order = np.argsort(values)
    ordered = values[order]
    new = np.concatenate((np.ones(min(len(values), 1), np.bool_), ordered[1:] != ordered[:-1]))
    codes = np.empty(len(values), np.int32)
    codes[order] = np.cumsum(new, dtype=np.int32) - np.int32(1)
    return ordered[new], order[new], codes


def _picked(letters: Bytes, starts: Places, lengths: Places, chosen: Places) -> Bytes:
    """Give the letters of the chosen texts in a row."""
    parts = [np.zeros(0, np.uint8)]
    for first in range(0, len(chosen), _AT_ONCE):
        some = chosen[first : first + _AT_ONCE]
        many = lengths[some].astype(np.int64)
        shift = np.repeat(starts[some] - _starts(many), many)
        shift += np.arange(len(shift))
        parts.append(letters[shift])
    return np.concatenate(parts)


class Gathered:
    """Texts one after the other, with their numbers."""

    def __init__(self, gathering: Gathering | None = None) -> None:
        self.gathering = gathering or Gathering()
        self._numbers = bytearray()
        self._waiting: list[tuple[Hashes, Bytes, Places]] = []
        self._many = 0

    def add(self, texts: list[str]) -> None:
        """Add texts."""
        for letters, starts, lengths in _parts(texts):
            self._waiting.append((_hashed(letters, starts, lengths), letters, lengths))
        self._many += len(texts)
        if self._many > _WAITING:
            self._put()

    def _put(self) -> None:
        if self._waiting:
            parts = [np.concatenate(part) for part in zip(*self._waiting, strict=True)]
            self._numbers += self.gathering.numbers(*parts).tobytes()
        self._waiting, self._many = [], 0

    def numbers(self) -> Codes:
        """Give the numbers of all that was added."""
        self._put()
        return np.frombuffer(self._numbers, np.int32)


def hashes(texts: Sequence[str]) -> Hashes:
    """Hash each text to 64 bits, the same on every machine and in every run."""
    if isinstance(texts, Texts):
        return texts.hashes
    return np.concatenate([np.zeros(0, np.uint64), *(_hashed(*part) for part in _parts(texts))])


def letters(texts: Sequence[str]) -> Hashes:
    """Give the letters and digits of each text as bits of a number."""
    bits = np.uint64(1) << (np.arange(256, dtype=np.uint64) % np.uint64(64))
    found = [_reduced(np.bitwise_or, bits[some], starts, lengths) for some, starts, lengths in _parts(texts)]
    return np.concatenate([np.zeros(0, np.uint64), *found])


def hashes_of_digits(texts: Sequence[str]) -> Hashes:
    """Hash the digits of each text, in their order."""
    found = []
    for some, starts, many in _parts(texts):
        digit = (some >= ord("0")) & (some <= ord("9"))
        left = _reduced(np.add, digit.astype(np.uint64), starts, many).astype(np.int64)
        found.append(_hashed(some[digit], _starts(left), left))
    return np.concatenate([np.zeros(0, np.uint64), *found])


def hashes_of_ends(texts: Sequence[str], length: int) -> Hashes:
    """Hash the last so many bytes of each text."""
    found = []
    for some, starts, many in _parts(texts):
        left = np.minimum(many, length)
        places = np.repeat(starts + many - left - _starts(left), left)
        found.append(_hashed(some[places + np.arange(len(places))], _starts(left), left))
    return np.concatenate([np.zeros(0, np.uint64), *found])


def heads_of(texts: Sequence[str], sign: str) -> tuple[list[str], Codes]:
    """Give what stands before the first of a sign in the texts, each once, and which of them each text has."""
    found = []
    for some, starts, many in _parts(texts):
        signs = np.append(np.flatnonzero(some == ord(sign)), len(some))
        left = np.minimum(signs[np.searchsorted(signs, starts)] - starts, many)
        places = np.repeat(starts - _starts(left), left)
        found.append(_hashed(some[places + np.arange(len(places))], _starts(left), left))
    _, chosen, codes = _distinct(np.concatenate([np.zeros(0, np.uint64), *found]))
    return [texts[at].partition(sign)[0] for at in chosen.tolist()], codes


def lengths(texts: Sequence[str]) -> Places:
    """Count the signs of each text."""
    found = [
        _reduced(np.add, ((some & _MORE) != _CONTINUED).astype(np.uint64), starts, many)
        for some, starts, many in _parts(texts)
    ]
    return np.concatenate([np.zeros(0, np.uint64), *found]).astype(np.int64)


def sizes_of(texts: Sequence[str]) -> Places:
    """Count the bytes of each text."""
    if isinstance(texts, Texts):
        return texts.sizes
    return np.fromiter(map(len, texts), np.int64, len(texts))


def _hashed(letters: Bytes, starts: Places, lengths: Places) -> Hashes:
    powers = _powers()
    within = np.arange(len(letters)) - np.repeat(starts, lengths)
    if lengths.max(initial=0) > len(powers):
        within %= len(powers)
    values = powers[within]
    values *= letters.astype(np.uint64) + np.uint64(1)
    return mixed(_reduced(np.add, values, starts, lengths) + lengths.astype(np.uint64))


def _parts(texts: Sequence[str]) -> Iterator[tuple[Bytes, Places, Places]]:
    if isinstance(texts, Texts):
        yield from texts.parts()
        return
    for first in range(0, len(texts), _AT_ONCE):
        letters, lengths = _letters_of(texts[first : first + _AT_ONCE])
        yield letters, _starts(lengths), lengths


def _starts(lengths: Places) -> Places:
    return np.cumsum(lengths, dtype=np.int64) - lengths


def _letters_of(texts: Sequence[str]) -> tuple[Bytes, Places]:
    """Give the bytes of all texts in a row, and how many each has."""
    whole = np.frombuffer("\0".join(texts).encode("utf-8", "surrogatepass"), np.uint8)
    ends = np.append(np.flatnonzero(whole == 0), len(whole))
    if len(ends) == len(texts):
        return whole[whole != 0], np.diff(ends, prepend=-1) - 1
    # A text holds the very sign that stands between them.
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    return np.frombuffer(b"".join(encoded), np.uint8), np.fromiter(map(len, encoded), np.int64, len(encoded))


def _reduced(how: np.ufunc, values: Hashes, starts: Places, lengths: Places) -> Hashes:
    """Reduce each stretch to one number; an empty stretch gives 0."""
    result = np.zeros(len(starts), np.uint64)
    filled = lengths > 0
    if filled.any():
        result[filled] = how.reduceat(values, starts[filled])
    return result


@cache
def _powers() -> Hashes:
    with np.errstate(over="ignore"):
        return np.cumprod(np.full(1024, _PRIME, np.uint64), dtype=np.uint64)
