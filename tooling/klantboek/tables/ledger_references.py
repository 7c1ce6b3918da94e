"""What rows of ledgers name: registers of the book, and what stands in the record of their relation."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from klantboek.tables.ledgers import KINDS, Item, columns_of


def named_in(kind: str, item: Item) -> Iterator[tuple[str, str, int]]:
    """Give what an item refers to: what it is (``product``, ``contact``), its name, and the line that says so."""
    for steps, to, is_inner in _references(kind):
        entries = item.value.get(KINDS[kind][0], ()) if is_inner else (item.value,)
        for number, one in enumerate(entries):
            if isinstance(name := _at(one, steps), str):
                yield to, name, item.lines[number]


def _at(entry: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        entry = entry.get(step) if isinstance(entry, dict) else None
    return entry


@cache
def _references(kind: str) -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """Give where an item of a ledger refers to something: steps, to what, and whether in an entry of the inner list."""
    return tuple(
        (tuple(name.split("."))[is_inner:], shape.reference, is_inner)
        for name, (shape, is_inner) in columns_of(kind).items()
        if shape.reference
    )
