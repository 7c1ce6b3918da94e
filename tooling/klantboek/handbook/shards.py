"""Words in their order cut into parts, so that a search loads the few it needs; the scripts that hold them.

Where a part ends depends on the words in it alone, and its name on its first word: another word changes its own
part, and now and then the one beside it. ``search.js`` reads the scripts.
"""

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import crc32

# Letters in a part: fewer never end it, and more always do.
_FEWEST, _MOST = 6_000, 16_000
# Between these one word in so many begins a part.
_ONE_IN = 256
# What stands around a word in a script.
_AROUND = 4
# A script is no place for these, even in a text; JSON allows them, old readers of scripts don't.
_UNSAFE = str.maketrans({"\u2028": "\\u2028", "\u2029": "\\u2029", "<": "\\u003c"})

# Words with where they stand, as the script says it; a word that is only listed has "".
Part = Mapping[str, str]


class Cut(NamedTuple):
    """A part that stays as it was, by its place, or one that is written anew; the first word of either."""

    first: str
    place: int
    part: Part | None


def parts(words: Iterable[tuple[str, str]]) -> Iterator[Part]:
    """Cut words into parts."""
    part: dict[str, str] = {}
    size = 0
    for word, text in words:
        if part and _ends(size, word):
            yield part
            part, size = {}, 0
        part[word] = text
        size += len(word) + len(text) + _AROUND
    if part:
        yield part


def _ends(size: int, before: str) -> bool:
    """Tell whether a part of this size ends before a word."""
    return size >= _MOST or (size >= _FEWEST and crc32(before.encode()) % _ONE_IN == 0)


def recut(
    firsts: Sequence[str], read: Callable[[int], Part], changes: Mapping[str, str | None]
) -> Iterator[Cut]:
    """Give the parts after some words got another text, or None: what ``parts`` would give for all words.

    Parts are known by their first words, and only those that may be others are ``read``, by their place.
    """
    touched = {max(bisect_right(firsts, word) - 1, 0) for word in changes}
    # Whether a part ends before the next one depends on the first word of that.
    touched |= {place - 1 for place in range(1, len(firsts)) if changes.get(firsts[place], "") is None}
    part: dict[str, str] = {}
    size = 0
    for place, first in enumerate(firsts or [""]):
        if not part and place not in touched and firsts:
            yield Cut(first, place, None)
            continue
        old = dict(read(place)) if firsts else {}
        given = {word: text for word, text in changes.items() if _stands(firsts, place, word)}
        for word, text in sorted(_merged(old, given)):
            if part and _ends(size, word):
                yield Cut(next(iter(part)), -1, part)
                part, size = {}, 0
            part[word] = text
            size += len(word) + len(text) + _AROUND
        # A first word that is gone ends nothing: what stands after it is looked at with the next part.
        following = firsts[place + 1] if place + 1 < len(firsts) else None
        is_gone = following is not None and changes.get(following, "") is None
        if part and not is_gone and (following is None or _ends(size, following)):
            yield Cut(next(iter(part)), -1, part)
            part, size = {}, 0


def text_of(firsts: Sequence[str], read: Callable[[int], Part], word: str) -> str:
    """Give the text of a word in parts that are known by their first words; "" when it is in none."""
    return read(max(bisect_right(firsts, word) - 1, 0)).get(word, "") if firsts else ""


def _stands(firsts: Sequence[str], place: int, word: str) -> bool:
    return not firsts or max(bisect_right(firsts, word) - 1, 0) == place


def _merged(old: Part, given: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    for word, text in {**old, **given}.items():
        if text is not None:
            yield word, text


class Naming:
    """The names of parts by their first words, which must come in their order; no word can be read from a name."""

    def __init__(self, letter: str) -> None:
        self._letter = letter
        self.taken: dict[str, str] = {}

    def name(self, first: str) -> str:
        """Give the name of the next part."""
        name = usual = f"{self._letter}{blake2b(first.encode(), digest_size=5).hexdigest()}"
        number = 2
        while name in self.taken:
            name, number = f"{usual}-{number}", number + 1
        self.taken[name] = first
        return name


def script(name: str, part: Part) -> str:
    """Write a part: a word on a line, which needs no escape; where it stands is written already."""
    inside = ",\n".join([f'"{word}":{text}' if text else f'"{word}"' for word, text in part.items()])
    start, end = "{}" if any(part.values()) else "[]"
    return f'klantboekPart("{name}",{start}\n{inside}\n{end});\n'


def part_of(text: str) -> Part:
    """Read a part back from its script."""
    lines = (line.rstrip(",")[1:].partition('"') for line in text.split("\n")[1:-2])
    return {word: where[1:] for word, _, where in lines}


def listing(name: str, rows: Iterable[Sequence[Any]]) -> str:
    """Write what is shown of some rows."""
    return f'klantboekPart("{name}",{_written(list(rows))});\n'


def found_pages(heading: str, rows: Iterable[Sequence[str]]) -> str:
    """Write the pages that are no records, below a heading of their own."""
    return f'klantboekPart("pages",{_written({"heading": heading, "rows": list(rows)})});\n'


def opening(told: Mapping[str, Any]) -> str:
    """Write the script that is loaded first."""
    return f"klantboekIndex({_written(told)});\n"


def places(named: Iterable[int], elsewhere: Iterable[int]) -> str:
    """Write the rows that have a word in their name, and those that have it elsewhere, as the steps between them."""
    return f"[[{_steps(sorted(named))}],[{_steps(sorted(elsewhere))}]]"


def rows_of(text: str) -> tuple[set[int], set[int]]:
    """Read the rows of a word back."""
    named, elsewhere = (_rows(one) for one in json.loads(text or "[[],[]]"))
    return named, elsewhere


def _steps(numbers: Sequence[int]) -> str:
    return ",".join([str(number - before) for before, number in zip([0, *numbers], numbers, strict=False)])


def _rows(steps: Iterable[int]) -> set[int]:
    found, row = set(), 0
    for step in steps:
        row += step
        found.add(row)
    return found


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
