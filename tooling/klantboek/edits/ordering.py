"""The keys of every group of a document in the order of its schema."""

from collections.abc import Iterator, Sequence
from typing import Any

from klantboek.changes import Order, Reorder, Steps
from klantboek.edits.edit import edited
from klantboek.edits.refused import EditRefusedError
from klantboek.yaml import Document


def ordered(document: Document, order: Order) -> Document:
    """Give the document with its keys in order; a key that the order does not know stays behind the one before it.

    A group whose comments don't allow it stays as it is.
    """
    for path in list(_groups(document.value, ())):
        found = _at(document.value, path)
        keys = in_order(list(found), order(path))
        if keys != list(found):
            try:
                document = edited(document, [Reorder(path, tuple(keys))])
            except EditRefusedError:
                continue
    return document


def in_order(keys: Sequence[str], order: Sequence[str]) -> list[str]:
    """Give the keys in order; one that is not in it follows the key that it stood behind."""
    ranks = {key: rank for rank, key in enumerate(order)}
    placed: list[tuple[int, str]] = []
    for key in keys:
        rank = ranks.get(key, placed[-1][0] if placed else -1)
        placed.append((rank, key))
    return [key for _, key in sorted(placed, key=lambda one: one[0])]


def _groups(value: Any, path: Steps) -> Iterator[Steps]:
    if isinstance(value, dict):
        yield path
        for key, item in value.items():
            yield from _groups(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _groups(item, (*path, position))


def _at(value: Any, path: Steps) -> Any:
    for step in path:
        value = value[step]
    return value
