"""Spaces inside lines, quotes around what others would retype, and spaces at the ends of lines."""

import re
from collections.abc import Iterator

from klantboek.edits.lines import is_blank, next_line
from klantboek.edits.outline import Layout, Part
from klantboek.edits.splice import Splice
from klantboek.yaml.scalars import is_retyped
from klantboek.yaml.writer import PLAIN_KEYS, quoted

_TRAILING = re.compile(r"[ \t]+(?=[\r\n]|\Z)")


def spacing(text: str, root: Part) -> list[Splice]:
    """Give the splices that put one space after colons, commas and dashes, and quotes where they are needed."""
    parts = list(_walk(root))
    inside = [_reach(text, part) for part in parts if part.layout is Layout.SCALAR]
    found = [splice for part in parts for splice in (*_gaps(text, part), *_quotes(text, part))]
    return sorted([*found, *_trailing(text, [span for span in inside if span[0] < span[1]])])


def _walk(part: Part) -> Iterator[Part]:
    yield part
    for one in part.parts:
        yield from _walk(one)


def _gaps(text: str, part: Part) -> Iterator[Splice]:
    if part.colon >= 0 and part.key is not None:
        yield from _gap(text, part.key[1], part.colon, "")
    if part.start < part.end and not (part.layout is Layout.BLOCK and part.key is None):
        if part.colon >= 0:
            yield from _gap(text, part.colon + 1, part.start, " ")
        elif part.head < part.start and text[part.head] == "-" and not part.in_flow:
            yield from _gap(text, part.head + 1, part.start, " ")
    if part.layout is not Layout.FLOW:
        return
    if not part.parts:
        yield from _gap(text, part.start + 1, part.end - 1, "")
        return
    yield from _gap(text, part.start + 1, part.parts[0].head, "")
    for one, two in zip(part.parts, part.parts[1:], strict=False):
        yield from _gap(text, one.end, two.head, ", ")
    yield from _gap(text, part.parts[-1].end, part.end - 1, "")


def _gap(text: str, start: int, end: int, wanted: str) -> Iterator[Splice]:
    """Write what stands between two values on one line; a comment or a line end between them is left alone."""
    there = text[start:end]
    if start <= end and there != wanted and not set(there) - set(" \t,"):
        yield Splice(start, end, wanted)


def _quotes(text: str, part: Part) -> Iterator[Splice]:
    if part.key is not None and isinstance(part.step, str) and part.step not in PLAIN_KEYS:
        yield from _quoted(text, *part.key, part.step)
    if part.layout is Layout.SCALAR and isinstance(part.value, str):
        yield from _quoted(text, part.start, part.end, part.value)


def _quoted(text: str, start: int, end: int, word: str) -> Iterator[Splice]:
    if text[start:end] == word and is_retyped(word):
        yield Splice(start, end, quoted(word))


def _reach(text: str, part: Part) -> tuple[int, int]:
    """Give the stretch of a text of several lines, with the empty lines that may be part of it."""
    if "\n" not in text[part.start : part.end] and text[part.start : part.start + 1] not in ("|", ">"):
        return part.start, part.start
    end = next_line(text, part.end) if text[part.start] in "|>" else part.end
    while text[part.start] in "|>" and end < len(text) and is_blank(text, end):
        end = next_line(text, end)
    return part.start, end


def _trailing(text: str, inside: list[tuple[int, int]]) -> Iterator[Splice]:
    spans = iter(sorted(inside))
    start, end = next(spans, (len(text), len(text)))
    for found in _TRAILING.finditer(text):
        while end <= found.start() and end < len(text):
            start, end = next(spans, (len(text), len(text)))
        if found.start() < start or found.start() >= end:
            yield Splice(found.start(), found.end(), "")
