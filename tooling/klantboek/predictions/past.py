"""What a book knew of a relation on an earlier day, as values that can be compared between relations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from klantboek.shapes import Shape, Type, shape_of

# Where a value comes from and when it was checked is about the register, not about the customer.
ABOUT_THE_VALUE = frozenset({"verified", "collected"})
# By these an item of a list says since when it is true, unless its schema asks for a day of another name.
_DAYS = ("on", "date", "from", "start", "sent_on")


@dataclass(frozen=True)
class Known:
    """What was known of a relation: a value by field, as path with dots; ``undated`` are fields that carry no day.

    What carries no day is taken as it is now, and may know more than one could then.
    """

    values: dict[str, Any]
    undated: set[str]


def known_on(relation: dict[str, Any], day: date) -> Known:
    """Give what a relation's record says of an earlier day.

    Items of lists count when they began by that day, blocks when they were collected by then. Of several items
    the latest speaks; a list itself is the number of its items.
    """
    found = Known({}, set())
    _gather(relation, shape_of("relation"), day.isoformat(), found, dated=False)
    return found


def _gather(value: dict[str, Any], shape: Shape, day: str, found: Known, *, dated: bool) -> None:
    if "collected" in value and (collected := _day_in(value, "collected")):
        if collected > day:
            return
        dated = True
    for name, inner in value.items():
        below = shape.properties[name]
        if inner in (None, "", [], {}) or (name in ABOUT_THE_VALUE and below.type is Type.OBJECT):
            continue
        if below.type is Type.OBJECT:
            _gather(inner, below, day, found, dated=dated)
        elif below.type is Type.OPEN:
            _own(inner, below, found, dated=dated)
        elif below.items is not None and below.items.type is Type.OBJECT:
            _items(inner, below.items, day, found, dated=dated)
        elif (one := _comparable(inner, below, day)) is not None:
            _tell(found, below.path, one, dated=dated or below.type is Type.DATE)


def _own(value: dict[str, Any], shape: Shape, found: Known, *, dated: bool) -> None:
    for key, one in value.items():
        if not isinstance(one, (dict, list)):
            _tell(found, f"{shape.path}.{key}", one, dated=dated)


def _items(items: list[dict[str, Any]], shape: Shape, day: str, found: Known, *, dated: bool) -> None:
    key = day_of_items(shape)
    there = [one for one in items if one.get(key, "") <= day and _day_in(one, "collected") <= day]
    kept = sorted(there, key=lambda one: str(one.get(key, "")))
    if kept:
        known = dated or all(key in one or _day_in(one, "collected") for one in kept)
        _tell(found, shape.path, found.values.get(shape.path, 0) + len(kept), dated=known)
    for one in kept:
        _gather(one, shape, day, found, dated=dated or key in one)


def _tell(found: Known, field: str, value: Any, *, dated: bool) -> None:
    found.values[field] = value
    if not dated:
        found.undated.add(field)


def _comparable(value: Any, shape: Shape, day: str) -> Any:
    if shape.type is Type.LIST:
        return ", ".join(sorted(map(str, value)))
    if shape.type is Type.DATE:
        return date.fromisoformat(value) if value <= day else None
    return value


@cache
def day_of_items(shape: Shape) -> str:
    """Give the property by which an item of a list says since when it is true; "" when none does."""
    dates = [one for one in shape.properties.values() if one.type is Type.DATE]
    asked = [one.name for one in dates if one.required]
    names = {one.name for one in dates}
    return next(iter([*asked, *(name for name in _DAYS if name in names)]), "")


def values_at(relation: dict[str, Any], field: str) -> Iterator[tuple[Any, str]]:
    """Give each value of a field with the last day on which it was known to be true; "" for no day.

    That is the day it was verified, collected or happened, or that of the nearest group around it.
    """
    steps = _steps(field)
    if steps[0] in relation:
        yield from _at(relation, shape_of("relation"), steps, "")


@cache
def _steps(field: str) -> tuple[str, ...]:
    return tuple(field.split(".")[1:])


def _at(value: Any, shape: Shape, steps: tuple[str, ...], day: str) -> Iterator[tuple[Any, str]]:
    if isinstance(value, list):
        items: Shape = shape.items or shape
        key = day_of_items(items) if value and isinstance(value[0], dict) else ""
        for one in value:
            yield from _at(one, items, steps, one.get(key, day) if key else day)
        return
    if isinstance(value, dict) and shape.type is not Type.OPEN:
        if "verified" in value:
            day = max(_day_in(value, "verified"), day)
        if "collected" in value:
            day = max(_day_in(value, "collected"), day)
    if not steps:
        yield value, day
    elif isinstance(value, dict) and value.get(steps[0]) not in (None, "", [], {}):
        yield from _at(value[steps[0]], shape.properties.get(steps[0], shape), steps[1:], day)


def _day_in(value: Mapping[str, Any], name: str) -> str:
    # Of the relation itself `collected` is a list: it says nothing about one value.
    block = value.get(name)
    return str(block.get("on", "")) if isinstance(block, dict) else ""
