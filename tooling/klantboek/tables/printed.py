"""Rows as text: a table for people, CSV and JSON for programs."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from klantboek.plain import plain
from klantboek.tables.files import FORMULA

_NARROWEST = 8


def as_table(names: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None = None) -> str:
    """Give an aligned table; with ``width`` its widest columns are cut until the lines fit."""
    cells = [[plain(name) for name in names], *([as_text(value) for value in row] for row in rows)]
    widths = _fitted([max(map(display_width, column)) for column in zip(*cells, strict=True)], width)
    right = [are_numbers(column) for column in zip(*rows, strict=True)] or [False] * len(names)
    lines = [_line(row, widths, right) for row in cells]
    lines.insert(1, "  ".join("-" * wide for wide in widths))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Give CSV with a header; texts that a spreadsheet would take for a formula are guarded as in files."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(_guarded, names))
    writer.writerows([_guarded(value) for value in row] for row in rows)
    return stream.getvalue()


def as_json(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Give an array with one object per row, a row on a line."""
    keys = [name if name not in names[:at] else f"{name}_{at + 1}" for at, name in enumerate(names)]
    lines = (json.dumps(dict(zip(keys, map(_value, row), strict=True)), ensure_ascii=False) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def display_width(text: str) -> int:
    """Give how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def as_text(value: Any) -> str:
    """Give a value as words on one line that are safe to print."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f").rstrip("0").rstrip(".") if value.as_tuple().exponent else str(value)
    return plain(str(value))


def are_numbers(column: Sequence[Any]) -> bool:
    """Tell whether a column holds numbers, and some."""
    known = [value for value in column if value is not None]
    return bool(known) and all(
        isinstance(v, (int, float, Decimal)) and not isinstance(v, bool) for v in known
    )


def _fitted(widths: list[int], width: int | None) -> list[int]:
    """Take from the widest column until all fit or none is wider than the narrowest that still says something."""
    fitted = list(widths)
    room = None if width is None else width - 2 * (len(fitted) - 1)
    while room is not None and sum(fitted) > room and max(fitted) > _NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    return "  ".join(_padded(*cell) for cell in zip(row, widths, right, strict=True))


def _padded(text: str, wide: int, right: bool) -> str:  # noqa: FBT001 -- called with cells of three lists
    if display_width(text) > wide:
        while display_width(text) > wide - 1:
            text = text[:-1]
        text += "…"
    space = " " * (wide - display_width(text))
    return space + text if right else text + space


def _guarded(value: Any) -> Any:
    if isinstance(value, bool):
        return as_text(value)
    return "'" + value if isinstance(value, str) and re.match(FORMULA, value) else value


def _value(value: Any) -> Any:
    """Give a value as JSON can hold it; what JSON has no form for becomes text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and (value != value or value in {float("inf"), float("-inf")}):  # noqa: PLR0124 -- only NaN differs from itself
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _value(item) for key, item in value.items()}
    return value if value is None or isinstance(value, (str, int, float)) else str(value)
