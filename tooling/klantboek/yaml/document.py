"""A document that was read: its values, and where each of them stands."""

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from klantboek.findings import Path, Place
from klantboek.yaml.faults import Fault

# YAML 1.2's line ends; libyaml also counts U+0085, U+2028 and U+2029, which strict reading refuses.
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, eq=False)
class Document:
    """The values of one file with their places.

    ``marks`` holds a start and an end offset for every node in reading order: a mapping, then for each
    entry its key and its value; a list, then its items. ``value`` is None when there are ``faults``.
    """

    name: str
    text: str
    value: Any
    marks: "array[int]" = field(repr=False)
    faults: tuple[Fault, ...] = ()

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        return [*starts, len(self.text)] if starts[-1] < len(self.text) or len(starts) == 1 else starts

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Give the place of the value at ``path``, or of its key; of the nearest one above if it is absent."""
        node, value = 0, self.value
        for position, step in enumerate(path):
            found = _child(node, value, step)
            if found is None:
                break
            at_key, node, value = found
            if key and position == len(path) - 1:
                node = at_key
        if 2 * node + 1 >= len(self.marks):
            return self.span(0, 0)
        return self.span(self.marks[2 * node], self.marks[2 * node + 1])

    def span(self, start: int, end: int) -> Place:
        """Give the place between two offsets, cut at the end of its first line when it runs over lines."""
        starts = self._line_starts
        line = min(bisect_right(starts, start), max(len(starts) - 1, 1))
        excerpt = self.text[starts[line - 1] : starts[min(line, len(starts) - 1)]].rstrip("\r\n")
        column = start - starts[line - 1] + 1
        last = min(end - starts[line - 1] + 1, len(excerpt) + 1)
        return Place(self.name, line, column, line, max(last, column + 1), excerpt)


def _child(node: int, value: Any, step: str | int) -> tuple[int, int, Any] | None:
    """Find the marks of one entry: (node of its key, node of its value, value)."""
    node += 1
    if isinstance(value, dict):
        for name, item in value.items():
            if name == step:
                return node, node + 1, item
            node += 1 + _size(item)
    elif isinstance(value, list) and isinstance(step, int):
        for number, item in enumerate(value):
            if number == step:
                return node, node, item
            node += _size(item)
    return None


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(1 + _size(item) for item in value.values())
    if isinstance(value, list):
        return 1 + sum(map(_size, value))
    return 1
