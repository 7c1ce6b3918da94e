"""The page of a relation: everything that is known about it."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from klantboek.book.record import Record
from klantboek.handbook import past
from klantboek.handbook.ahead import SHOWN, ahead
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.changed import changed_section, changes
from klantboek.handbook.channels import preferred
from klantboek.handbook.derived import derived_section
from klantboek.handbook.edition import Edition
from klantboek.handbook.findings import finding_rows
from klantboek.handbook.glance import top
from klantboek.handbook.group import group_section
from klantboek.handbook.layout import Section, row, section
from klantboek.handbook.markup import escaped, rows
from klantboek.handbook.page import Page
from klantboek.handbook.paying import paying
from klantboek.handbook.reach import LISTS, reach
from klantboek.handbook.related import related
from klantboek.handbook.scope import scope
from klantboek.handbook.timeline import Event, kinds, lines, timeline
from klantboek.shapes import shape_of

# The order of reading: who and how to reach them, what was said, what was bought, what went wrong, the rest.
_FIRST = (
    "contacts", "reach", "notes", "interactions", "timeline", "complaints", "orders", "quotes", "product_requests", "configurations",
    "reservations", "subscriptions", "contracts", "products_in_use", "projects", "documents", "interests",
    "campaign_responses", "loyalty", "survey_answers", "favourites", "web_visits", "consents", "links",
)  # fmt: skip
# Key facts: a line each, where they are no longer than that.
_FACTS = (
    "classification", "organisation", "person", "registrations", "branches", "payment", "preferences", "heard_via",
    "collected", "external_ids", "former", "tombstone", "custom",
)  # fmt: skip
# What the head says already.
_HEAD = frozenset(["number", "kind", "roles", "status", "since", "owner"])
_TOLD = {"organisation": frozenset(["name"]), "classification": frozenset(["class", "goal"])}
_NONE = frozenset[str]()
# Figures that stand in the head or in sections of their own, or repeat what others say.
_ELSEWHERE = (
    frozenset([
        "payment_behaviour", "customer_class", "group_members", "relation_facts", "churn_warnings",
        "relation_activity.orders", "relation_activity.last_on", "relation_activity.days_since",
        "relation_activity.average_order_minor", "relation_profit.profit_minor", "customer_score.score",
        "customer_score.place", "rfm.days_since", "rfm.purchase_days", "rfm.turnover_minor",
    ])
    | SHOWN
)  # fmt: skip
# With no more events than this they are all in sight: nothing to narrow.
_FEW = 8


def pages_of(edition: Edition, record: Record) -> Iterator[Page]:
    """Give the page of a relation, if it fits its schema."""
    if record.fits:
        title = edition.names.record(record)
        yield Page(
            edition.page_of(record),
            "",
            title,
            partial(_make, edition, record),
            active="relations.html",
            record=record,
        )


def _make(edition: Edition, record: Record) -> Mapping[str, Any]:
    """Give the blocks of the page; a template would take as long as all that it shows."""
    cells, own = edition.cells("../"), scope(edition, record)
    sections = [*_sections(record, cells, own), *_after(edition, record, cells)]
    name = edition.names.record(record)
    return {
        "title": f"{escaped(name)} \N{EN DASH} {escaped(edition.title)}",
        "width": "is-relation",
        "content": f"{top(edition, record, cells, own)}\n{''.join([one.whole for one in sections])}",
        "aside": f'<nav class=toc aria-label="{cells.word("site.toc")}">{"".join([one.entry for one in sections])}</nav>',
    }


def _findings(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    found = edition.findings_of(record)
    if found:
        lines = "".join([one.line for one in finding_rows(edition, found, cells)])
        yield Section(
            "findings", cells.word("findings.title"), f"<ul class=findings>{lines}</ul>", len(found)
        )


def _timeline(edition: Edition, record: Record, cells: Cells, own: Scope) -> Iterator[Section]:
    """Give everything dated by year, the last ones in sight, and what it can be narrowed to."""
    away = past.elsewhere(cells, record, own)
    events = timeline(cells, shape_of("relation"), record.document.value, own, away)
    if not events:
        # What changed in the file has a section of its own.
        return
    events += changes(edition, record)
    events.sort(key=attrgetter("on", "where"), reverse=True)
    parts, shown = [_choices(cells, events)], 0
    for year, found in groupby(events, key=_year):
        inside, seen = list(found), " open" if shown < _FEW else ""
        shown += len(inside)
        parts.append(
            f"<details{seen}><summary>{year} <small>{len(inside)}</small></summary><ol>{lines(inside, away)}</ol></details>"
        )
    yield Section("timeline", cells.word("relation.timeline"), "".join(parts))


def _year(event: Event) -> str:
    return event.on[:4]


def _choices(cells: Cells, events: list[Event]) -> str:
    """Give the kinds of events to choose from."""
    found = kinds(events) if len(events) > _FEW else []
    if len(found) < 2:  # noqa: PLR2004 -- one is no choice
        return ""
    every = f"<label><input type=radio name=k checked> {cells.word('timeline.all')}</label>"
    each = [
        f"<label><input type=radio name=k id=k-{kind}> {cells.word(f'timeline.{kind}')} <small>{size}</small></label>"
        for kind, size in found
    ]
    return f"<fieldset><legend class=unseen>{cells.word('timeline.show')}</legend>{every}{''.join(each)}</fieldset>"


def _sections(record: Record, cells: Cells, own: Scope) -> Iterator[Section]:
    shape, value = shape_of("relation"), record.document.value
    for name in _FIRST:
        if name == "reach":
            yield from reach(record, cells, own)
            yield from group_section(cells, record.id)
        elif name == "timeline":
            yield from _timeline(cells.edition, record, cells, own)
        elif name not in value or not value[name]:
            continue
        elif name in past.LISTS:
            yield past.in_short(cells, record, own, name)
            if name == "orders":
                yield from paying(cells, record.id)
        else:
            more = preferred(cells, value) if name == "contacts" else {}
            yield section(cells, shape.properties[name], value[name], own, more)
    yield from _about(record, cells, own)


def _about(record: Record, cells: Cells, own: Scope) -> Iterator[Section]:
    """Give the key facts: those of a line together, the others each in a section."""
    shape, value, facts = shape_of("relation"), record.document.value, []
    for name in _facts():
        if value.get(name) or value.get(name) is False:
            sub = shape.properties[name]
            line = row(cells, sub, value[name], own, _TOLD.get(name, _NONE))
            if line is None:
                yield section(cells, sub, value[name], own)
            else:
                facts.append(line)
    if any(facts):
        yield Section("about", cells.word("relation.about"), f"<dl>{''.join(facts)}</dl>")


@cache
def _facts() -> list[str]:
    """Give the properties that are key facts, those that the schema adds later at their end."""
    elsewhere = {*_FIRST, *_FACTS, *LISTS, *_HEAD}
    rest = [name for name in shape_of("relation").properties if name not in elsewhere]
    return [*_FACTS, *rest]


def _after(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    yield from ahead(cells, record.id)
    yield from derived_section(cells, "relation", record.id, _ELSEWHERE)
    found = related(edition, record, cells)
    if found:
        yield Section("related", cells.word("relation.related"), rows(found), len(found))
    yield from _findings(edition, record, cells)
    yield from changed_section(edition, record, cells)
