"""The words that something is found by; ``search.js`` folds and cuts what is typed in the same way."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

_SEPARATORS = re.compile(r"(?:[^\w@.+-]|_)+")
_EDGES = ".+-@"
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d"})
_DIGITS = re.compile(r"\D+")


class _Bare(dict[int, int | None]):
    """Letters for themselves, accents for nothing; asked once about each."""

    def __missing__(self, code: int) -> int | None:
        found = self[code] = None if unicodedata.category(chr(code))[0] == "M" else code
        return found


_BARE = _Bare()
_SHORTEST = 4
# Words before a name that some write as one with it: Van den Bossche is Vandenbossche to whoever heard it.
_BEFORE = frozenset(
    ["van", "de", "den", "der", "het", "t", "ten", "ter", "te", "von", "la", "le", "du", "des"]
)


class Entry(NamedTuple):
    """A page to be found: what is shown of it (``kind`` by its number), and the words and phone numbers it is found by."""

    name: str
    page: str
    kind: int
    below: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]


def terms_of(entry: Entry) -> tuple[set[str], set[str]]:
    """Give the words of an entry's name, and the others that it is found by."""
    named, others = (set(with_joined(cut(text))) for text in (entry.name, " ".join(entry.words)))
    others.update(digits for one in entry.numbers for digits in dialled(one))
    return named, others - named


def fold(text: str) -> str:
    """Give a text without accents and capitals."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFD", text).translate(_BARE).lower().translate(_LETTERS)


def cut(text: str) -> tuple[str, ...]:
    """Give the words of a text, folded; what joins the parts of an address or a number stays inside."""
    words = [word.strip(_EDGES) for word in _SEPARATORS.split(fold(text))]
    return tuple([word for word in words if word])


def with_joined(words: Iterable[str]) -> Iterator[str]:
    """Give words, and those that others stand before also as one with these."""
    before = ""
    for word in words:
        yield word
        if word in _BEFORE:
            before += word
        else:
            if before:
                yield before + word
            before = ""


def is_turned(word: str) -> bool:
    """Tell whether a word is found by how it ends: a shorter one is not, and slips in it are not guessed."""
    return len(word) >= _SHORTEST and word.isalpha()


def dialled(number: str) -> Iterator[str]:
    """Give the digits of a phone number as they are dialled from abroad and at home, without the noughts before."""
    digits = _DIGITS.sub("", number).lstrip("0")
    if digits:
        yield digits
    if number.startswith("+"):
        code = next((length for length in (1, 2, 3) if int(digits[:length] or 0) in _calling_codes()), 0)
        if home := digits[code:].lstrip("0"):
            yield home


@cache
def _calling_codes() -> frozenset[int]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE  # noqa: PLC0415 -- 0.1 s to import

    return frozenset(COUNTRY_CODE_TO_REGION_CODE)
