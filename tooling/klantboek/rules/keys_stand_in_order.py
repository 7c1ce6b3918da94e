"""KB115, keys stand in the order of the schema."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from klantboek.book import Book, Record
from klantboek.book.parts import Row, parts_of
from klantboek.changes import Fix, Reorder, Steps
from klantboek.edits import EditRefusedError, edited
from klantboek.edits.ordering import in_order
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.shapes import Shape, shape_of


@rule("KB115", requirement="M64", severity=Severity.ADVICE)
def keys_stand_in_order(book: Book) -> Iterator[Problem]:
    """The keys of a record stand in the order of its schema, as far as the comments between them allow.

    In records that are written alike everybody knows where to look, and git shows what changed, not what moved.

    Bad: `{notes: [{text: Called back., on: 2026-01-12}]}`

    Good: `{notes: [{on: 2026-01-12, text: Called back.}]}`
    """
    for record in book.records:
        if _is_tidy(record):
            continue
        changes = _possible(record, list(_disordered(record.document.value, shape_of(record.kind), ())))
        if not changes:
            continue
        first = changes[0]
        here, wanted = next(
            (one, two)
            for one, two in zip(_at(record.document.value, first.path), first.keys, strict=True)
            if one != two
        )
        yield Problem(
            record.node,
            None,
            f"'{wanted}' comes before '{here}' in the schema{_more(len(changes) - 1)}",
            "Let klantboek lint --fix move it, with its comments.",
            exact=(*first.path, here),
            at_key=True,
            fix=Fix("put the keys in the order of the schema", changes),
        )


def _more(count: int) -> str:
    if not count:
        return ""
    return "; one more group is out of order" if count == 1 else f"; {count} more groups are out of order"


def _disordered(value: Any, shape: Shape | None, path: Steps) -> Iterator[Reorder]:
    if shape is None or not isinstance(value, dict | list):
        return
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _disordered(item, shape.items, (*path, position))
        return
    known = shape.properties
    if not _is_ordered(tuple(value), shape):
        keys = tuple(in_order(list(value), list(known)))
        if keys != tuple(value):
            yield Reorder(path, keys)
    for key, item in value.items():
        if item.__class__ in (dict, list):
            yield from _disordered(item, known.get(key), (*path, key))


def _is_tidy(record: Record) -> bool:
    """Look whether no group needs another order, as in nearly all records; False is not certain."""
    return record.fits and all(map(_is_tidy_row, parts_of(record).rows))


@lru_cache(maxsize=10_000)
def _is_tidy_row(row: Row) -> bool:
    return _is_ordered(row.keys, row.shape)


def _is_ordered(keys: tuple[str, ...], shape: Shape) -> bool:
    """Tell whether the keys of the schema follow each other; those it doesn't know stay where they are."""
    order = iter(shape.properties)
    return all(any(key == one for one in order) for key in keys if key in shape.properties)


def _possible(record: Record, changes: list[Reorder]) -> tuple[Reorder, ...]:
    """Give the changes that the comments between the keys allow."""
    possible, document = [], record.document
    for change in changes:
        try:
            document = edited(document, [change])
        except EditRefusedError:
            continue
        possible.append(change)
    return tuple(possible)


def _at(value: Any, path: Steps) -> Any:
    for step in path:
        value = value[step]
    return value
