"""The agenda: what is late, two weeks by day, two months, and everything that is planned."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from klantboek.book.period import months_later
from klantboek.handbook import links
from klantboek.handbook.agenda import Task
from klantboek.handbook.aside import RowsAside
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.head import task_text
from klantboek.handbook.listing import Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import NOTHING, badge, joined, link, span_of
from klantboek.handbook.page import Page

_DAYS, _WEEKS, _MONTHS, _SHOWN, _MOST = 7, 2, 2, 3, 25


class Line(NamedTuple):
    """A task on a day: what kind, about whom, what about."""

    kind: Markup
    relation: Markup
    what: Markup
    owner: str


class Day(NamedTuple):
    """A day of a week or month, with its first tasks and how many more there are."""

    name: str
    number: str
    lines: list[Line]
    more: int
    state: str


class Month(NamedTuple):
    """A month: its name and its weeks."""

    name: str
    weeks: list[list[Day]]


def pages(edition: Edition) -> Iterator[Page]:
    """Give the agenda."""
    yield Page(
        "agenda.html", "agenda", edition.words("agenda.title"), partial(_make, edition), "customers", 11
    )


def _make(edition: Edition) -> Mapping[str, Any]:
    words, cells, today = edition.words, edition.cells(""), edition.book.as_of
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    # A day at a time: of very many tasks no more is held than those of the days that are shown.
    rows, late, late_size, by_day = RowsAside(), list[Task](), 0, dict[date, list[Task]]()
    columns = _columns(edition)
    for day, some in groupby(edition.tasks.every(), key=lambda task: task.due):
        found = sorted(some, key=lambda task: (task.record.id, task.where, task.kind))
        rows.add(Listing.of(columns, (_row(edition, cells, task) for task in found)).rows)
        if day < today:
            late, late_size = [*late, *found][-_MOST:], late_size + len(found)
        if min(monday, first) <= day < months_later(first, _MONTHS):
            by_day[day] = found
    weeks = [monday + timedelta(days=_DAYS * number) for number in range(_WEEKS)]
    return {
        "title": words("agenda.title"),
        "intro": words("agenda.intro", day=edition.write.day(today)),
        "late": [(cells.date(task.due), _line(cells, task)) for task in late[::-1]],
        "late_size": late_size,
        "weeks": [
            (words(f"agenda.week.{number}"), [_day(cells, day, by_day, _MOST) for day in _days(start)])
            for number, start in enumerate(weeks)
        ],
        "heads": [edition.write.weekday(day) for day in _days(monday)],
        "months": [_month(cells, months_later(first, number), by_day) for number in range(_MONTHS)],
        "listing": Listing(columns, rows),
    }


def _days(start: date) -> list[date]:
    return [start + timedelta(days=number) for number in range(_DAYS)]


def _day(cells: Cells, day: date, by_day: Mapping[date, Sequence[Task]], most: int) -> Day:
    tasks, today, write = by_day.get(day, ()), cells.edition.book.as_of, cells.edition.write
    state = "today" if day == today else "past" if day < today else ""
    lines = [_line(cells, task) for task in tasks[:most]]
    return Day(write.weekday(day), str(day.day), lines, max(len(tasks) - most, 0), state)


def _month(cells: Cells, first: date, by_day: Mapping[date, Sequence[Task]]) -> Month:
    """Give the weeks that a month touches; days of other months are empty."""
    after = months_later(first, 1)
    mondays = []
    start = first - timedelta(days=first.weekday())
    while start < after:
        mondays.append(start)
        start += timedelta(days=_DAYS)
    weeks = [
        [
            _day(cells, day, by_day, _SHOWN) if first <= day < after else Day("", "", [], 0, "other")
            for day in _days(monday)
        ]
        for monday in mondays
    ]
    return Month(cells.edition.write.whole_month(first), weeks)


def _line(cells: Cells, task: Task) -> Line:
    edition = cells.edition
    page = links.href(edition.page_of(task.record)) + (f"#{task.where}" if task.where else "")
    return Line(
        link(page, edition.words(f"task.{task.kind}")),
        cells.record("relation", task.record.id),
        task_text(cells, task.kind, task.what),
        edition.names.staff(task.owner) if task.owner else "",
    )


def _columns(edition: Edition) -> list[Column]:
    facets = {"task", "owner"}
    labels = ("due", "relation", "task", "what", "owner")
    return [
        Column(edition.words(f"column.{one}"), "c" if one == "owner" else "", one if one in facets else "")
        for one in labels
    ]


def _row(edition: Edition, cells: Cells, task: Task) -> list[Sorted]:
    line = _line(cells, task)
    late = badge(edition.words("agenda.late"), "bad") if task.is_late(edition.book.as_of) else NOTHING
    return [
        keyed(span_of("nb", joined(" ", [cells.date(task.due), late])), task.due),
        (line.relation, ""),
        (line.kind, ""),
        (line.what, ""),
        text(line.owner),
    ]
