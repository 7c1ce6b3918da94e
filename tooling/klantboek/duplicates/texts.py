"""What is derived of each distinct text once: a stable hash, its letters as bits, its length, its sound."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Bytes = NDArray[np.uint8]
Places = NDArray[Any]
Codes = NDArray[np.int32]
_Number = TypeVar("_Number", np.uint64, np.int64)
# So many texts at a time stay in the memory that is near.
_AT_ONCE = 1 << 12
_LARGE = 1 << 31
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)
_WORD = 8
# Of a word the first so many bytes.
_WITHIN = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)


def mixed(values: Hashes) -> Hashes:
    """Spread the bits of each number evenly (the finisher of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * _MIX[0]
    values = (values ^ (values >> np.uint64(27))) * _MIX[1]
    return values ^ (values >> np.uint64(31))


def joined(first: Hashes, second: Hashes) -> Hashes:
    """Give one hash for two, in this order."""
    return mixed(first * _GOLDEN + second)


class Texts(Sequence[str]):
    """Texts in one row of bytes: millions of them take little room."""

    def __init__(self, letters: Bytes, ends: Places) -> None:
        self._letters = letters
        # What others worked out of these texts, for who asks next.
        self.known: object = None
        self._ends: Places = ends.astype(np.int32 if len(letters) < _LARGE else np.int64, copy=False)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        """Give texts as they come, distinct or not."""
        letters, lengths = bytearray(), bytearray()
        stream = iter(texts)
        while some := list(islice(stream, _AT_ONCE)):
            whole, starts, many = letters_of(some)
            letters += picked(whole, starts, many, np.arange(len(many))).data
            lengths += many.astype(np.int32).data
        ends = np.cumsum(np.frombuffer(lengths, np.int32), dtype=np.int64)
        return cls(np.frombuffer(letters, np.uint8), ends)

    def between(self, first: int, last: int) -> "Texts":
        """Give the texts from one place up to another."""
        begin = int(self._ends[first - 1]) if first else 0
        end = int(self._ends[last - 1]) if last else 0
        return Texts(self._letters[begin:end], self._ends[first:last].astype(np.int64) - begin)

    def taken(self, chosen: Places) -> "Texts":
        """Give the texts at these places."""
        lengths = self.sizes.astype(np.int64)
        starts = self._ends - lengths
        return Texts(
            picked(self._letters, starts, lengths, chosen), np.cumsum(lengths[chosen], dtype=np.int64)
        )

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
        starts = np.where(codes > 0, self._ends[codes - 1], 0).astype(np.int64)
        lengths = self._ends[codes] - starts
        letters = picked(self._letters, starts, lengths, np.arange(len(codes))).tobytes()
        ends = np.cumsum(lengths)
        stretches = zip((ends - lengths).tolist(), ends.tolist(), strict=True)
        if letters.isascii():
            whole = letters.decode("ascii")
            return [whole[start:end] for start, end in stretches]
        return [letters[start:end].decode("utf-8", "surrogatepass") for start, end in stretches]

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


class Hashed(Sequence[str]):
    """Texts of which nothing but the hashes is known: enough to tell which are the same."""

    def __init__(self, found: Hashes) -> None:
        self.hashes = found

    def __len__(self) -> int:
        return len(self.hashes)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        raise LookupError(f"the text at {at} was not kept")


def distinct(values: NDArray[_Number]) -> tuple[NDArray[_Number], Codes]:
    """Give the distinct values in order, and for each value which of them it is."""
    found, _, codes = placed(values)
    return found, codes


def placed(values: NDArray[_Number]) -> tuple[NDArray[_Number], Places, Codes]:
    """Give the distinct values in order, a place where each stands, and for each value which of them it is."""
    order = np.argsort(values)
    ordered = values[order]
    new = np.concatenate((np.ones(min(len(values), 1), np.bool_), ordered[1:] != ordered[:-1]))
    codes = np.empty(len(values), np.int32)
    codes[order] = np.cumsum(new, dtype=np.int32) - np.int32(1)
    return ordered[new], order[new], codes


def places_among(known: Hashes, wanted: Hashes) -> Places:
    """Give the place of each of the wanted among those that are known; -1 when it is not there."""
    order = np.argsort(known)
    at = np.minimum(np.searchsorted(known, wanted, sorter=order), max(len(known) - 1, 0))
    if not len(known):
        return np.full(len(wanted), -1, np.int64)
    return np.where(known[order[at]] == wanted, order[at], -1)


def picked(letters: Bytes, starts: Places, lengths: Places, chosen: Places) -> Bytes:
    """Give the letters of the chosen texts in a row."""
    parts = [np.zeros(0, np.uint8)]
    for first in range(0, len(chosen), _AT_ONCE):
        some = chosen[first : first + _AT_ONCE]
        many = lengths[some].astype(np.int64)
        shift = np.repeat(starts[some] - begins_of(many), many)
        shift += np.arange(len(shift))
        parts.append(letters[shift])
    return np.concatenate(parts)


def hashes(texts: Sequence[str]) -> Hashes:
    """Hash each text to 64 bits, the same on every machine and in every run."""
    if isinstance(texts, Hashed):
        return texts.hashes
    return np.concatenate([np.zeros(0, np.uint64), *(hashed(*some) for some in parts_of(texts))])


def derived_of(how: Callable[[Sequence[str]], list[str]], texts: Sequence[str]) -> Hashes:
    """Hash what is derived of each text, some texts at a time."""
    some = (hashes(how(texts[first : first + _AT_ONCE])) for first in range(0, len(texts), _AT_ONCE))
    return np.concatenate([np.zeros(0, np.uint64), *some])


def sizes_of(texts: Sequence[str]) -> Places:
    """Count the bytes of each text."""
    if isinstance(texts, Texts):
        return texts.sizes
    return np.fromiter(map(len, texts), np.int64, len(texts))


def hashed(letters: Bytes, starts: Places, lengths: Places) -> Hashes:
    """Hash stretches of letters, eight at a time; what lies between the stretches doesn't count."""
    found = lengths.astype(np.uint64) * _GOLDEN
    whole = np.concatenate((letters, np.zeros(_WORD, np.uint8)))
    words: Hashes = np.ndarray(len(letters) + 1, "<u8", whole.data, strides=(1,))
    if len(found):
        values = words[starts] & _WITHIN[np.minimum(lengths, _WORD)]
        found = (found ^ values) * _MIX[0]
        found ^= found >> _HALF
    rest, at = np.flatnonzero(lengths > _WORD), _WORD
    while len(rest):
        values = words[starts[rest] + at] & _WITHIN[np.minimum(lengths[rest] - at, _WORD)]
        values = (found[rest] ^ values) * _MIX[0]
        found[rest] = values ^ (values >> _HALF)
        at += _WORD
        rest = rest[lengths[rest] > at]
    return mixed(found)


def parts_of(texts: Sequence[str]) -> Iterator[tuple[Bytes, Places, Places]]:
    """Give the letters of some texts at a time, where each begins among them and how many it has."""
    if isinstance(texts, Texts):
        yield from texts.parts()
        return
    for first in range(0, len(texts), _AT_ONCE):
        whole, starts, lengths = letters_of(texts[first : first + _AT_ONCE])
        yield picked(whole, starts, lengths, np.arange(len(lengths))), begins_of(lengths), lengths


def begins_of(lengths: Places) -> Places:
    """Give where each of some stretches begins that follow each other."""
    return np.cumsum(lengths, dtype=np.int64) - lengths


def starts_of(lengths: Places) -> Places:
    """Give where each of the lengths begins, and the end."""
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))
    return starts if starts[-1] >= _LARGE else starts.astype(np.int32)


def letters_of(texts: Sequence[str]) -> tuple[Bytes, Places, Places]:
    """Give the bytes of all texts with a sign after each, where each begins, and how many bytes it has."""
    whole = np.frombuffer("\0".join([*texts, ""]).encode("utf-8", "surrogatepass"), np.uint8)
    ends = np.flatnonzero(whole == 0)
    if len(ends) == len(texts):
        lengths = np.diff(ends, prepend=-1) - 1
        return whole, ends - lengths, lengths
    # A text holds the very sign that stands after them.
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    whole = np.frombuffer(b"\0".join([*encoded, b""]), np.uint8)
    return whole, begins_of(lengths) + np.arange(len(lengths)), lengths
