"""The lists of what stands inside relations: complaints, projects and paper documents of all of them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from markupsafe import Markup

from klantboek.handbook import links
from klantboek.handbook.alerts import OPEN
from klantboek.handbook.cards import items_of
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import anchor
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed
from klantboek.handbook.markup import link, sortable_row, vouched
from klantboek.handbook.page import Page
from klantboek.shapes import Shape, Type, shape_of

Item = Mapping[str, Any]
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class ItemList:
    """A list of the items of one property of every relation.

    ``keys`` are the columns: a property of an item, with a dot a property of a group in it, and the end of the
    message key that names it. The first is the link to the item; ``facets`` are those to choose from.
    ``before`` gives what comes first by a greater value, ``holds`` which items are in the list at all.
    """

    name: str
    place: int
    path: str
    keys: Mapping[str, str]
    facets: frozenset[str]
    before: Callable[[Item], tuple[str, ...]]
    holds: Callable[[Item], bool] = bool


LISTS = (
    ItemList(
        "complaints", 14, "complaints",
        {"on": "date", "status": "status", "nature": "nature", "product": "product", "description": "what",
         "owner": "owner", "resolved_on": "resolved"},
        frozenset({"status", "nature", "product", "owner"}),
        lambda item: (str(item.get("status") in OPEN), item.get("resolved_on", item.get("on", "")), item.get("on", "")),
    ),
    ItemList(
        "projects", 15, "projects",
        {"name": "project", "status": "status", "start": "start", "end": "end", "staff": "owner", "budget": "budget",
         "description": "what"},
        frozenset({"status", "staff"}),
        lambda item: (str(item.get("status") in {"running", "paused", "planned"}), item.get("start", "")),
    ),
    ItemList(
        "papers", 16, "documents",
        {"title": "document", "kind": "kind", "on": "date", "paper.kept_by": "keeper", "paper.place": "kept_at",
         "paper.since": "kept_since", "keep_until": "keep_until"},
        frozenset({"kind", "paper.kept_by", "paper.place"}),
        lambda item: (item.get("on", ""),),
        lambda item: bool(item.get("paper")),
    ),
)  # fmt: skip


def pages(edition: Edition) -> Iterator[Page]:
    """Give a page for each of these lists; one that has nothing in it stands all the same."""
    for one in LISTS:
        title = edition.words(f"{one.name}.title")
        yield Page(f"{one.name}.html", "list", title, partial(_make, edition, one), "customers", one.place)


def _make(edition: Edition, one: ItemList) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    items = items_of(shape_of("relation").properties[one.path])
    shapes = {key: _shape(items, key) for key in one.keys}
    columns = [
        Column(words("column.relation")),
        *(
            Column(
                words(f"column.{named}"),
                "n" if shapes[key].type is Type.MONEY else "t" if key == "description" else "",
                named if key in one.facets else "",
                shapes[key].items is not None,
            )
            for key, named in one.keys.items()
        ),
    ]
    kinds, found = [column.kind for column in columns], []
    for file, items_ in edition.index.items(one.path):
        record = edition.files[file]
        own = edition.plain_scope._replace(currency=items_.get("currency", cells.home))
        for number, item in enumerate(items_[one.path]):
            if one.holds(item):
                page = f"{links.href(edition.page_of(record))}#{anchor(one.path, number)}"
                row = [
                    (cells.record("relation", record.id), ""),
                    *(_cell(cells, shape, _value(item, key), own) for key, shape in shapes.items()),
                ]
                row[1] = (link(page, _text(row[1][0])), row[1][1])
                found.append((one.before(item), record.id, sortable_row(row, kinds)))
    found.sort(key=lambda entry: entry[:2], reverse=True)
    return {
        "title": words(f"{one.name}.title"),
        "intro": words(f"{one.name}.intro"),
        "listing": Listing(columns, [row for *_, row in found]),
    }


def _text(cell: Markup | str) -> str:
    """Give a cell without markup; a date keeps the spaces at which no line may end."""
    return vouched(_TAG.sub("", cell)).unescape()


def _shape(items: Shape, key: str) -> Shape:
    for step in key.split("."):
        items = items.properties[step]
    return items


def _value(item: Any, key: str) -> Any:
    for step in key.split("."):
        item = item.get(step) if item else None
    return item


def _cell(cells: Cells, shape: Shape, value: Any, own: Any) -> Sorted:
    if value is None or value == []:
        return EMPTY
    if shape.type is Type.MONEY:
        value = Decimal(value)
    cell = cells.of(shape)(value, own)
    return keyed(cell, value) if shape.type in {Type.DATE, Type.MONEY} else (cell, "")
