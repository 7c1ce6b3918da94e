"""A value in the place of another."""

import re
from typing import Any

from klantboek.edits.lines import column, line_end, newline, significant, stands_alone
from klantboek.edits.outline import Layout, Part
from klantboek.edits.splice import Splice
from klantboek.yaml.writer import between_brackets, is_block, lines_of, quoted, scalar

_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)")


def put(text: str, part: Part, value: Any, *, on_one_line: bool = False) -> Splice:
    """Write a value over the one that stands there; what was in quotes stays in quotes."""
    has_room = not on_one_line and _has_room(text, part)
    if not isinstance(value, dict | list):
        return _over(text, part, _one(text, part, value, has_room=has_room))
    return _rows(text, part, value) if value and has_room else _over(text, part, between_brackets(value))


def _one(text: str, part: Part, value: Any, *, has_room: bool) -> str:
    """Give the text of a single value, in the style of the one it replaces where that is possible."""
    if isinstance(value, str):
        if text[part.start : part.start + 1] in ("'", '"') and part.layout is Layout.SCALAR:
            return quoted(value) if scalar(value) == value else scalar(value)
        if "\n" in value and has_room and is_block(value):
            lines = list(lines_of({"k": value}, " " * column(text, part.head)))
            return newline(text).join([lines[0].partition(": ")[2], *lines[1:]])
    written = scalar(value, flow=part.in_flow)
    note = _HEADER.match(text, part.start) if part.layout is Layout.SCALAR else None
    return f"{written}  {note[1]}" if note else written


def _has_room(text: str, part: Part) -> bool:
    """Tell whether a value of several lines can stand here: no brackets around it, no comment behind it."""
    alone = not text[part.end : line_end(text, part.end)].strip()
    return alone and not part.in_flow and part.step is not None and part.start < part.end


def _over(text: str, part: Part, written: str) -> Splice:
    if part.end > part.start:
        end = part.end
        # A block that keeps its empty lines ends behind its last line end, which stays.
        if text[part.start] in "|>" and text[end - 1] in "\r\n":
            end -= 2 if text[end - 2 : end] == "\r\n" else 1
        return Splice(
            part.start, end, _apart(text, part.start, written) + (" " if text[end : end + 1] == "#" else "")
        )
    if part.key is None:
        at = part.start if part.step is None or part.head == part.start else part.head + 1
        return Splice(at, at, f" {written}")
    if part.colon >= 0:
        return Splice(part.colon + 1, part.colon + 1, f" {written}")
    end = part.key[1]
    if not part.in_flow and not stands_alone(text, part.key[0]):
        end = line_end(text, end)
        return Splice(end, end, f"{newline(text)}{' ' * column(text, part.head)}: {written}")
    name = text[slice(*part.key)]
    if "\n" in name or "\r" in name:
        return Splice(*part.key, f"? {name} : {written}")
    return Splice(end, end, f": {written}")


def _apart(text: str, at: int, written: str) -> str:
    """Keep a plain word apart from a colon that stands right before it, as in {"a":1}."""
    return f" {written}" if text[at - 1 : at] == ":" else written


def _rows(text: str, part: Part, value: Any) -> Splice:
    """Write a group or a list as rows, over everything the entry held."""
    depth = column(text, part.head)
    indent = " " * depth
    if part.key is None:
        lines = list(lines_of([value], indent))
        start = part.head
    else:
        lines = list(lines_of({"k": value}, indent))
        first = lines[0].lstrip().partition(":")[2]
        lines[0], start = first, part.colon + 1
    end = max(start, part.end)
    if lines[0] == "" and significant(text, start) < end:
        # A comment behind the key stays there.
        note = text[start : line_end(text, start)].rstrip()
        if note.lstrip().startswith("#"):
            lines[0] = note
    lines[0] = lines[0].lstrip() if part.key is None else lines[0]
    return Splice(start, end, newline(text).join(lines))
