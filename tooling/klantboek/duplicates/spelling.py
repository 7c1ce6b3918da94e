"""Words as they are compared: small letters without accents, and a key for words that sound alike in Dutch."""

import re
import unicodedata
from functools import lru_cache

# Letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_APOSTROPHES = re.compile("['\u2018\u2019\u00b4`]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
_WORD = re.compile(r"[^\W_]+")
_CACHED = 1 << 16
# Dutch spellings of one sound, in the order in which they are applied.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"e?ij|ei|ey", "y"),
        (r"ie", "i"),
        (r"a?auw|ouw|au|ou", "u"),
        (r"sch(?=[lmnrw])|sch$", "s"),
        (r"ck|cq|q", "k"),
        (r"dt|th", "t"),
        (r"ph|v", "f"),
        (r"gh|ch", "g"),
        (r"c(?=[eiy])|z", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"ae", "a"),
        (r"(.)\1+", r"\1"),
        (r"d$", "t"),
    )
)


@lru_cache(_CACHED)
def words(text: str) -> tuple[str, ...]:
    """Give the words of a text in small letters, without accents; ``B.V.`` is one word, ``bv``."""
    plain = _APOSTROPHES.sub("", text.casefold())
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        bare = "".join(char for char in apart if not unicodedata.combining(char))
        plain = _APOSTROPHES.sub("", bare.casefold().translate(_LETTERS))
    return tuple(_WORD.findall(_DOTTED.sub(lambda found: found[0].replace(".", ""), plain)))


@lru_cache(_CACHED)
def sound(word: str) -> str:
    """Give one key for the spellings of a word that sound alike: Meijer, Meyer and Meier; Smidt and Smit."""
    for pattern, key in _SOUNDS:
        word = pattern.sub(key, word)
    return word
