"""Two spaces for every level: lines moved sideways, comments and texts of several lines with them."""

from collections.abc import Iterator
from typing import NamedTuple

from klantboek.edits.lines import column, comment_column, is_blank, next_line
from klantboek.edits.outline import Layout, Part
from klantboek.edits.splice import Splice

_STEP = 2


class _Head(NamedTuple):
    """The start of an entry, with the column it stands in and the one it gets."""

    at: int
    old: int
    new: int


def indentation(text: str, root: Part) -> list[Splice]:
    """Give the splices that put every entry of a block in its column."""
    if root.layout is not Layout.BLOCK:
        return []
    heads = list(_heads(text, root, 0))
    if all(head.old == head.new for head in heads):
        return []
    return sorted([*_dashes(text, root), *_moved(text, heads)])


def _heads(text: str, part: Part, wanted: int) -> Iterator[_Head]:
    for one in part.parts:
        yield _Head(one.head, column(text, one.head), wanted)
        if one.layout is Layout.BLOCK:
            yield from _heads(text, one, wanted + _STEP)


def _dashes(text: str, part: Part) -> Iterator[Splice]:
    """Put one space behind a dash that has a group or a list on its own line."""
    for one in part.parts:
        if one.layout is Layout.BLOCK:
            gap = text[one.head + 1 : one.start]
            if one.key is None and gap != " " and not set(gap) - set(" \t"):
                yield Splice(one.head + 1, one.start, " ")
            yield from _dashes(text, one)


def _moved(text: str, heads: list[_Head]) -> Iterator[Splice]:
    line, position, by = 0, 0, 0
    while line < len(text):
        end = next_line(text, line)
        first = position
        while position < len(heads) and heads[position].at < end:
            position += 1
        depth = len(text[line:end]) - len(text[line:end].lstrip(" "))
        if position > first:
            wanted = heads[first].new
            by = heads[position - 1].new - heads[position - 1].old
        elif (
            comment_column(text, line) is not None and position < len(heads) and heads[position].old == depth
        ):
            wanted = heads[position].new
        else:
            wanted = depth + by
        if wanted != depth and not is_blank(text, line):
            yield Splice(line, line + depth, " " * max(wanted, 0))
        line = end
