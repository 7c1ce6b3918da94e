"""Texts taken apart into words: each distinct word once, millions of them in rows of bytes."""

from collections.abc import Sequence

import numpy as np

from klantboek.duplicates.texts import (
    Bytes,
    Codes,
    Places,
    Texts,
    hashed,
    parts_of,
    picked,
    placed,
    starts_of,
)

_SPACE = ord(" ")


def split_up(texts: Sequence[str]) -> tuple[Places, Codes, Texts]:
    """Give where the words of each text begin, the code of each word, and the distinct words."""
    letters, lengths, found, many = bytearray(), bytearray(), bytearray(), [np.zeros(0, np.int64)]
    for some, starts, sizes in parts_of(texts):
        words, of_words, of_texts = _words_in(some, starts, sizes)
        letters += picked(some, words, of_words, np.arange(len(words))).data
        lengths += of_words.astype(np.int32).data
        found += hashed(some, words, of_words).data
        many.append(of_texts)
    sizes = np.frombuffer(lengths, np.int32)
    _, chosen, codes = placed(np.frombuffer(found, np.uint64))
    begins = np.cumsum(sizes, dtype=np.int64) - sizes
    kept = picked(np.frombuffer(letters, np.uint8), begins, sizes, chosen)
    ends = np.cumsum(sizes[chosen], dtype=np.int64)
    return starts_of(np.concatenate(many)), codes, Texts(kept, ends)


def _words_in(letters: Bytes, starts: Places, lengths: Places) -> tuple[Places, Places, Places]:
    """Give where each word of texts that follow each other begins, how long it is, and how many each text has."""
    is_letter = np.append(letters != _SPACE, False)
    begins = is_letter[:-1].copy()
    begins[1:] &= ~is_letter[:-2]
    filled = starts[lengths > 0]
    begins[filled] = is_letter[filled]
    words = np.flatnonzero(begins)
    ends = np.append(begins[1:], True) | ~is_letter[1:]
    last = np.flatnonzero(ends & is_letter[:-1])
    before = np.append(0, np.cumsum(begins))
    return words, last + 1 - words, before[starts + lengths] - before[starts]
