"""What needs attention today, as panels of a few lines each."""

from collections.abc import Iterable, Iterator
from textwrap import shorten
from typing import NamedTuple

from markupsafe import Markup, escape

from klantboek.book.period import days_later
from klantboek.findings import Severity
from klantboek.handbook import links
from klantboek.handbook.agenda import Task
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.head import churn_reason, task_text
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import coded, in_english, joined, link
from klantboek.handbook.streamed import picked

_SHOWN = 6
_SOON_DAYS = 14
_LONG = 80
_TALKS = frozenset(["planned", "follow_up", "quote"])
_ENDS = frozenset(["renewal", "replacement"])
# Overdue invoices have a panel of their own.
_OWN = frozenset(["overdue"])
_OPEN = frozenset(["open", "in_progress"])


class Panel(NamedTuple):
    """A list on the first page: its first few lines as (what, about, at the end), and the page with all."""

    title: str
    size: int
    lines: list[tuple[Markup, Markup, Markup]]
    page: str
    tone: str


_Lines = tuple[int, list[tuple[Markup, Markup, Markup]]]


def panels(edition: Edition, cells: Cells) -> Iterator[Panel]:
    """Give the panels that have something in them, the most pressing first."""
    words, today = edition.words, edition.book.as_of
    near = sorted(
        edition.tasks.every(days_later(today, _SOON_DAYS)),
        key=lambda task: (task.due, task.record.id, task.kind, task.where),
    )
    late = [task for task in near if task.is_late(today)]
    soon = near[len(late) :]
    others = [task for task in [*late, *soon] if task.kind not in _TALKS | _ENDS | _OWN]
    found = (
        Panel(words("home.complaints"), *_complaints(edition, cells), "complaints.html", "bad"),
        _tasks(cells, "home.late", (task for task in late if task.kind in _TALKS), "bad"),
        _tasks(cells, "home.soon", (task for task in soon if task.kind in _TALKS), ""),
        Panel(words("home.overdue"), *_overdue(edition, cells), "invoices.html", "bad"),
        Panel(words("home.churn"), *_churn(edition, cells), "figures/churn_warnings.html", "warn"),
        _tasks(cells, "home.renewals", (task for task in [*late, *soon] if task.kind in _ENDS), ""),
        _tasks(cells, "home.reminders", others, ""),
        Panel(words("home.findings"), *_findings(edition, cells), "findings.html", "bad"),
    )
    return (panel for panel in found if panel.size)


def _tasks(cells: Cells, key: str, tasks: Iterable[Task], tone: str) -> Panel:
    words, found = cells.edition.words, list(tasks)
    lines = [
        (
            cells.record("relation", one.record.id),
            joined(": ", [escape(words(f"task.{one.kind}")), *_about(cells, one)]),
            cells.date(one.due),
        )
        for one in found[:_SHOWN]
    ]
    return Panel(words(key), len(found), lines, "agenda.html", tone)


def _about(cells: Cells, task: Task) -> Iterator[Markup]:
    if task.what:
        yield task_text(cells, task.kind, task.what)


def _complaints(edition: Edition, cells: Cells) -> _Lines:
    """Give the open complaints, the oldest first."""
    files = edition.files
    found = sorted(
        (one["on"], files[file].id, number, one["nature"], one.get("description", ""), file)
        for file, items in edition.index.items("complaints")
        for number, one in enumerate(items["complaints"])
        if one["status"] in _OPEN
    )
    lines = []
    for on, relation, number, nature, description, file in found[:_SHOWN]:
        page = f"{links.href(edition.page_of(files[file]))}#{anchor('complaints', number)}"
        about = [link(page, edition.names.term("complaint-kinds", nature))]
        if description:
            about.append(escape(shorten(description, _LONG, placeholder=" …")))
        lines.append((cells.record("relation", relation), joined(": ", about), cells.date(on)))
    return len(found), lines


def _overdue(edition: Edition, cells: Cells) -> _Lines:
    columns = ("overdue_since", "relation", "overdue_minor", "currency")
    found = picked(edition.results.get("payment_behaviour"), columns)
    rows = sorted((row for row in found if (row[2] or 0) > 0), key=lambda row: row[:2])
    lines = [
        (
            cells.record("relation", relation),
            escape(edition.write.minor(amount, currency)),
            cells.date(since),
        )
        for since, relation, amount, currency in rows[:_SHOWN]
    ]
    return len(rows), lines


def _churn(edition: Edition, cells: Cells) -> _Lines:
    """Give the customers about to be lost, the ones that were worth most first."""
    columns = ("turnover_minor", "relation", "reason", "last_on")
    found = picked(edition.results.get("churn_warnings"), columns)
    rows = sorted(found, key=lambda row: (-(row[0] or 0), row[1]))
    lines = [
        (
            cells.record("relation", relation),
            escape(churn_reason(edition, reason)),
            cells.date(last),
        )
        for _, relation, reason, last in rows[:_SHOWN]
    ]
    return len(rows), lines


def _findings(edition: Edition, cells: Cells) -> _Lines:
    """Give the errors of the book, and its warnings after them."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1}
    found = sorted(
        (one for one in edition.findings if one.severity in rank),
        key=lambda one: (rank[one.severity], one.place.file, one.place.line, one.code),
    )
    by_label = {links.label(record): record for record in edition.book.records}
    lines = []
    for one in found[:_SHOWN]:
        record = by_label.get(one.record)
        name = cells.record(record.kind, record.id) if record is not None else escape(one.record)
        code = link(f"rules/{one.code}.html", one.code)
        lines.append((name, in_english(coded(one.message)), code))
    return len(found), lines
