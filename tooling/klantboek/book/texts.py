"""The texts of a record in which something is found, and where they stand."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from klantboek.book.record import Record
from klantboek.findings import Path
from klantboek.shapes import Shape, Type, shape_of


def texts_with(
    record: Record, pattern: re.Pattern[str], hints: Collection[str] = ()
) -> Iterator[tuple[Path, Shape | None, str]]:
    """Give each text of a record that fits in which the pattern is found: path, shape (None in custom), text.

    Texts with a form of their own (an IBAN, a telephone number, a reference) are left out. The pattern
    must not need a line end: most records are passed over by one look at the file with its lines joined.
    ``hints`` are pieces of words in small letters, one of which is in all that the pattern finds.
    """
    source = record.document.text
    wanted: list[str] = []
    # A backslash in quotes can write any character in another way.
    if "\\" not in source:
        small = source.casefold() if hints else ""
        wanted = [hint for hint in hints if hint in small]
        if (hints and not wanted) or not (hints or pattern.search(" ".join(source.split()))):
            return
    for path, shape, text in _texts(record.document.value, shape_of(record.kind), ()):
        if wanted and not any(hint in text.casefold() for hint in wanted):
            continue
        if pattern.search(text):
            yield path, shape, text


def _texts(value: Any, shape: Shape | None, path: Path) -> Iterator[tuple[Path, Shape | None, str]]:
    if isinstance(value, str):
        if shape is None or not (shape.format or shape.reference or shape.choices):
            yield path, shape, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            below = shape.properties.get(name) if shape is not None else None
            yield from _texts(inner, below, (*path, name))
    elif isinstance(value, list):
        items = shape.items if shape is not None and shape.type is Type.LIST else None
        for number, item in enumerate(value):
            yield from _texts(item, items, (*path, number))
