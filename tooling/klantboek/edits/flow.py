"""Entries of groups and lists between brackets: added and removed."""

from typing import Any

from klantboek.edits.lines import significant
from klantboek.edits.outline import Part
from klantboek.edits.splice import Splice
from klantboek.yaml.writer import between_brackets, key_of


def add(holder: Part, position: int, step: str | int, value: Any) -> list[Splice]:
    """Write a new entry before the one at ``position``, or behind the last."""
    written = between_brackets(value)
    if isinstance(step, str):
        written = f"{key_of(step, flow=True)}: {written}"
    if not holder.parts:
        return [Splice(holder.start + 1, holder.start + 1, written)]
    if position == len(holder.parts):
        end = holder.parts[-1].end
        return [Splice(end, end, f", {written}")]
    start = holder.parts[position].head
    return [Splice(start, start, f"{written}, ")]


def remove(text: str, holder: Part, position: int) -> list[Splice]:
    """Take an entry out, with one of the commas around it; comments between the others stay."""
    parts = holder.parts
    entry = parts[position]
    comma = significant(text, entry.end)
    has_comma = text[comma : comma + 1] == ","
    if position + 1 < len(parts):
        gap = text[comma + 1 : parts[position + 1].head]
        return [Splice(entry.head, parts[position + 1].head if "#" not in gap else comma + 1, "")]
    if position == 0 or has_comma:
        return [Splice(entry.head, comma + 1 if has_comma else entry.end, "")]
    before = parts[position - 1].end
    if "#" not in text[before : entry.head]:
        return [Splice(before, entry.end, "")]
    # A comma behind the last entry is allowed, and the comment behind it stays.
    return [Splice(entry.head, entry.end, "")]
