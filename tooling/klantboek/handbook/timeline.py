"""Everything dated in a record, newest first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from textwrap import shorten
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.grid import within
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, escaped, event
from klantboek.shapes import Shape, Type

_DATES = ("date", "on", "start", "sent_on", "from")
_WORDS = (
    "subject", "title", "name", "what", "nature", "text", "product", "description", "survey", "campaign", "number", "source",
    "purpose", "topic", "why", "field", "event", "points", "amount", "score", "note",
)  # fmt: skip
# What is true during a time rather than happening on a day has its own section; an invoice stands with its order.
_STATES = {
    "verified", "invoices", "payments", "reminders", "addresses", "emails", "phones", "websites", "social", "branches", "accounts", "figures", "former_names",
    "directors",
}  # fmt: skip
_LONG = 80
# What the timeline can be narrowed to, by the sections of the page; the styles name the same ones.
KINDS: Mapping[str, frozenset[str]] = {
    "contact": frozenset(["interactions", "notes", "contacts"]),
    "buying": frozenset(["orders", "quotes", "subscriptions", "contracts", "products_in_use", "product_requests",
                         "configurations", "reservations", "projects"]),
    "complaints": frozenset(["complaints"]),
    "marketing": frozenset(["campaign_responses", "survey_answers", "loyalty", "web_visits", "favourites", "consents",
                            "interests"]),
    "data": frozenset(["changed", "former", "collected", "classification", "links", "payment", "organisation"]),
}  # fmt: skip


class Event(NamedTuple):
    """Something that happened (or will): its day as text, where it stands on the page, and its line."""

    on: str
    where: str
    line: Markup


class _Way(NamedTuple):
    """How to find what is dated in items of a shape: where their day and words are, and which properties lead on."""

    days: tuple[str, ...]
    words: tuple[str, ...]
    leads: Mapping[str, Shape]


def timeline(cells: Cells, shape: Shape, value: Mapping[str, Any], scope: Scope) -> list[Event]:
    """Give every dated item of a record, newest first."""
    found = list(_below(cells, shape, value, scope, ""))
    return sorted(found, key=lambda one: (one.on, one.where), reverse=True)


def kinds(events: Iterable[Event]) -> list[tuple[str, int]]:
    """Give the kinds that the timeline can be narrowed to, with how many events of each it has."""
    counts = Counter(event.where.partition("-")[0] for event in events)
    sizes = ((kind, sum(counts[one] for one in sections)) for kind, sections in KINDS.items())
    return [(kind, size) for kind, size in sizes if size]


@cache
def _way(shape: Shape) -> _Way:
    leads = {
        name: sub
        for name, sub in shape.properties.items()
        if name not in _STATES
        and (sub.type is Type.OBJECT or (sub.items is not None and sub.items.type is Type.OBJECT))
        and _has_days(sub)
    }
    names = shape.properties
    return _Way(
        tuple(key for key in _DATES if key in names), tuple(key for key in _WORDS if key in names), leads
    )


def _has_days(shape: Shape) -> bool:
    """Tell whether a list with days is here or below."""
    inner = shape.items or shape
    return (shape.items is not None and any(key in inner.properties for key in _DATES)) or bool(
        _way(inner).leads
    )


def _below(cells: Cells, shape: Shape, value: Mapping[str, Any], scope: Scope, where: str) -> Iterator[Event]:
    leads = _way(shape).leads
    for name, found in value.items():
        sub = leads.get(name)
        if sub is None:
            continue
        if sub.items is None:
            yield from _below(cells, sub, found, scope, where or name)
            continue
        below = _way(sub.items)
        for number, item in enumerate(found):
            place, inner = where or anchor(name, number), within(scope, item)
            day = next((item[key] for key in below.days if key in item), None)
            if day is not None:
                line = event(
                    cells.day_of_year(day), place, cells.label(sub), _what(cells, sub.items, item, inner)
                )
                yield Event(day, place, line)
            if below.leads:
                yield from _below(cells, sub.items, item, inner, place)


def _what(cells: Cells, items: Shape, item: Mapping[str, Any], scope: Scope) -> Markup:
    """Give the words that an item goes by, or the first of a long text: all of it stands where the line leads to."""
    key = next((key for key in _way(items).words if key in item), None)
    if key is None:
        return NOTHING
    text, shape = item[key], items.properties[key]
    if isinstance(text, str) and len(text) > _LONG and not shape.reference:
        return escaped(shorten(text, _LONG, placeholder=" …"))
    return cells.of(shape)(text, scope)
