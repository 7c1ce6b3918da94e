"""The page with all orders of a relation, where there are too many for its own page."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.edition import Edition
from klantboek.handbook.orders import all_orders, has_page, page_file
from klantboek.handbook.page import Page
from klantboek.handbook.scope import scope


def pages(edition: Edition) -> Iterator[Page]:
    """Give a page for each relation with many orders."""
    for record in edition.live_relations:
        if has_page(record):
            title = edition.words("orders.of", name=edition.names.record(record))
            make = partial(_make, edition, record, title)
            yield Page(
                page_file(edition, record), "orders", title, make, active="relations.html", record=record
            )


def _make(edition: Edition, record: Record, title: str) -> Mapping[str, Any]:
    page = links.href(edition.page_of(record).rpartition("/")[2])
    own = scope(edition, record)._replace(page=page)
    return {
        "title": title,
        "above": page,
        "name": edition.names.record(record),
        "section": all_orders(edition.cells("../"), record, own),
    }
