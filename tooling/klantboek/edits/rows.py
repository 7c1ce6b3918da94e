"""Rows: the lines that an entry of a block takes, with the comments that belong to it."""

from klantboek.edits.lines import (
    column,
    comment_column,
    is_blank,
    line_start,
    next_line,
    stands_alone,
)
from klantboek.edits.outline import Part

# A comment with a meaning for the program stays with the line below it, even at the top of a file.
_SPOKEN_TO_US = "# klantboek:"


def rows_start(text: str, holder: Part, position: int) -> int:
    """Give where the rows of an entry start: at the first of the comments directly above it.

    The comment at the top of a file is about the file, not about its first key. An entry that starts
    behind a dash on the same line starts there.
    """
    entry = holder.parts[position]
    if not stands_alone(text, entry.head):
        return entry.head
    start = line_start(text, entry.head)
    depth = column(text, entry.head)
    while start > 0:
        above = line_start(text, start - 1 if text[start - 2 : start] != "\r\n" else start - 2)
        at = comment_column(text, above)
        if at is None or (position and at > depth) or not _is_ours(text, holder, position, above):
            break
        start = above
    return start


def _is_ours(text: str, holder: Part, position: int, above: int) -> bool:
    if position:
        return above >= holder.parts[position - 1].end
    return holder.step is not None or text.startswith(_SPOKEN_TO_US, above)


def rows_end(text: str, holder: Part, position: int) -> int:
    """Give where the rows of an entry end: behind its last line and the deeper comments that follow it."""
    entry = holder.parts[position]
    depth = column(text, entry.head)
    end = entry.end
    if end == 0 or text[end - 1] not in "\r\n" or end == entry.start:
        end = next_line(text, end)
    at = end
    while at < len(text):
        depth_here = comment_column(text, at)
        if depth_here is None and not is_blank(text, at):
            break
        if depth_here is not None and depth_here <= depth:
            break
        at = next_line(text, at)
        if depth_here is not None:
            end = at
    return end
