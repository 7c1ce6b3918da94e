"""Words as they are compared: small letters without accents, and a key for words that sound alike in Dutch."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, islice

# Letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_APOSTROPHES = re.compile("['\u2018\u2019\u00b4`]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
# Text in one encoding that was read in another: SÃ¼d for Süd.
_BROKEN = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]")
_WORD = re.compile(r"[^\W_]+")
_CACHED = 1 << 13
# What stands for a sound that is found, so that it isn't taken for a letter of the next spelling.
_MARK = "\x00"
_END = "\n"
# Dutch spellings of one sound, in the order in which they are applied: of each the longest first. A word ends
# with a line; replacing in many words at once is several times as quick as word by word.
_SOUNDS = (
    ("y", ("eij", "ij", "ei", "ey")),
    ("i", ("ie",)),
    ("u", ("aauw", "auw", "ouw", "au", "ou")),
    *((f"s{after}", (f"sch{after}",)) for after in ("l", "m", "n", "r", "w", _END)),
    ("k", ("ck", "cq", "q")),
    ("t", ("dt", "th")),
    ("f", ("ph", "v")),
    ("g", ("gh", "ch")),
    ("se", ("ce",)),
    ("si", ("ci",)),
    ("sy", ("cy",)),
    ("s", ("z",)),
    ("k", ("c",)),
    ("ks", ("x",)),
    ("a", ("ae",)),
)


@lru_cache(_CACHED)
def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in small letters, without accents; ``B.V.`` is one word, ``bv``."""
    plain = _APOSTROPHES.sub("", _mended(text).casefold())
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        bare = "".join(char for char in apart if not unicodedata.combining(char))
        plain = _APOSTROPHES.sub("", bare.casefold().translate(_LETTERS))
    return tuple(_WORD.findall(_DOTTED.sub(lambda found: found[0].replace(".", ""), plain)))


def _mended(text: str) -> str:
    """Give text as it was before it was read in the wrong encoding."""
    if text.isascii() or not _BROKEN.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


@lru_cache(_CACHED)
def sound(word: str) -> str:
    """Give one key for the spellings of a word that sound alike: Meijer, Meyer and Meier; Smidt and Smit."""
    return sounds([word])[0]


def sounds(words: Sequence[str]) -> list[str]:
    """Give the sound of each word, many at once."""
    lines = _END.join([*words, ""])
    if lines.count(_END) != len(words) or _MARK in lines:
        # Signs that stand in no name mean nothing.
        return sounds([word.replace(_END, "").replace(_MARK, "") for word in words])
    return _sounding(lines).split(_END)[:-1] if words else []


def _sounding(lines: str) -> str:
    """Give the sounds of words of which each ends a line."""
    for key, spellings in _SOUNDS:
        for one in spellings:
            lines = lines.replace(one, _MARK)
        lines = lines.replace(_MARK, key)
    for sign in {*lines} - {_END}:
        while sign * 2 in lines:
            lines = lines.replace(sign * 2, sign)
    return lines.replace(f"d{_END}", f"t{_END}")


def sounds_of_words(texts: Sequence[str]) -> list[str]:
    """Give the sounds of the words of each text, with a space between them."""
    words = [text.split() for text in texts]
    found = iter(sounds(list(chain.from_iterable(words))))
    return [" ".join(islice(found, len(some))) for some in words]


def sounds_in_one(texts: Sequence[str]) -> list[str]:
    """Give the sound of each text written as one word."""
    return sounds(["".join(text.split()) for text in texts])
