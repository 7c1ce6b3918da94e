"""The first page: what needs attention, how the book does, how good the book is."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from klantboek.findings import Severity
from klantboek.handbook import links
from klantboek.handbook.cells import Cells
from klantboek.handbook.derived import chart
from klantboek.handbook.edition import Edition
from klantboek.handbook.head import task_text
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import link
from klantboek.handbook.page import Page
from klantboek.handbook.twins import PAGE
from klantboek.shapes import shape_of

_SHOWN = 6


class Panel(NamedTuple):
    """A list on the first page: its first few lines as (what, about, at the end), and the page with all."""

    title: str
    size: int
    lines: list[tuple[Markup, Markup, Markup]]
    page: str
    tone: str


def pages(edition: Edition) -> Iterator[Page]:
    """Give the first page."""
    yield Page("index.html", "home", edition.words("home.title"), partial(_make, edition), "home", 0)


def _make(edition: Edition) -> Mapping[str, Any]:
    cells = edition.cells("")
    return {
        "title": edition.title,
        "day": edition.write.day(edition.book.as_of),
        "panels": [panel for panel in _panels(edition, cells) if panel.size],
        "turnover": _turnover(edition, cells),
        "statuses": _statuses(edition),
        "score": _score(edition),
        "numbers": _numbers(edition),
        "filled": _filled(edition, cells),
    }


def _panels(edition: Edition, cells: Cells) -> Iterator[Panel]:
    words = edition.words
    yield Panel(words("home.complaints"), *_complaints(edition, cells), "complaints.html", "bad")
    contacts = ("contact", "follow_up", "quote")
    late = [task for task in _tasks(edition) if task.is_late(edition.book.as_of)]
    soon = [task for task in _tasks(edition) if 0 <= (task.due - edition.book.as_of).days <= 14]  # noqa: PLR2004 -- two weeks
    for key, tasks, tone in (
        ("home.late", [one for one in late if one.kind in contacts], "bad"),
        ("home.soon", [one for one in soon if one.kind in contacts], ""),
        ("home.renewals", [one for one in soon if one.kind not in contacts], ""),
    ):
        lines = [
            (
                cells.record("relation", one.record.id),
                Markup("{}: {}").format(words(f"task.{one.kind}"), task_text(cells, one.kind, one.what)),
                cells.date(one.due),
            )
            for one in tasks[:_SHOWN]
        ]
        yield Panel(words(key), len(tasks), lines, "agenda.html", tone)
    yield Panel(words("home.overdue"), *_overdue(edition, cells), "figures/payment_behaviour.html", "bad")
    yield Panel(words("home.quiet"), *_quiet(edition, cells), "figures/relation_activity.html", "warn")


def _tasks(edition: Edition) -> list[Any]:
    found = (task for tasks in edition.tasks.values() for task in tasks)
    return sorted(found, key=lambda task: (task.due, task.record.id))


_Lines = tuple[int, list[tuple[Markup, Markup, Markup]]]


def _complaints(edition: Edition, cells: Cells) -> _Lines:
    found = []
    for record in edition.live_relations:
        for number, item in enumerate(record.document.value.get("complaints", ())):
            if item["status"] in {"open", "in_progress"}:
                page = f"{links.href(edition.page_of(record))}#{anchor('complaints', number)}"
                nature = link(page, edition.names.term("complaint-kinds", item["nature"]))
                line = (cells.record("relation", record.id), nature, cells.date(item["on"]))
                found.append((item["on"], record.id, line))
    found.sort(key=lambda one: one[:2])
    return len(found), [line for *_, line in found[:_SHOWN]]


def _overdue(edition: Edition, cells: Cells) -> _Lines:
    rows = [row for row in edition.rows("payment_behaviour") if (row["overdue_minor"] or 0) > 0]
    rows.sort(key=lambda row: (row["overdue_since"], row["relation"]))
    lines = [
        (
            cells.record("relation", row["relation"]),
            escape(edition.write.minor(row["overdue_minor"], row["currency"])),
            cells.date(row["overdue_since"]),
        )
        for row in rows[:_SHOWN]
    ]
    return len(rows), lines


def _quiet(edition: Edition, cells: Cells) -> _Lines:
    """Give the customers that went quiet, the ones that were worth most first."""
    rows = [row for row in edition.rows("relation_activity") if row["activity"] in {"dormant", "lost"}]
    rows.sort(key=lambda row: (-(row["turnover_minor"] or 0), row["relation"]))
    lines = [
        (
            cells.record("relation", row["relation"]),
            escape(edition.words.choice("status", row["activity"])),
            cells.date(row["last_on"]),
        )
        for row in rows[:_SHOWN]
    ]
    return len(rows), lines


def _turnover(edition: Edition, cells: Cells) -> Markup:
    result = edition.results.get("turnover_by_month")
    return chart(cells, result) if result is not None else Markup()


def _statuses(edition: Edition) -> list[tuple[str, str, int]]:
    """Give how many relations there are in each status, and as a share in percent."""
    counts: dict[str, int] = {}
    for relation in edition.book.relations:
        counts[relation.status] = counts.get(relation.status, 0) + 1
    total = max(sum(counts.values()), 1)
    return [
        (edition.words.choice("status", one), edition.write.number(counts[one]), 100 * counts[one] // total)
        for one in ("active", "dormant", "lost", "ended")
        if one in counts
    ]


def _score(edition: Edition) -> Mapping[str, Any] | None:
    """Give the newest recommendation score, when there are answers enough for one."""
    rows = [row for row in edition.rows("net_promoter_score") if row["score"] is not None]
    if not rows:
        return None
    newest = max(rows, key=lambda row: row["from_on"])
    number = edition.write.number
    return {
        "score": number(newest["score"]),
        "between": edition.words(
            "home.between", low=number(newest["score_low"]), high=number(newest["score_high"])
        ),
        "answers": number(newest["answers"]),
        "survey": edition.cells("").record("survey", newest["survey"]),
    }


def _numbers(edition: Edition) -> list[tuple[str, str, str]]:
    words, number = edition.words, edition.write.number
    severities = [finding.severity for finding in edition.findings]
    misfits = sum(not record.fits for record in edition.book.records)
    return [
        (words("home.relations"), number(len(edition.book.relations)), "relations.html"),
        (words("home.errors"), number(severities.count(Severity.ERROR)), "findings.html"),
        (words("home.warnings"), number(severities.count(Severity.WARNING)), "findings.html"),
        (words("home.misfits"), number(misfits), "findings.html"),
        (words("home.pairs"), number(len(edition.pairs.open)), PAGE),
    ]


def _filled(edition: Edition, cells: Cells) -> list[tuple[Markup, str, int]]:
    """Give for what a salesperson needs first how many relations have it, in percent."""
    properties = shape_of("relation").properties
    relations = [relation for relation in edition.book.relations if relation.status == "active"]
    names = (
        "owner",
        "contacts",
        "phones",
        "emails",
        "addresses",
        "branches",
        "classification",
        "preferences",
        "consents",
    )
    total = len(relations)
    found = []
    for name in names if total else ():
        share = 100 * sum(bool(relation[name]) for relation in relations) // total
        found.append((cells.label(properties[name]), edition.write.percent(share), share))
    return found
