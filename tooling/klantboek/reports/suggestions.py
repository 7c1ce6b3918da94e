"""Fixes of findings as replacements of text, for programs that can apply them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from klantboek.book import Book, Record
from klantboek.changes import Change, Delete, Fix, Rename, Reorder, Requote
from klantboek.edits import EditRefusedError, edited
from klantboek.edits.patches import patches
from klantboek.edits.splice import Splice
from klantboek.findings import Finding
from klantboek.reports.masking import is_personal, says_personal
from klantboek.shapes import Shape, shape_of
from klantboek.shapes.order import order_of

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Spot:
    """A place between two characters: its line, its column, and its column in bytes of UTF-8, all from 1."""

    line: int
    column: int
    byte: int


@dataclass(frozen=True)
class Replacement:
    """A stretch of the file, and the exact text that comes in its place."""

    start: Spot
    end: Spot
    text: str


@dataclass(frozen=True)
class Suggestion:
    """What would mend a finding: in words, whether that can't be wrong, and what to replace, all of it or none.

    ``replacements`` is empty when they would tell a personal value.
    """

    text: str
    safe: bool
    replacements: tuple[Replacement, ...]


def suggestions(findings: Iterable[Finding], book: Book, *, masked: bool) -> tuple[Suggestion | None, ...]:
    """Give for each finding what would mend it, or None; when ``masked`` no text of it holds a personal value."""
    records = {record.file: record for record in book.records}
    return tuple(_suggestion(finding, records.get(finding.place.file), masked=masked) for finding in findings)


def _suggestion(finding: Finding, record: Record | None, *, masked: bool) -> Suggestion | None:
    fix = finding.fix
    if fix is None or record is None:
        return None
    try:
        after = edited(record.document, fix.changes, order_of(record.kind))
    except EditRefusedError:
        return None
    before = record.document.text
    found: Sequence[Splice] = list(patches(before, after.text))
    if masked:
        found = _harmless(found, fix, record)
    starts = [0, *(end.end() for end in _LINE_END.finditer(before))]
    return Suggestion(
        fix.text,
        fix.safe,
        tuple(
            Replacement(_spot(before, starts, one.start), _spot(before, starts, one.end), one.text)
            for one in found
        ),
    )


def _harmless(found: Sequence[Splice], fix: Fix, record: Record) -> Sequence[Splice]:
    """Give the replacements, or none of them when one would tell a personal value."""
    split = [piece for one in found for piece in _quotes_alone(record.document.text, one)]
    if all(one.text in {"", '"', "'"} for one in split):
        return split
    if all(_tells_nothing(change, record) for change in fix.changes) and not any(
        says_personal(one.text, record) for one in found
    ):
        return found
    return []


def _quotes_alone(text: str, one: Splice) -> Iterator[Splice]:
    """Write quotes around a text as two small additions, without the text."""
    there = text[one.start : one.end]
    mark = one.text[:1]
    if there and mark in {'"', "'"} and one.text == f"{mark}{there}{mark}":
        yield Splice(one.start, one.start, mark)
        yield Splice(one.end, one.end, mark)
    else:
        yield one


def _tells_nothing(change: Change, record: Record) -> bool:
    """Tell whether what a change writes is neither personal nor unknown to the schema."""
    if isinstance(change, Delete):
        return True
    if isinstance(change, Rename):
        return change.name in _properties(record, change)
    if isinstance(change, Requote) and change.key:
        return str(change.path[-1]) in _properties(record, change)
    if isinstance(change, Reorder):
        return not is_personal(record, change.path, whole=True)
    return not is_personal(record, change.path)


def _properties(record: Record, change: Change) -> Iterable[str]:
    shape: Shape | None = shape_of(record.kind)
    for step in change.path[:-1]:
        shape = shape and (shape.items if isinstance(step, int) else shape.properties.get(step))
    return () if shape is None else shape.properties


def _spot(text: str, starts: list[int], at: int) -> Spot:
    line = bisect_right(starts, at)
    before = text[starts[line - 1] : at]
    return Spot(line, len(before) + 1, len(before.encode()) + 1)
