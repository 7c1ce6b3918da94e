"""An index cut into parts, so that a search loads the few it needs: words by how they begin, words by how they end.

``search.js`` reads them, and folds and cuts what is typed in the same way as is done here.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

# Letters in one part.
_LARGEST = 16_000
# Entries in one part of what is shown of them.
_SHOWN = 50
# A shorter word is found by how it begins; slips in it are not guessed.
_SHORTEST = 4
_SEPARATORS = re.compile(r"(?:[^\w@.+-]|_)+")
_EDGES = ".+-@"
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d"})
_DIGITS = re.compile(r"\D+")
# A script is no place for these, even in a text; JSON allows them, old readers of scripts don't.
_UNSAFE = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "<": "\\u003c"})


class Entry(NamedTuple):
    """A page to be found: what is shown of it (``kind`` by its number), and the words and phone numbers it is found by."""

    name: str
    page: str
    kind: int
    below: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]


def scripts(entries: Iterable[Entry], kinds: Sequence[str]) -> Mapping[str, str]:
    """Give the scripts by name: ``index.js``, ``b0.js`` … by beginning, ``e0.js`` … by end, ``r0.js`` … what is shown."""
    # In the order in which equal finds are shown.
    rows = sorted(entries, key=lambda one: (one.kind, fold(one.name), one.page))
    places = _places(rows)
    texts = {word: f"[[{_steps(named)}],[{_steps(more)}]]" for word, (named, more) in places.items()}
    begins = list(_parts(texts))
    ends = list(_parts({word[::-1]: "" for word in places if len(word) >= _SHORTEST and word.isalpha()}))
    shown = [rows[start : start + _SHOWN] for start in range(0, len(rows), _SHOWN)]
    told = {"kinds": kinds, "shown": _SHOWN, "begins": _firsts(begins), "ends": _firsts(ends)}
    found = {"index.js": f"klantboekIndex({_written(told)});\n"}
    found |= {f"b{number}.js": _called(f"b{number}", part) for number, part in enumerate(begins)}
    found |= {f"e{number}.js": _called(f"e{number}", list(part)) for number, part in enumerate(ends)}
    for number, part in enumerate(shown):
        found[f"r{number}.js"] = _called(f"r{number}", [one[:4] for one in part])
    return found


def _firsts(parts: Iterable[Mapping[str, str]]) -> list[str]:
    """Give the first word of each part: a word stands in the last part that does not begin after it."""
    return [next(iter(part)) for part in parts]


def _places(rows: Sequence[Entry]) -> Mapping[str, tuple[list[int], list[int]]]:
    """Give for each word the numbers of the rows that have it in their name, and of those that have it elsewhere."""
    found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, row in enumerate(rows):
        named = set(cut(row.name))
        for word in named:
            found[word][0].append(number)
        others = {word for text in row.words for word in cut(text)}
        others.update(digits for one in row.numbers for digits in dialled(one))
        for word in others - named:
            found[word][1].append(number)
    return found


def _parts(texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Cut words in their order into parts; none is larger than it may be, one word with all its places aside."""
    part: dict[str, str] = {}
    size = 0
    for word in sorted(texts):
        size += len(word) + len(texts[word]) + 6
        if part and size > _LARGEST:
            yield part
            part, size = {}, len(word) + len(texts[word]) + 6
        part[word] = texts[word]
    if part:
        yield part


def _steps(numbers: Sequence[int]) -> str:
    """Write rising numbers as the steps between them, which are shorter."""
    return ",".join([str(number - before) for before, number in zip([0, *numbers], numbers, strict=False)])


def _called(name: str, part: Any) -> str:
    if isinstance(part, dict):
        # The places were written already, and no word has a sign that means something in a script.
        inside = ",\n".join([f'"{word}":{text}' for word, text in part.items()])
        return f'klantboekPart("{name}",{{\n{inside}\n}});\n'
    return f'klantboekPart("{name}",{_written(part)});\n'


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


@lru_cache(2**14)
def fold(text: str) -> str:
    """Give a text without accents and capitals."""
    if text.isascii():
        return text.lower()
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one)[0] != "M")
    return bare.lower().translate(_LETTERS)


@lru_cache(2**14)
def cut(text: str) -> tuple[str, ...]:
    """Give the words of a text, folded; what joins the parts of an address or a number stays inside."""
    words = (word.strip(_EDGES) for word in _SEPARATORS.split(fold(text)))
    return tuple(word for word in words if word)


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
