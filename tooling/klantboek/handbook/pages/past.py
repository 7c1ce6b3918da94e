"""The page with the whole past of a relation, where there is too much of it for its own page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from klantboek.book.record import Record
from klantboek.handbook import links, past
from klantboek.handbook.editing import source
from klantboek.handbook.edition import Edition
from klantboek.handbook.page import Page
from klantboek.handbook.scope import scope
from klantboek.handbook.shelf import is_stone


def pages_of(edition: Edition, records: Sequence[Record]) -> Iterator[Page]:
    """Give the pages of relations with a long list."""
    for record in records:
        if record.fits and not is_stone(record) and past.long_lists(record):
            title = edition.words("past.of", name=edition.names.record(record))
            make = partial(_make, edition, record, title)
            file = past.page_file(edition, record)
            yield Page(file, "past", title, make, active="relations.html", record=record)


def _make(edition: Edition, record: Record, title: str) -> Mapping[str, Any]:
    page = links.href(edition.page_of(record).rpartition("/")[2])
    own, cells = scope(edition, record)._replace(page=page), edition.cells("../")
    return {
        "title": title,
        "above": page,
        "name": edition.names.record(record),
        "source": source(cells, record, past.long_lists(record)),
        "sections": list(past.in_full(cells, record, own)),
    }
