"""A document that was read: its values, and where each of them stands."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from klantboek.findings import Path, Place
from klantboek.yaml.faults import Fault

if TYPE_CHECKING:
    from array import array

T = TypeVar("T")
# YAML 1.2's line ends; libyaml also counts U+0085, U+2028 and U+2029, which strict reading refuses.
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, eq=False)
class Document:
    """The values of one file with their places.

    ``marks`` holds a start and an end offset for every node in reading order: a mapping, then for each
    entry its key and its value; a list, then its items. ``value`` is None when there are ``faults``.
    ``is_ordinary`` tells that it was read the quick way: no word in it means something else to another reader.
    """

    name: str
    text: str
    value: Any
    marks: "array[int]" = field(repr=False)
    faults: tuple[Fault, ...] = ()
    is_ordinary: bool = False

    def settled(self, make: Callable[[Any], T]) -> T:
        """Give what ``make`` makes of the value.

        When nobody has looked at a value that was read the quick way, it comes with floats for decimals, and
        ``make`` has to put decimals in their place.
        """
        return make(self.value)

    @property
    def outline(self) -> list[int]:
        """The lines on which the keys of a record stand and, as negative numbers, those on which items of its lists begin.

        What begins with a letter is a key, what begins with a dash after no more than two spaces is an item.
        """
        found = []
        for number, line in enumerate(self.text.split("\n"), 1):
            if line[:1].isalpha():
                found.append(number)
            elif line.startswith(("  -", "-")):
                found.append(-number)
        return found

    @property
    def lines_of_keys(self) -> dict[str, list[int]]:
        """The line on which each key of a record stands and, behind it, those on which the items of its list begin.

        Empty when keys are laid out in another way; without items when those are.
        """
        found: list[list[int]] = []
        for line in self.outline:
            if line > 0:
                found.append([line])
            elif found:
                found[-1].append(-line)
        if len(found) != len(self.value):
            return {}
        # A list within a list may stand so far to the left too: there are more dashes than items then.
        return {
            key: lines if isinstance(value, list) and len(lines) == 1 + len(value) else lines[:1]
            for (key, value), lines in zip(self.value.items(), found, strict=True)
        }

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]
        return [*starts, len(self.text)] if starts[-1] < len(self.text) or len(starts) == 1 else starts

    @cached_property
    def _nodes(self) -> dict[tuple[int, str | int], tuple[int, int]]:
        """Number the nodes in reading order: (node, step) leads to the node of the key and of the value."""
        found: dict[tuple[int, str | int], tuple[int, int]] = {}
        _number(0, self.value, found)
        return found

    @cached_property
    def _excerpts(self) -> dict[int, str]:
        # A file of one line with thousands of findings holds that line once.
        return {}

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Give the place of the value at ``path``, or of its key; of the nearest one above if it is absent."""
        at_key = node = 0
        for step in path:
            if (node, step) not in self._nodes:
                at_key = node
                break
            at_key, node = self._nodes[node, step]
        if key:
            node = at_key
        if 2 * node + 1 >= len(self.marks):
            return self.span(0, 0)
        return self.span(self.marks[2 * node], self.marks[2 * node + 1])

    def span(self, start: int, end: int) -> Place:
        """Give the place between two offsets, cut at the end of its first line when it runs over lines."""
        starts = self._line_starts
        line = min(bisect_right(starts, start), max(len(starts) - 1, 1))
        first = starts[line - 1]
        if line not in self._excerpts:
            self._excerpts[line] = self.text[first : starts[min(line, len(starts) - 1)]].rstrip("\r\n")
        excerpt = self._excerpts[line]
        column = min(start - first, len(excerpt)) + 1
        last = min(end - first, len(excerpt)) + 1
        return Place(self.name, line, column, line, max(last, column + 1), excerpt)


def _number(node: int, value: Any, found: dict[tuple[int, str | int], tuple[int, int]]) -> int:
    """Number what is inside a node; give the first number after it."""
    after = node + 1
    if isinstance(value, dict):
        for name, item in value.items():
            found[node, name] = (after, after + 1)
            after = _number(after + 1, item, found)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            found[node, position] = (after, after)
            after = _number(after, item, found)
    return after
