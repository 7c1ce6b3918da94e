"""The list of relations: everything to filter and sort them by."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import Column, Listing
from klantboek.handbook.markup import sortable_row
from klantboek.handbook.page import Page
from klantboek.handbook.relation_rows import COLUMNS, columns, rows


def pages(edition: Edition) -> Iterator[Page]:
    """Give the list of all relations."""
    title = edition.words("relations.title")
    yield Page("relations.html", "list", title, partial(_make, edition), "customers", 10)


def _make(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    heads = columns(edition, COLUMNS)
    return {
        "title": words("relations.title"),
        "intro": " ".join(_counted(edition)),
        "listing": Listing(heads, edition.memory.rows(edition.relation_files, partial(_rows, cells, heads))),
    }


def _rows(cells: Cells, heads: Sequence[Column], files: Sequence[str]) -> Iterator[tuple[Record, Markup]]:
    kinds, records = [column.kind for column in heads], [cells.edition.files[file] for file in files]
    return ((record, sortable_row(one, kinds)) for record, one in rows(cells, records, COLUMNS))


def _counted(edition: Edition) -> Iterator[str]:
    """Say how many relations there are, and how many rows are no relation to do business with."""
    words, living = edition.words, edition.index.living()
    others = len(edition.relation_files) - living
    yield words("relations.intro", count=edition.write.number(living))
    if others:
        yield words("relations.others", count=edition.write.number(others))
