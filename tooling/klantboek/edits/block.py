"""Entries of groups and lists that are written as rows: added and removed."""

from typing import Any

from klantboek.edits.lines import column, line_end, newline, next_line, stands_alone
from klantboek.edits.outline import Part
from klantboek.edits.rows import rows_end, rows_start
from klantboek.edits.splice import Splice
from klantboek.yaml.writer import lines_of


def add(text: str, holder: Part, position: int, step: str | int, value: Any) -> list[Splice]:
    """Write a new entry before the one at ``position``, or behind the last."""
    end = newline(text)
    depth = column(text, holder.parts[0].head)
    lines = list(lines_of({step: value} if isinstance(step, str) else [value], " " * depth))
    written = end.join(lines)
    if position == len(holder.parts):
        at = rows_end(text, holder, position - 1)
        if at and text[at - 1] not in "\r\n":
            return [Splice(at, at, f"{end}{written}")]
        return [Splice(at, at, f"{written}{end}")]
    at = rows_start(text, holder, position)
    if stands_alone(text, holder.parts[position].head):
        return [Splice(at, at, f"{written}{end}")]
    return [Splice(at, at, f"{written.lstrip(' ')}{end}{' ' * depth}")]


def remove(text: str, holder: Part, position: int, above: Part | None) -> list[Splice]:
    """Take an entry out, with its rows; a group or list that becomes empty is written as such."""
    entry = holder.parts[position]
    start, end = rows_start(text, holder, position), rows_end(text, holder, position)
    if len(holder.parts) == 1:
        return _empty(text, holder, start, end, above)
    if stands_alone(text, entry.head):
        return [Splice(start, end, "")]
    following = holder.parts[position + 1].head
    if "#" not in text[end:following]:
        return [Splice(entry.head, following, "")]
    # The comments of the next entry keep their lines, so the dash stands alone.
    return [Splice(len(text[: entry.head].rstrip(" ")), line_end(text, entry.end), "")]


def _empty(text: str, holder: Part, start: int, end: int, above: Part | None) -> list[Splice]:
    nothing = "{}" if holder.is_group else "[]"
    if above is not None and above.is_group and start >= next_line(text, holder.colon) > 0:
        at = holder.colon + 1
        return [Splice(at, at, f" {nothing}"), Splice(start, end, "")]
    return [Splice(holder.parts[0].head, holder.parts[0].end, nothing)]
