"""What the signs of each text tell: its letters, its digits, its beginning and its end, as numbers."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.texts import (
    Bytes,
    Codes,
    Hashes,
    Places,
    Texts,
    begins_of,
    hashed,
    parts_of,
    picked,
    placed,
)

# The bytes of a sign after its first one begin with these bits.
_MORE, _CONTINUED = np.uint8(0xC0), np.uint8(0x80)
_WORD, _BYTE = 8, 8
# Of each byte the bit by which it is known among the letters of a text.
_BITS = np.uint64(1) << (np.arange(256, dtype=np.uint64) % np.uint64(64))


def letters(texts: Sequence[str]) -> Hashes:
    """Give the letters and digits of each text as bits of a number."""
    found = [
        _reduced(np.bitwise_or, _BITS[some], starts, lengths) for some, starts, lengths in parts_of(texts)
    ]
    return np.concatenate([np.zeros(0, np.uint64), *found])


def bits_of_beginnings(texts: Sequence[str]) -> Hashes:
    """Give the bytes of the first sign of each text as bits of a number, as ``letters`` does."""
    found = []
    for some, starts, many in parts_of(texts):
        signs = np.append(np.flatnonzero((some & _MORE) != _CONTINUED), len(some))
        first = np.minimum(
            signs[np.minimum(np.searchsorted(signs, starts, "right"), len(signs) - 1)] - starts, many
        )
        beginnings = picked(some, starts, first, np.arange(len(first)))
        found.append(_reduced(np.bitwise_or, _BITS[beginnings], begins_of(first), first))
    return np.concatenate([np.zeros(0, np.uint64), *found])


def holding(texts: Sequence[str], bytes_wanted: bytes) -> NDArray[np.bool_]:
    """Tell which texts have one of these bytes in UTF-8."""
    wanted = np.zeros(256, np.uint64)
    wanted[np.frombuffer(bytes_wanted, np.uint8)] = 1
    found = [_reduced(np.bitwise_or, wanted[some], starts, many) for some, starts, many in parts_of(texts)]
    return np.concatenate([np.zeros(0, np.uint64), *found]) > 0


def hashes_of_digits(texts: Sequence[str]) -> Hashes:
    """Hash the digits of each text, in their order."""
    found = []
    for some, starts, many in parts_of(texts):
        digit = (some >= ord("0")) & (some <= ord("9"))
        left = _reduced(np.add, digit.astype(np.uint64), starts, many).astype(np.int64)
        found.append(hashed(some[digit], begins_of(left), left))
    return np.concatenate([np.zeros(0, np.uint64), *found])


def hashes_of_heads(texts: Sequence[str], sign: str) -> Hashes:
    """Hash what stands before the first of a sign in each text."""
    found = []
    for some, starts, many in parts_of(texts):
        signs = np.append(np.flatnonzero(some == ord(sign)), len(some))
        found.append(hashed(some, starts, np.minimum(signs[np.searchsorted(signs, starts)] - starts, many)))
    return np.concatenate([np.zeros(0, np.uint64), *found])


def hashes_of_beginnings(texts: Sequence[str], length: int) -> Hashes:
    """Hash the first so many signs of each text."""
    found = []
    for some, starts, many in parts_of(texts):
        # Where each sign begins: those after the first byte of one count as nothing.
        signs = np.append(np.flatnonzero((some & _MORE) != _CONTINUED), len(some))
        last = signs[np.minimum(np.searchsorted(signs, starts) + length, len(signs) - 1)]
        found.append(hashed(some, starts, np.minimum(last - starts, many)))
    return np.concatenate([np.zeros(0, np.uint64), *found])


def last_two(texts: Sequence[str]) -> NDArray[np.uint16]:
    """Give the last two bytes of each text as one number."""
    found = [np.zeros(0, np.uint16)]
    for some, starts, many in parts_of(texts):
        padded = np.concatenate((np.zeros(2, np.uint16), some.astype(np.uint16)))
        last = np.where(many > 0, padded[starts + many + 1], 0)
        before = np.where(many > 1, padded[starts + many], 0)
        found.append((last | before << 8).astype(np.uint16))
    return np.concatenate(found)


def heads_of(texts: Sequence[str], sign: str) -> tuple[list[str], Codes]:
    """Give what stands before the first of a sign in the texts, each once, and which of them each text has."""
    _, chosen, codes = placed(hashes_of_heads(texts, sign))
    return [texts[at].partition(sign)[0] for at in chosen.tolist()], codes


def lengths(texts: Sequence[str]) -> Places:
    """Count the signs of each text."""
    found = [
        _reduced(np.add, ((some & _MORE) != _CONTINUED).astype(np.uint64), starts, many)
        for some, starts, many in parts_of(texts)
    ]
    return np.concatenate([np.zeros(0, np.uint64), *found]).astype(np.int64)


def _reduced(how: np.ufunc, values: Hashes, starts: Places, lengths: Places) -> Hashes:
    """Reduce each stretch to one number; an empty stretch gives 0."""
    result = np.zeros(len(starts), np.uint64)
    filled = lengths > 0
    if filled.any():
        result[filled] = how.reduceat(values, starts[filled])
    return result


def numbers_of(texts: Texts) -> Hashes | None:
    """Give each text as a number, in the order of the texts; None where they differ in more than eight bytes.

    A byte 0 at the end of a text makes no difference.
    """
    sizes = texts.sizes.astype(np.int64)
    longest = int(sizes.max(initial=0))
    parts = [*texts.parts()]
    if longest <= _WORD:
        return np.concatenate([np.zeros(0, np.uint64), *(_words(*part, 0) for part in parts)])
    firsts = np.concatenate([_words(*part, 0) for part in parts])
    same = (_WORD * _BYTE - int(np.bitwise_or.reduce(firsts ^ firsts[0])).bit_length()) // _BYTE
    if longest - same > _WORD or int(sizes.min()) < same:
        return None
    return np.concatenate([_words(*part, same) for part in parts])


def _words(letters: Bytes, starts: Places, lengths: Places, skipped: int) -> Hashes:
    """Give eight bytes of each text as a number, from the one after those that are skipped."""
    whole = np.concatenate((letters, np.zeros(_WORD, np.uint8)))
    words = np.ndarray(len(letters) + 1, ">u8", whole.data, strides=(1,))
    left = np.clip(lengths - skipped, 0, _WORD)
    unused = ((_WORD - left) * _BYTE).astype(np.uint64)
    found = words[np.minimum(starts + skipped, len(letters))].astype(np.uint64)
    # A shift by all bits of a number does nothing.
    return np.where(left > 0, found >> unused << unused, np.uint64(0))
