"""A line of a file with a stretch of it marked: cut to the width of the terminal, safe to print."""

import re
from unicodedata import combining, east_asian_width

from klantboek.findings import Place
from klantboek.plain import plain

_CUT = "…"
# What plain() takes out can come together again where the parts meet; a sign of the same width keeps the carets.
_COMMAND = re.compile(r"(?<=#)#(?=\w*\[)")
_SHARP = "\N{MUSIC SHARP SIGN}"


def frame(place: Place, width: int) -> tuple[str, str]:
    """Give the line as it can be printed and the carets that go under it.

    ``width`` counts terminal cells; a longer line keeps the marked part in sight.
    """
    start, end = place.column - 1, max(place.end_column - 1, place.column)
    before, marked, after = (
        plain(part.replace("\t", " "))
        for part in (place.excerpt[:start], place.excerpt[start:end], place.excerpt[end:])
    )
    if cells(before) > width // 2:
        keep = max(width // 2 - cells(marked), width // 4)
        before = _CUT + _last(before, keep)
    marked = _first(marked, width - cells(before)) or " "
    shown = before + marked + _first(after, width - cells(before + marked))
    return _COMMAND.sub(_SHARP, shown).rstrip(), " " * cells(before) + "^" * max(cells(marked), 1)


def cells(text: str) -> int:
    """Count terminal cells: two for wide characters, none for combining ones."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _first(text: str, width: int) -> str:
    if cells(text) <= width:
        return text
    while text and cells(text) > width - 1:
        text = text[:-1]
    return text + _CUT if width > 0 else ""


def _last(text: str, width: int) -> str:
    while text and cells(text) > width:
        text = text[1:]
    return text
