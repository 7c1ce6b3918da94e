"""The page of a relation: everything that is known about it."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from klantboek.book.record import Record
from klantboek.handbook import head
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.charts import Point, bars
from klantboek.handbook.derived import derived_section
from klantboek.handbook.edition import Edition
from klantboek.handbook.findings import finding_rows
from klantboek.handbook.layout import Section, section
from klantboek.handbook.markup import joined, pairs
from klantboek.handbook.page import Page
from klantboek.handbook.reach import LISTS, reach
from klantboek.handbook.related import related
from klantboek.handbook.scope import scope
from klantboek.handbook.timeline import Event, timeline
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
            )


def _make(edition: Edition, record: Record) -> Mapping[str, Any]:
    cells, own = edition.cells("../"), scope(edition, record)
    value = record.document.value
    return {
        "name": edition.names.record(record),
        "number": record.id,
        "is_stone": "tombstone" in value,
        "kind": edition.words.choice("kind", value["kind"]) if "kind" in value else "",
        "owner": edition.names.staff(value["owner"]) if "owner" in value else "",
        "since": cells.date(value["since"]) if "since" in value else "",
        "badges": head.badges(edition, value),
        "alerts": list(head.alerts(edition, record)),
        "figures": list(head.figures(edition, record, cells)),
        "next": head.next_steps(edition, record, cells),
        "last": head.last_words(edition, record, cells, own),
        "sections": [*_sections(edition, record, cells, own), *_after(edition, record, cells)],
        "years": _by_years(timeline(cells, shape_of("relation"), value, own)),
        "source": record.file,
        "edit": edition.edit_link(record),
    }


def _by_years(events: list[Event]) -> list[tuple[str, int, Markup]]:
    """Give the timeline by year: the year, how many, their lines."""
    years = [
        (year, [event.line for event in found])
        for year, found in groupby(events, key=lambda event: event.on[:4])
    ]
    return [(year, len(found), joined("", found)) for year, found in years]


def _sections(edition: Edition, record: Record, cells: Cells, own: Scope) -> Iterator[Section]:
    shape, value = shape_of("relation"), record.document.value
    rest = [name for name in shape.properties if name not in _ORDER and name not in LISTS]
    flat = [name for name in rest if shape.properties[name].type is not Type.OBJECT]
    for name in [*_ORDER, *(name for name in rest if name not in flat)]:
        if name == "reach":
            yield from reach(record, cells, own)
        elif value.get(name):
            asides = _totals(edition, record) if name == "orders" else None
            made = section(cells, shape.properties[name], value[name], own, asides)
            yield made._replace(intro=_INTROS[name](edition, record)) if name in _INTROS else made
    facts = cells.facts(shape, {name: value[name] for name in flat if name in value}, own)
    yield Section("about", edition.words("relation.about"), "facts", pairs(facts))


def _totals(edition: Edition, record: Record) -> Mapping[int, Markup]:
    """Give the amount of each order, by its place in the record."""
    return {
        row["orders_position"] - 1: escape(edition.write.minor(row["amount_minor"], row["currency"]))
        for row in edition.rows("order_totals", record.id)
        if row["amount_minor"] is not None
    }


def _by_year(edition: Edition, record: Record) -> Markup:
    """Draw what was ordered in each year, in the currency of the book."""
    home, write = edition.book.settings.currency, edition.write
    years: dict[int, int] = {}
    for row in edition.rows("order_totals", record.id):
        if row["currency"] == home and row["amount_minor"] is not None:
            years[row["date"].year] = years.get(row["date"].year, 0) + row["amount_minor"]
    if len(years) < 2:  # noqa: PLR2004 -- one bar says nothing
        return Markup()
    points = [
        Point(str(year), years.get(year, 0) / 100, write.minor(years.get(year, 0), home))
        for year in range(min(years), max(years) + 1)
    ]
    return bars(
        edition.words("relation.by_year"), points, lambda height: write.whole_money(int(height), home)
    )


def _in_plain_words(edition: Edition, record: Record) -> Markup:
    """Say what we may and may not do, by the last word on each purpose and channel."""
    last: dict[tuple[str, str], Mapping[str, Any]] = {}
    for item in sorted(record.document.value.get("consents", ()), key=lambda one: one.get("on", "")):
        last[item.get("purpose", ""), item.get("channel", "")] = item
    lines = []
    for (purpose, channel), item in last.items():
        found = edition.book.find("processing", purpose)
        what = edition.names.record(found) if found is not None else purpose
        key = "consent.past" if _ended(edition, item) else f"consent.{item.get('state', 'given')}"
        by = f" ({edition.names.term('channels', channel)})" if channel else ""
        tone = "good" if key == "consent.given" else "bad"
        lines.append(Markup('<li class="{}">{}</li>').format(tone, edition.words(key, what=f"{what}{by}")))
    return Markup('<ul class="plain-words">{}</ul>').format(Markup().join(lines))


def _ended(edition: Edition, item: Mapping[str, Any]) -> bool:
    return item.get("state") == "given" and item.get("until", "9999") < edition.book.as_of.isoformat()


_INTROS = {"orders": _by_year, "consents": _in_plain_words}


def _after(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    words = edition.words
    yield from derived_section(cells, "relation", record.id)
    rows = related(edition, record, cells)
    if rows:
        yield Section("related", words("relation.related"), "facts", pairs(rows), len(rows))
    found = edition.findings_of(record)
    if found:
        yield Section(
            "findings", words("findings.title"), "findings", finding_rows(edition, found, cells), len(found)
        )
