"""The comments of a document: what stands behind a # that is no part of a value."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from klantboek.yaml.document import Document

_LINE_END = re.compile(r"[\r\n]|\Z")
# A comment starts a line, or has a space before it.
_HASH = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.MULTILINE)


@dataclass(frozen=True)
class Comment:
    """A comment with its #; offsets in the document's text; ``alone`` when nothing stands before it on its line."""

    text: str
    start: int
    end: int
    line: int
    alone: bool


def comments(document: Document) -> Iterator[Comment]:
    """Give the comments of a document, in order; a # inside a value is none. One with faults gives none."""
    if document.faults:
        return
    spans = sorted(_scalars(document)) if document.marks else []
    starts = [start for start, _ in spans]
    at = 0
    while (found := _HASH.search(document.text, at)) is not None:
        start = found.start()
        before = bisect_right(starts, start) - 1
        if before >= 0 and start < spans[before][1]:
            at = spans[before][1]
            continue
        at = found.end()
        line = document.text.rfind("\n", 0, start) + 1
        alone = not document.text[line:start].strip(" \t-")
        yield Comment(found[0].rstrip(), start, at, document.span(start, start + 1).line, alone)


def _scalars(document: Document) -> Iterator[tuple[int, int]]:
    """Give the start and end of each key and each value that is no group or list."""
    marks = document.marks
    number = 0
    waiting: list[Any] = [document.value]
    while waiting:
        value = waiting.pop()
        start, end = marks[2 * number], marks[2 * number + 1]
        number += 1
        if isinstance(value, dict):
            # Keys are nodes too: each stands before its value.
            waiting.extend(part for key in reversed(value) for part in (value[key], key))
        elif isinstance(value, list):
            waiting.extend(reversed(value))
        else:
            yield _inside(document.text, start, end)


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out what may hold a comment: the first line of a block text, and the blank lines it ends with."""
    if text[start : start + 1] in {"|", ">"}:
        line_end = _LINE_END.search(text, start)
        start = min(line_end.start() if line_end else end, end)
    return start, start + len(text[start:end].rstrip())
