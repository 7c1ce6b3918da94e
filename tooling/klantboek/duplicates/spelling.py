"""Words as they are compared: small letters without accents, and a key for words that sound alike in Dutch."""

import re
import unicodedata
from functools import lru_cache

# Letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_APOSTROPHES = re.compile("['\u2018\u2019\u00b4`]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")
# Text in one encoding that was read in another: SÃ¼d for Süd.
_BROKEN = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u2122]")
_WORD = re.compile(r"[^\W_]+")
_CACHED = 1 << 13
# Dutch spellings of one sound, in the order in which they are applied; a word has one of the letters before each
# where the spelling can be found in it at all: looking for those is many times as quick.
_SOUNDS = tuple(
    (letters.split(), re.compile(pattern), sound)
    for letters, pattern, sound in (
        ("ij ei ey", r"e?ij|ei|ey", "y"),
        ("ie", r"ie", "i"),
        ("au ou", r"a?auw|ouw|au|ou", "u"),
        ("sch", r"sch(?=[lmnrw])|sch$", "s"),
        ("ck q", r"ck|cq|q", "k"),
        ("dt th", r"dt|th", "t"),
        ("ph v", r"ph|v", "f"),
        ("gh ch", r"gh|ch", "g"),
        ("c z", r"c(?=[eiy])|z", "s"),
        ("c", r"c", "k"),
        ("x", r"x", "ks"),
        ("ae", r"ae", "a"),
    )
)
_TWICE = re.compile(r"(.)\1+")


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
    for letters, pattern, key in _SOUNDS:
        for one in letters:
            if one in word:
                word = pattern.sub(key, word)
                break
    word = _TWICE.sub(r"\1", word)
    return f"{word[:-1]}t" if word.endswith("d") else word


def sound_in_one(text: str) -> str:
    """Give the sound of a text written as one word."""
    return sound("".join(text.split()))
