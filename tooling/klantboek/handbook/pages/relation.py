"""The page of a relation: everything that is known about it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from klantboek.book.record import Record
from klantboek.handbook import orders, past
from klantboek.handbook.ahead import SHOWN, ahead
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.changed import changed_section, changes
from klantboek.handbook.channels import preferred
from klantboek.handbook.derived import derived_section
from klantboek.handbook.edition import Edition
from klantboek.handbook.findings import finding_rows
from klantboek.handbook.glance import tops
from klantboek.handbook.group import group_section
from klantboek.handbook.layout import Section, row, section
from klantboek.handbook.markup import harmless, rows, toc_entry
from klantboek.handbook.page import Page
from klantboek.handbook.paying import paying
from klantboek.handbook.reach import LISTS, reach
from klantboek.handbook.related import related
from klantboek.handbook.scope import scope
from klantboek.handbook.timeline import Event, kinds, lines, timeline
from klantboek.shapes import shape_of

Blocks = Mapping[str, Any]
Part = Callable[[Cells, Record, Scope], Iterable[Section]]
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
        "customer_score.top_percent", "rfm.days_since", "rfm.purchase_days", "rfm.turnover_minor",
    ])
    | SHOWN
)  # fmt: skip
# With no more events than this they are all in sight: nothing to narrow.
_FEW = 8


def pages_of(edition: Edition, records: Sequence[Record]) -> Iterator[Page]:
    """Give the pages of relations that fit their schema."""
    fitting = [record for record in records if record.fits]
    # Whichever is asked for first, all are made.
    made = cache(lambda: _make(edition, fitting))
    for record in fitting:
        file, title = edition.page_of(record), edition.names.record(record)
        make = partial(_made, made, record.file)
        yield Page(file, "", title, make, active="relations.html", record=record)


def _made(made: Callable[[], dict[str, Blocks]], file: str) -> Blocks:
    return made()[file]


def _make(edition: Edition, records: Sequence[Record]) -> dict[str, Blocks]:
    """Give the blocks of the pages of some relations, by their files; a template would take as long as all that it shows.

    A section of all is made, then the next section: so a processor has at hand what that section takes.
    """
    cells = edition.cells("../")
    some = [(record, scope(edition, record)) for record in records]
    sections: list[list[Section]] = [[] for _ in some]
    written = [record.document.value for record in records]
    for name, part in _PARTS:
        for (record, own), value, found in zip(some, written, sections, strict=True):
            if not name or value.get(name):
                found.extend(part(cells, record, own))
    pages = zip(records, tops(cells, some), sections, strict=True)
    return {record.file: _blocks(cells, record, top, found) for record, top, found in pages}


def _blocks(cells: Cells, record: Record, top: str, sections: Sequence[Section]) -> Blocks:
    name = cells.edition.names.record(record)
    pieces = [piece for one in sections for piece in one.pieces()]
    entries = [toc_entry(one.anchor, one.title) for one in sections]
    return {
        "title": f"{harmless(name)} \N{EN DASH} {harmless(cells.edition.title)}",
        "width": "is-relation",
        "content": f"{top}\n{''.join(pieces)}",
        "aside": f'<nav class=toc aria-label="{cells.word("site.toc")}">{"".join(entries)}</nav>',
    }


def _findings(cells: Cells, record: Record, _: Scope) -> Iterator[Section]:
    found = cells.edition.findings_of(record)
    if found:
        lines = "".join([one.line for one in finding_rows(cells.edition, found, cells)])
        yield Section(
            "findings", cells.word("findings.title"), f"<ul class=findings>{lines}</ul>", len(found)
        )


def _timeline(cells: Cells, record: Record, own: Scope) -> Iterator[Section]:
    """Give everything dated by year, the last ones in sight, and what it can be narrowed to."""
    away = past.elsewhere(cells, record, own)
    beside = {"orders": orders.in_short(cells, record)}
    events = timeline(cells, record.document.value, own, away, beside)
    if not events:
        # What changed in the file has a section of its own.
        return
    events += changes(cells.edition, record)
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


def _reach(cells: Cells, record: Record, own: Scope) -> Iterator[Section]:
    yield from reach(record, cells, own)
    yield from group_section(cells, record.id)


def _property(name: str, cells: Cells, record: Record, own: Scope) -> Sequence[Section]:
    """Give the section of a property that is written."""
    value = record.document.value
    if name not in past.LISTS:
        more = preferred(cells, value) if name == "contacts" else {}
        return (section(cells, shape_of("relation").properties[name], value[name], own, more),)
    beside = paying(cells, record.id) if name == "orders" else ()
    return (past.in_short(cells, record, own, name), *beside)


def _about(cells: Cells, record: Record, own: Scope) -> Iterator[Section]:
    """Give the key facts: those of a line together, the others each in a section."""
    shape, value, facts = shape_of("relation"), record.document.value, []
    for name in _facts():
        item = value.get(name)
        if item or item is False:
            sub = shape.properties[name]
            line = row(cells, sub, item, own, _TOLD.get(name, _NONE))
            if line is None:
                yield section(cells, sub, item, own)
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


def _ahead(cells: Cells, record: Record, _: Scope) -> Iterator[Section]:
    return ahead(cells, record.id)


def _derived(cells: Cells, record: Record, _: Scope) -> Iterator[Section]:
    return derived_section(cells, "relation", record.id, _ELSEWHERE)


def _related(cells: Cells, record: Record, _: Scope) -> Iterator[Section]:
    found = related(cells.edition, record, cells)
    if found:
        yield Section("related", cells.word("relation.related"), rows(found), len(found))


def _changed(cells: Cells, record: Record, _: Scope) -> Iterator[Section]:
    return changed_section(cells.edition, record, cells)


_OTHERS: Mapping[str, Part] = {"reach": _reach, "timeline": _timeline}
# Each with the property that it is about, where it is about one: most relations have few of them.
_PARTS: Sequence[tuple[str, Part]] = (
    *(("", _OTHERS[name]) if name in _OTHERS else (name, partial(_property, name)) for name in _FIRST),
    *(("", part) for part in (_about, _ahead, _derived, _related, _findings, _changed)),
)
