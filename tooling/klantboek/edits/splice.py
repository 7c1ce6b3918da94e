"""Splices: stretches of a text with what comes in their place, and the proof that the result is right."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from klantboek.edits.refused import EditRefusedError
from klantboek.yaml import Document, read


class Splice(NamedTuple):
    """Put ``text`` in the place of what stands between two offsets."""

    start: int
    end: int
    text: str


def spliced(document: Document, splices: Iterable[Splice], expected: Any) -> Document:
    """Give the document with the splices made.

    The result is read again, strictly: it must hold ``expected``, types and order of keys included.
    Raises EditRefusedError when it does not, or when two splices are about the same text.
    """
    pieces, behind, text = [], 0, document.text
    for one in sorted(splices):
        if one.start < behind:
            raise EditRefusedError(document.name, "two changes are about the same text")
        pieces += [text[behind : one.start], one.text]
        behind = one.end
    after = read("".join((*pieces, text[behind:])).encode(), document.name)
    if after.faults:
        raise EditRefusedError(document.name, f"it could not be read afterwards ({after.faults[0].message})")
    if not same(after.value, expected):
        raise EditRefusedError(document.name, "the change would alter other values as well")
    return after


def attempted(document: Document, splices: Iterable[Splice]) -> Document:
    """Give the document with splices that leave its values as they are, or as it was when they would not."""
    try:
        return spliced(document, splices, document.value)
    except EditRefusedError:
        return document


def same(one: Any, two: Any) -> bool:
    """Tell whether two values are the same: also in type, in the order of keys and in written decimals."""
    if _is_number(one) and _is_number(two):
        # A decimal without a fraction is written as a whole number, and read as one.
        return f"{Decimal(one):f}" == f"{Decimal(two):f}"
    if type(one) is not type(two):
        return False
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(item, two[key]) for key, item in one.items())
    if isinstance(one, list):
        return len(one) == len(two) and all(map(same, one, two))
    return bool(one == two)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
