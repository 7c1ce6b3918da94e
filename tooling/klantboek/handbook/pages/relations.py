"""The list of relations: everything to filter and sort them by."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import Listing
from klantboek.handbook.page import Page
from klantboek.handbook.relation_rows import COLUMNS, columns, rows


def pages(edition: Edition) -> Iterator[Page]:
    """Give the list of all relations."""
    title = edition.words("relations.title")
    yield Page("relations.html", "list", title, partial(_make, edition), "customers", 10)


def _make(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    records = edition.relations
    return {
        "title": words("relations.title"),
        "intro": words("relations.intro", count=edition.write.number(len(records))),
        "listing": Listing(columns(edition, COLUMNS), [one for _, one in rows(cells, records, COLUMNS)]),
    }
