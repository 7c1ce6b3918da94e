"""The page of a relation: everything that is known about it."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from itertools import groupby
from typing import Any

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook import head
from klantboek.handbook.ahead import SHOWN, ahead
from klantboek.handbook.bought import bought
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.changed import changed_section, changes
from klantboek.handbook.channels import preferred
from klantboek.handbook.derived import derived_section
from klantboek.handbook.edition import Edition
from klantboek.handbook.findings import finding_rows
from klantboek.handbook.group import group_section
from klantboek.handbook.layout import Section, section
from klantboek.handbook.markup import flow, joined
from klantboek.handbook.orders import orders_section
from klantboek.handbook.page import Page
from klantboek.handbook.paying import paying
from klantboek.handbook.permissions import in_plain_words
from klantboek.handbook.reach import LISTS, reach
from klantboek.handbook.related import related
from klantboek.handbook.scope import scope
from klantboek.handbook.timeline import Event, kinds, timeline
from klantboek.handbook.twins import twins
from klantboek.shapes import Type, shape_of

# The order of reading: who and how to reach them, what was said, what was bought, what went wrong, the rest.
_ORDER = [
    "contacts",
    "reach",
    "notes",
    "interactions",
    "complaints",
    "orders",
    "quotes",
    "product_requests",
    "configurations",
    "reservations",
    "subscriptions",
    "contracts",
    "products_in_use",
    "projects",
    "documents",
    "interests",
    "campaign_responses",
    "loyalty",
    "survey_answers",
    "favourites",
    "web_visits",
    "heard_via",
    "consents",
    "preferences",
    "classification",
    "organisation",
    "person",
    "registrations",
    "branches",
    "payment",
    "links",
    "collected",
    "external_ids",
    "former",
    "tombstone",
    "custom",
]
# Figures that stand in the head or in sections of their own, or repeat what others say.
_ELSEWHERE = (
    frozenset(["payment_behaviour", "customer_class", "group_members", "relation_facts", "churn_warnings"])
    | SHOWN
)


def pages(edition: Edition) -> Iterator[Page]:
    """Give a page for each relation that fits its schema."""
    for record in edition.book.records:
        if record.kind == "relation" and record.fits:
            title = edition.names.record(record)
            yield Page(
                edition.page_of(record),
                "relation",
                title,
                partial(_make, edition, record),
                active="relations.html",
                record=record,
            )


def _make(edition: Edition, record: Record) -> Mapping[str, Any]:
    cells, own = edition.cells("../"), scope(edition, record)
    value = record.document.value
    events = [*timeline(cells, shape_of("relation"), value, own), *changes(edition, record)]
    return {
        "name": edition.names.record(record),
        "number": record.id,
        "is_stone": "tombstone" in value,
        "kind": edition.words.choice("kind", value["kind"]) if "kind" in value else "",
        "owner": edition.names.staff(value["owner"]) if "owner" in value else "",
        "since": cells.date(value["since"]) if "since" in value else "",
        "badges": head.badges(edition, value),
        "segments": [cells.record("segment", code) for code in edition.segments.get(record.id, ())],
        "alerts": list(head.alerts(edition, record)),
        "twins": twins(edition, record, cells),
        "figures": list(head.figures(edition, record, cells)),
        "next": head.next_steps(edition, record, cells),
        "last": head.last_words(edition, record, cells, own),
        "may": in_plain_words(edition, record, own),
        "bought": bought(edition, record.id, cells),
        "sections": [*_sections(edition, record, cells, own), *_after(edition, record, cells)],
        "years": _by_years(events),
        "kinds": [(kind, edition.words(f"timeline.{kind}"), size) for kind, size in kinds(events)],
        "source": record.file,
        "edit": edition.edit_link(record),
    }


def _by_years(events: list[Event]) -> list[tuple[str, int, Markup]]:
    """Give the timeline by year: the year, how many, their lines."""
    events.sort(key=lambda event: (event.on, event.where), reverse=True)
    years = [
        (year, [event.line for event in found])
        for year, found in groupby(events, key=lambda event: event.on[:4])
    ]
    return [(year, len(found), joined("", found)) for year, found in years]


def _sections(edition: Edition, record: Record, cells: Cells, own: Scope) -> Iterator[Section]:
    shape, value = shape_of("relation"), record.document.value
    order, flat = _places()
    for name in order:
        if name == "reach":
            yield from reach(record, cells, own)
            yield from group_section(cells, record.id)
        elif name == "orders" and value.get(name):
            yield orders_section(cells, record, own)
            yield from paying(cells, record.id)
        elif value.get(name):
            more = preferred(cells, value) if name == "contacts" else {}
            yield section(cells, shape.properties[name], value[name], own, more)
    facts = cells.facts(shape, {name: value[name] for name in flat if name in value}, own)
    yield Section("about", edition.words("relation.about"), flow(facts, "facts"))


@cache
def _places() -> tuple[list[str], list[str]]:
    """Give the properties in the order of their sections, and those that stand among the key facts."""
    properties = shape_of("relation").properties
    rest = [name for name in properties if name not in _ORDER and name not in LISTS]
    flat = [name for name in rest if properties[name].type is not Type.OBJECT]
    return [*_ORDER, *(name for name in rest if name not in flat)], flat


def _after(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    words = edition.words
    yield from ahead(cells, record.id)
    yield from derived_section(cells, "relation", record.id, _ELSEWHERE)
    rows = related(edition, record, cells)
    if rows:
        yield Section("related", words("relation.related"), flow(rows, "facts"), len(rows))
    found = edition.findings_of(record)
    if found:
        yield Section(
            "findings",
            words("findings.title"),
            finding_rows(edition, found, cells),
            len(found),
            template="findings",
        )
    yield from changed_section(edition, record, cells)
