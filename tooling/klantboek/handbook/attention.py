"""What needs attention today, as panels of a few lines each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup, escape

from klantboek.book.period import days_later
from klantboek.findings import Severity
from klantboek.handbook import links
from klantboek.handbook.alerts import OPEN, churn_reason
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.findings import record_of
from klantboek.handbook.head import task_text
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import coded, in_english, joined, link
from klantboek.handbook.streamed import picked

if TYPE_CHECKING:
    from klantboek.handbook.agenda import Task

_SHOWN = 6
_SOON_DAYS = 14
_LONG = 80
_TALKS = frozenset(["planned", "follow_up", "quote"])
_ENDS = frozenset(["renewal", "replacement"])
# Overdue invoices have a panel of their own.
_OWN = frozenset(["overdue"])


class Panel(NamedTuple):
    """A list on the first page: its first few lines as (what, about, at the end), and the page with all."""

    title: str
    size: int
    lines: list[tuple[Markup, Markup, Markup]]
    page: str
    tone: str


_Lines = tuple[int, list[tuple[Markup, Markup, Markup]]]


class _First(NamedTuple):
    """How many lines a panel has, and what its first few say, as JSON has it: so it can be taken over from the last build."""

    size: int
    rows: list[list[Any]]


def panels(edition: Edition, cells: Cells) -> Iterator[Panel]:
    """Give the panels that have something in them, the most pressing first."""
    words = edition.words
    tasks = edition.memory.of("first tasks", partial(_near, edition))
    found = (
        Panel(words("home.complaints"), *_complaints(edition, cells), "complaints.html", "bad"),
        _tasks(cells, "home.late", tasks, "bad"),
        _tasks(cells, "home.soon", tasks, ""),
        Panel(words("home.overdue"), *_overdue(edition, cells), "invoices.html", "bad"),
        Panel(words("home.churn"), *_churn(edition, cells), "figures/churn_warnings.html", "warn"),
        _tasks(cells, "home.renewals", tasks, ""),
        _tasks(cells, "home.reminders", tasks, ""),
        Panel(words("home.findings"), *_findings(edition, cells), "findings.html", "bad"),
    )
    return (panel for panel in found if panel.size)


def _first(edition: Edition, name: str, make: Callable[[Edition], list[list[Any]]]) -> _First:
    """Give how many rows there are and the first few, made again when anything that they come from changed."""

    def first() -> _First:
        rows = make(edition)
        return _First(len(rows), rows[:_SHOWN])

    return _First(*edition.memory.of(f"first {name}", first))


def _near(edition: Edition) -> dict[str, _First]:
    """Give the first tasks of each panel of tasks: of whom, of which kind, what, whose, and when they are due."""
    today = edition.book.as_of
    near = sorted(
        edition.tasks.every(days_later(today, _SOON_DAYS)),
        key=lambda task: (task.due, task.record.id, task.kind, task.where),
    )
    found: dict[str, list[Task]] = {}
    for task in near:
        if task.kind in _TALKS:
            found.setdefault("home.late" if task.is_late(today) else "home.soon", []).append(task)
        elif task.kind not in _OWN:
            found.setdefault("home.renewals" if task.kind in _ENDS else "home.reminders", []).append(task)
    return {
        key: _First(
            len(tasks),
            [[one.record.id, one.kind, one.what, one.owner, one.due.isoformat()] for one in tasks[:_SHOWN]],
        )
        for key, tasks in found.items()
    }


def _tasks(cells: Cells, key: str, tasks: Mapping[str, _First], tone: str) -> Panel:
    words = cells.edition.words
    size, rows = tasks.get(key, (0, []))
    lines = [
        (
            cells.record("relation", relation),
            joined(
                " · ",
                [
                    joined(": ", [escape(words(f"task.{kind}")), *_about(cells, kind, what)]),
                    *_owner(cells, owner),
                ],
            ),
            cells.date(due),
        )
        for relation, kind, what, owner, due in rows
    ]
    return Panel(words(key), size, lines, "agenda.html", tone)


def _about(cells: Cells, kind: str, what: str) -> Iterator[Markup]:
    if what:
        yield task_text(cells, kind, what)


def _owner(cells: Cells, owner: str) -> Iterator[Markup]:
    if owner:
        yield escape(cells.edition.names.staff(owner))


def _complaints(edition: Edition, cells: Cells) -> _Lines:
    """Give the open complaints, the oldest first."""
    files, found = edition.files, _first(edition, "complaints", _open_complaints)
    lines = []
    for on, relation, number, nature, description, file in found.rows:
        page = f"{links.href(edition.page_of(files[file]))}#{anchor('complaints', number)}"
        about = [link(page, edition.names.term("complaint-kinds", nature))]
        if description:
            about.append(escape(shorten(description, _LONG, placeholder=" …")))
        lines.append((cells.record("relation", relation), joined(": ", about), cells.date(on)))
    return found.size, lines


def _open_complaints(edition: Edition) -> list[list[Any]]:
    files = edition.files
    return sorted(
        [one["on"], files[file].id, number, one["nature"], one.get("description", ""), file]
        for file, items in edition.index.items("complaints")
        for number, one in enumerate(items["complaints"])
        if one["status"] in OPEN
    )


def _overdue(edition: Edition, cells: Cells) -> _Lines:
    """Give what is not paid in time, the oldest first."""
    found = _first(edition, "overdue", _unpaid)
    lines = [
        (
            cells.record("relation", relation),
            escape(edition.write.minor(amount, currency)),
            cells.date(since),
        )
        for since, relation, amount, currency in found.rows
    ]
    return found.size, lines


def _unpaid(edition: Edition) -> list[list[Any]]:
    columns = ("overdue_since", "relation", "overdue_minor", "currency")
    found = picked(edition.results.get("payment_behaviour"), columns)
    rows = sorted((row for row in found if (row[2] or 0) > 0), key=lambda row: row[:2])
    return [[_day(since), *rest] for since, *rest in rows]


def _churn(edition: Edition, cells: Cells) -> _Lines:
    """Give the customers about to be lost, the ones that were worth most first."""
    found = _first(edition, "churn", _about_to_go)
    lines = [
        (
            cells.record("relation", relation),
            escape(churn_reason(edition, reason)),
            escape(edition.words("home.last", date=cells.date(last))),
        )
        for relation, reason, last in found.rows
    ]
    return found.size, lines


def _about_to_go(edition: Edition) -> list[list[Any]]:
    columns = ("turnover_minor", "relation", "reason", "last_on")
    found = picked(edition.results.get("churn_warnings"), columns)
    rows = sorted(found, key=lambda row: (-(row[0] or 0), row[1]))
    return [[relation, reason, _day(last)] for _, relation, reason, last in rows]


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _findings(edition: Edition, cells: Cells) -> _Lines:
    """Give the errors of the book, and its warnings after them."""
    rank = {Severity.ERROR: 0, Severity.WARNING: 1}
    found = sorted(
        (one for one in edition.findings if one.severity in rank),
        key=lambda one: (rank[one.severity], one.place.file, one.place.line, one.code),
    )
    lines = []
    for one in found[:_SHOWN]:
        code = link(f"rules/{one.code}.html", one.code)
        lines.append((record_of(one, cells), in_english(coded(one.message)), code))
    return len(found), lines
