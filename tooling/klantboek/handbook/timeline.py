"""Everything dated in a record, newest first."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache
from textwrap import shorten
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.handbook.cells import Cell, Cells, Scope
from klantboek.handbook.grid import within
from klantboek.handbook.markup import NOTHING, brief, escaped, event, joined
from klantboek.shapes import Shape, Type, shape_of

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
    """Something that happened (or will): its day as text, where it stands on the page, and its line.

    ``list_`` names the list of an item that stands on another page: of those a year has one line for all.
    """

    on: str
    where: str
    line: str
    list_: str = ""


class Elsewhere(NamedTuple):
    """Items of a list that stand on another page: that page, what they are called, and their places in the list."""

    page: str
    label: Markup
    places: Container[int]


class _Way(NamedTuple):
    """How to find what is dated in items of a shape: where their day and words are, and which properties lead on."""

    days: tuple[str, ...]
    words: tuple[str, ...]
    leads: Mapping[str, Shape]


class _Word(NamedTuple):
    """A property that an item may go by, and how it is written."""

    key: str
    shape: Shape
    cell: Cell


# Of items of a list, by their places, what is said beside the words that they go by.
Beside = Mapping[str, Mapping[int, Markup]]
_NO_MORE: Mapping[int, Markup] = {}


def timeline(
    cells: Cells, value: Mapping[str, Any], scope: Scope, elsewhere: Mapping[str, Elsewhere], beside: Beside
) -> list[Event]:
    """Give every dated item of a relation; ``elsewhere`` has, by the name of a list, what stands on another page."""
    made = _Timeline(cells, elsewhere, beside)
    made.below(shape_of("relation"), value, scope)
    return made.found


def kinds(events: Iterable[Event]) -> list[tuple[str, int]]:
    """Give the kinds that the timeline can be narrowed to, with how many events of each it has."""
    counts = Counter([_kind_of(event.where.partition("-")[0]) for event in events])
    return [(kind, counts[kind]) for kind in KINDS if kind in counts]


@cache
def _kind_of(section: str) -> str:
    return next((kind for kind, sections in KINDS.items() if section in sections), "")


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


class _Timeline:
    """The events of one record, as they are found."""

    def __init__(self, cells: Cells, elsewhere: Mapping[str, Elsewhere], beside: Beside) -> None:
        self._cells = cells
        self._elsewhere = elsewhere
        self._beside = beside
        self.found: list[Event] = []

    def below(self, shape: Shape, value: Mapping[str, Any], scope: Scope, where: str = "") -> None:
        """Find what is dated in a group; ``where`` is the place on the page of the item that it is in."""
        leads = _way(shape).leads
        for name, inside in value.items():
            sub = leads.get(name)
            if sub is None:
                continue
            if sub.items is None:
                self.below(sub, inside, scope, where or name)
                continue
            way, label, words = _said(self._cells, sub.items)
            away = self._elsewhere.get(name) if self._elsewhere and not where else None
            more = _NO_MORE if where else self._beside.get(name, _NO_MORE)
            for number, item in enumerate(inside, start=1):
                place, own = where or f"{name}-{number}", within(scope, item)
                day = _day(way, item)
                if day:
                    when, what = self._cells.day_of_year(day), _what(words, item, own)
                    if number - 1 in more:
                        what = joined(" · ", filter(None, [what, more[number - 1]]))
                    if away is not None and number - 1 in away.places:
                        # It stands on another page, and has its anchor here.
                        self.found.append(Event(day, place, brief(when, place, what), name))
                    else:
                        self.found.append(Event(day, place, event(when, place, label, what)))
                if way.leads:
                    self.below(sub.items, item, own, place)


def _day(way: _Way, item: Mapping[str, Any]) -> str:
    """Give the day of an item, "" when it has none."""
    for key in way.days:
        if key in item:
            found: str = item[key]
            return found
    return ""


def lines(events: Sequence[Event], elsewhere: Mapping[str, Elsewhere]) -> str:
    """Give the events of a year; those that stand on another page are one line a list, with all of them in it."""
    found = [one.line for one in events if not one.list_]
    for name, other in elsewhere.items():
        brief_ones = [one.line for one in events if one.list_ == name]
        if brief_ones:
            found.append(
                f"<li><i>{len(brief_ones)}\u00d7</i> <a href={other.page}#{name}>{other.label}</a><ol>{''.join(brief_ones)}</ol></li>"
            )
    return "".join(found)


def _said(cells: Cells, items: Shape) -> tuple[_Way, Markup, Sequence[_Word]]:
    """Give how items are dated, what they are called, and how the words that they go by are written."""
    way, properties = _way(items), items.properties
    return cells.once(
        ("timeline", items),
        lambda: (
            way,
            cells.label(items),
            [_Word(key, properties[key], cells.of(properties[key])) for key in way.words],
        ),
    )


def _what(words: Iterable[_Word], item: Mapping[str, Any], scope: Scope) -> Markup:
    """Give the words that an item goes by, or the first of a long text: all of it stands where the line leads to."""
    for key, shape, cell in words:
        if key in item:
            text = item[key]
            if isinstance(text, str) and len(text) > _LONG and not shape.reference:
                return escaped(shorten(text, _LONG, placeholder=" …"))
            return cell(text, scope)
    return NOTHING
