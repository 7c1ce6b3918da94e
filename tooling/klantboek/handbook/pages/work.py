"""The lists to work from: the agenda, and all complaints."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from klantboek.handbook import links
from klantboek.handbook.cards import items_of
from klantboek.handbook.edition import Edition
from klantboek.handbook.head import task_text
from klantboek.handbook.links import anchor
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import NOTHING, badge, link
from klantboek.handbook.page import Page
from klantboek.handbook.scope import scope
from klantboek.shapes import shape_of


def pages(edition: Edition) -> Iterator[Page]:
    """Give the agenda and the complaints."""
    yield Page(
        "agenda.html", "list", edition.words("agenda.title"), partial(_agenda, edition), "customers", 11
    )
    yield Page(
        "complaints.html",
        "list",
        edition.words("complaints.title"),
        partial(_complaints, edition),
        "customers",
        12,
    )


def _agenda(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    found = sorted(
        (task for tasks in edition.tasks.values() for task in tasks),
        key=lambda task: (task.due, task.record.id),
    )
    rows: list[list[Sorted]] = []
    for task in found:
        page = f"{links.href(edition.page_of(task.record))}#{task.where}"
        late = badge(words("agenda.late"), "bad") if task.is_late(edition.book.as_of) else NOTHING
        rows.append(
            [
                keyed(Markup("{} {}").format(cells.date(task.due), late), task.due),
                (link(page, words(f"task.{task.kind}")), ""),
                (cells.record("relation", task.record.id), ""),
                (task_text(cells, task.kind, task.what), ""),
                text(edition.names.staff(task.owner) if task.owner else ""),
            ]
        )
    labels = ("due", "task", "relation", "what", "owner")
    columns = [Column(words(f"column.{label}")) for label in labels]
    return {
        "title": words("agenda.title"),
        "intro": words("agenda.intro", day=edition.write.day(edition.book.as_of)),
        "listing": Listing(columns, rows),
    }


def _complaints(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    items = items_of(shape_of("relation").properties["complaints"])
    keys = ("on", "status", "nature", "product", "description", "owner", "resolved_on")
    found = []
    for record in edition.live_relations:
        own = scope(edition, record)
        for number, item in enumerate(record.document.value.get("complaints", ())):
            page = f"{links.href(edition.page_of(record))}#{anchor('complaints', number)}"
            row: list[Sorted] = [
                (link(page, edition.names.record(record)), ""),
                *(
                    keyed(cells.of(items.properties[key])(item[key], own), item[key])
                    if key in item
                    else EMPTY
                    for key in keys
                ),
            ]
            found.append((item.get("resolved_on", "9999"), item.get("on", ""), record.id, row))
    found.sort(key=lambda one: one[:3], reverse=True)
    columns = [
        Column(words("column.relation")),
        *(Column(str(cells.label(items.properties[key]))) for key in keys),
    ]
    return {
        "title": words("complaints.title"),
        "intro": words("complaints.intro"),
        "listing": Listing(columns, [row for *_, row in found]),
    }
