"""KB802, nothing ends before it starts."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from klantboek.book import Book, Node
from klantboek.book.parts import Row, node_at, parts_of
from klantboek.rules import Problem, rule
from klantboek.shapes import Shape, Type

# The first day and the last one of the same thing, by the names they have in any object of any record.
# Delivery, the due day of an invoice and the warranty have rules of their own.
_PAIRS = (
    ("from", "until"),
    ("since", "until"),
    ("start", "end"),
    ("date", "valid_until"),
    ("date", "requested_on"),
    ("on", "until"),
    ("on", "due"),
    ("on", "expected_on"),
    ("on", "keep_until"),
    ("on", "resolved_on"),
    ("sent_on", "opened_on"),
    ("sent_on", "responded_on"),
    ("joined_on", "left_on"),
    ("from", "replace_by"),
    ("sold_from", "sold_until"),
    ("birth_date", "from"),
)


@rule("KB802", requirement="M53")
def end_is_not_before_start(book: Book) -> Iterator[Problem]:
    """Whatever has a first and a last day ends on its first day or later.

    Something that ends before it starts holds on no day: it is in no list and no figure, and one of its days is wrong.

    Bad: `addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL, from: 2024-05-01, until: 2023-05-01}]`

    Good: `addresses: [{uses: [visiting], street: Molenpad, house_number: "12", postcode: 1016 DW, city: Amsterdam, country: NL, from: 2023-05-01, until: 2024-05-01}]`
    """
    for record in book.records:
        if not record.fits:
            continue
        parts = parts_of(record)
        for path, value, shape in parts.objects if any(map(_has_both, parts.rows)) else ():
            for first, last in _pairs(shape):
                # Days as text are in the same order as the days themselves.
                if first in value and last in value and value[last] < value[first]:
                    yield _problem(node_at(record, path), value, first, last)


@lru_cache(maxsize=10_000)
def _has_both(row: Row) -> bool:
    return any(first in row.keys and last in row.keys for first, last in _pairs(row.shape))


@cache
def _pairs(shape: Shape) -> tuple[tuple[str, str], ...]:
    """Give the pairs of days that an object of this shape may have."""
    days = {name for name, below in shape.properties.items() if below.type is Type.DATE}
    return tuple(pair for pair in _PAIRS if days.issuperset(pair))


def _problem(node: Node, value: dict[str, Any], first: str, last: str) -> Problem:
    return Problem(
        node,
        last,
        f"{last} ({value[last]}) is before {first} ({value[first]})",
        "Correct the one that is wrong.",
        node,
        first,
        "starts here",
    )
