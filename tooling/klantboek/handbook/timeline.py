"""Everything dated in a record, newest first."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, event, link
from klantboek.shapes import Shape, Type

_DATES = ("date", "on", "start", "sent_on", "from")
_WORDS = (
    "subject", "title", "name", "what", "nature", "text", "product", "description", "survey", "campaign", "number",
    "purpose", "topic", "why", "field", "event", "points", "amount", "score", "note",
)  # fmt: skip
# What is true during a time rather than happening on a day has its own section.
_STATES = frozenset(
    [
        "addresses",
        "emails",
        "phones",
        "websites",
        "social",
        "branches",
        "accounts",
        "figures",
        "former_names",
        "directors",
    ]
)


class Event(NamedTuple):
    """Something that happened (or will): its day as text, where it stands on the page, and its line."""

    on: str
    where: str
    line: Markup


def timeline(cells: Cells, shape: Shape, value: Mapping[str, Any], scope: Scope) -> list[Event]:
    """Give every dated item of a record, newest first."""
    found = list(_below(cells, shape, value, scope, ""))
    return sorted(found, key=lambda one: (one.on, one.where), reverse=True)


def _below(cells: Cells, shape: Shape, value: Mapping[str, Any], scope: Scope, where: str) -> Iterator[Event]:
    for name, sub in shape.properties.items():
        if name not in value or name in _STATES:
            continue
        if sub.type is Type.OBJECT and name not in {"verified", "collected"}:
            yield from _below(cells, sub, value[name], scope, where or name)
        elif sub.items is not None and sub.items.type is Type.OBJECT:
            for number, item in enumerate(value[name]):
                place = where or anchor(name, number)
                inner = scope._replace(currency=item["currency"]) if "currency" in item else scope
                yield from _event(cells, sub, item, inner, place)
                yield from _below(cells, sub.items, item, inner, place)


def _event(cells: Cells, shape: Shape, item: Mapping[str, Any], scope: Scope, where: str) -> Iterator[Event]:
    day = next((item[key] for key in _DATES if key in item), None)
    if day is None or shape.items is None:
        return
    key = next((key for key in _WORDS if key in item), None)
    what = NOTHING if key is None else cells.of(shape.items.properties[key])(item[key], scope)
    yield Event(day, where, event(cells.date(day), link(f"#{where}", cells.label(shape)), what))
