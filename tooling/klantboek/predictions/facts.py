"""What the checklist counts of one relation: which fields it has, since when, with which values, and what it bought."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from typing import Any

from klantboek.book import Book
from klantboek.book.amounts import turnover_of
from klantboek.book.book import RELATION
from klantboek.predictions.buying import Period, bought_again, period_of
from klantboek.predictions.past import day_of_items, known_on, values_at
from klantboek.shapes import Shape, Type, shape_of


@dataclass(frozen=True)
class Fields:
    """The fields that are counted: those that entries of the dictionary name, and those that objectives name."""

    measured: tuple[str, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """One field that a relation has: the last day on which it was known to be true ("" for none), and its values.

    ``digests`` are numbers that stand for the values; events, which are all different, have none.
    """

    field: int
    day: str
    digests: frozenset[int]


@dataclass(frozen=True)
class Facts:
    """What is counted of one relation.

    ``filled`` are the fields it has by their places, ``needed`` those that objectives name. ``bought`` tells whether
    it bought in the last period, None for who had not bought before that; ``values`` what was known of it then, by
    field, each with whether it carried its day.
    """

    kind: str
    turnover_minor: int
    filled: tuple[Filled, ...]
    needed: tuple[int, ...]
    bought: bool | None
    values: Mapping[str, tuple[Any, bool]]


def facts_of(book: Book, value: dict[str, Any], fields: Fields) -> Facts:
    """Count one relation; ``book`` gives its day and settings."""
    period = period_of(book)
    bought = bought_again(value, period)
    return Facts(
        value["kind"],
        turnover_of(book, value),
        tuple(_filled(value, fields.measured, book.as_of.isoformat())),
        tuple(place for place, one in enumerate(fields.needed) if any(values_at(value, one))),
        bought,
        {} if bought is None else _known(value, period),
    )


def _known(value: dict[str, Any], period: Period) -> Mapping[str, tuple[Any, bool]]:
    known = known_on(value, period.start)
    return {name: (one, name not in known.undated) for name, one in known.values.items()}


def _filled(value: dict[str, Any], fields: Sequence[str], today: str) -> Iterator[Filled]:
    for place, one in enumerate(fields):
        if found := list(values_at(value, one)):
            day = max([day for _, day in found if day <= today], default="")
            digests = () if is_of_events(one) else (_digest(each) for each, _ in found)
            yield Filled(place, day, frozenset(digests))


# Where a value came from and when it was verified are no part of it: the same value can have come twice.
_AROUND = ("collected", "verified")


def _digest(value: Any) -> int:
    text = value if isinstance(value, str) else json.dumps(_bare(value), sort_keys=True, default=str)
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if key not in _AROUND}
    return [_bare(one) for one in value] if isinstance(value, list) else value


@cache
def is_of_events(one: str) -> bool:
    """Tell whether a field is a list of what happened, or lies in one: no two of them are the same."""
    shape: Shape | None = shape_of(RELATION)
    for step in one.split(".")[1:]:
        shape = shape.properties.get(step) if shape is not None else None
        if shape is None:
            return False
        if shape.items is not None and shape.items.type is Type.OBJECT:
            shape = shape.items
            key = day_of_items(shape)
            if key and shape.properties[key].required:
                return True
    return False


def written(value: Any) -> str:
    """Write a value down so that ``read`` gives the same one."""
    if isinstance(value, bool):
        return f"b{int(value)}"
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, Decimal):
        return f"d{value}"
    if isinstance(value, date):
        return f"t{value.isoformat()}"
    return f"s{value}"


def read(text: str) -> Any:
    """Read a value that was written down."""
    kind, rest = text[0], text[1:]
    if kind == "s":
        return rest
    if kind == "b":
        return rest == "1"
    if kind == "i":
        return int(rest)
    return Decimal(rest) if kind == "d" else date.fromisoformat(rest)
