"""The outline of a document: every value with the stretch of text it takes, and the style it is written in."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from klantboek.changes import Steps
from klantboek.edits.lines import significant
from klantboek.yaml import Document

_KEEPS = re.compile(r"[|>][0-9]?\+")
_BLANK_LINES = re.compile(r"(?:\r\n|\r|\n)\s*\Z")


class Layout(StrEnum):
    """How a value is written; a pair is a group of one key inside a list between brackets, without braces."""

    SCALAR = "scalar"
    BLOCK = "block"
    FLOW = "flow"
    PAIR = "pair"


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """One value: ``text[start:end]``, from its first character to the last one of its content.

    ``head`` is where its entry starts: the key, the dash, or the value itself. ``key`` are the offsets of
    the key, ``colon`` that of the mark between key and value, -1 where there is none.
    """

    value: Any
    step: str | int | None
    layout: Layout
    head: int
    start: int
    end: int
    key: tuple[int, int] | None = None
    colon: int = -1
    parts: tuple["Part", ...] = ()
    in_flow: bool = False

    @property
    def is_group(self) -> bool:
        """Tell whether this is a mapping."""
        return isinstance(self.value, dict)

    def at(self, path: Steps) -> "Part | None":
        """Give the part at a path below this one, or None."""
        part: Part | None = self
        for step in path:
            part = next((one for one in part.parts if one.step == step), None) if part else None
        return part


def outline(document: Document) -> Part | None:
    """Give the outline of a document that was read without faults; None when it holds nothing."""
    if not document.marks:
        return None
    return _Drawing(document).part(None, document.value, -1, in_flow=False)


class _Drawing:
    """Goes through the marks of a document in reading order."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.marks = document.marks
        self.node = 0

    def span(self) -> tuple[int, int]:
        """Take the next two marks."""
        start, end = self.marks[2 * self.node], self.marks[2 * self.node + 1]
        self.node += 1
        return start, min(end, len(self.text))

    def part(self, step: str | int | None, value: Any, head: int, *, in_flow: bool) -> Part:
        """Draw the next value and all that is inside it."""
        start, end = self.span()
        head = start if head < 0 else head
        if not isinstance(value, dict | list):
            return Part(value, step, Layout.SCALAR, head, start, self._tail(start, end), in_flow=in_flow)
        layout = self._layout(value, start, in_flow=in_flow)
        inside = layout is not Layout.BLOCK
        parts: list[Part] = []
        # The first thing behind what came before: a dash, a question mark, a comma or the entry itself.
        behind = start + 1 if layout is Layout.FLOW else start
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            at = significant(self.text, behind)
            if inside and self.text[at : at + 1] == ",":
                at = significant(self.text, at + 1)
            if isinstance(name, str):
                parts.append(self._entry(name, item, at, in_flow=inside))
            else:
                parts.append(self.part(name, item, -1 if inside else at, in_flow=inside))
            behind = parts[-1].end
        stop = end if layout is Layout.FLOW else parts[-1].end
        return Part(value, step, layout, head, start, stop, parts=tuple(parts), in_flow=in_flow)

    def _entry(self, name: str, value: Any, at: int, *, in_flow: bool) -> Part:
        start, end = key = self.span()
        head = at if self.text[at : at + 1] == "?" and at < start else start
        colon = significant(self.text, end)
        colon = colon if self.text[colon : colon + 1] == ":" else -1
        part = self.part(name, value, head, in_flow=in_flow)
        return Part(
            part.value, name, part.layout, head, part.start, part.end, key, colon, part.parts, in_flow
        )

    def _layout(self, value: Any, start: int, *, in_flow: bool) -> Layout:
        if self.text[start] == ("{" if isinstance(value, dict) else "["):
            return Layout.FLOW
        return Layout.PAIR if in_flow else Layout.BLOCK

    def _tail(self, start: int, end: int) -> int:
        """Give where a scalar ends, without the empty lines behind a block that does not keep them."""
        if self.text[start : start + 1] not in ("|", ">") or _KEEPS.match(self.text, start):
            return end
        found = _BLANK_LINES.search(self.text, start, end)
        return found.start() if found else end
