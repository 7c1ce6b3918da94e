"""The relations behind a row of a derived figure, a page for each row that has any."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.asking import ask, noted
from klantboek.handbook.cells import Cells
from klantboek.handbook.derived import told, writer
from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import MOST, Listing
from klantboek.handbook.markup import block, joined, sortable_row
from klantboek.handbook.page import Page
from klantboek.handbook.relation_rows import FEW, columns, rows

if TYPE_CHECKING:
    from klantboek.aggregates import Result, Row

# Rows of relations that are held for the next pages.
_HELD = 4096


def pages(edition: Edition) -> Iterator[Page]:
    """Give the pages."""
    for name, result in edition.results.items():
        title, found = result.aggregate.title[edition.language], edition.behind.rows(name)
        made_of = edition.behind.made_of(name) if found else ()
        for place, (slug, size) in enumerate(found):
            if size:
                make, file = partial(_make, edition, result, place), f"figures/{name}/{slug}.html"
                yield Page(file, "behind", title, make, active="figures.html", made_of=made_of[place])


def _make(edition: Edition, result: "Result", place: int) -> Mapping[str, Any]:
    cells, aggregate = edition.cells("../../"), result.aggregate
    # All that is asked here is in what the page is made of.
    with noted():
        one = _shown(cells, result)[place]
        records, more = edition.behind.first(result, one)
    keys = [column for column in result.columns if column.name in aggregate.key and column.name != "currency"]
    title = aggregate.title[edition.language]
    about = joined(", ", [writer(cells, result, column)(one)[0] for column in keys]).striptags()
    return {
        "title": f"{title}: {about}",
        "figure": title,
        "above": f"../{aggregate.name}.html",
        "facts": block(told(cells, result, one, "")),
        "listing": Listing(
            columns(edition, FEW),
            _rows(cells, records),
            more,
        ),
    }


def _shown(cells: Cells, result: "Result") -> "Sequence[Row]":
    """Give the rows of a figure that have pages; those of one figure are held, whose pages follow each other."""
    held: dict[str, Sequence[Row]] = cells.once("shown", dict)
    name = result.aggregate.name
    if name not in held:
        held.clear()
        held[name] = result.rows[:MOST]
    return held[name]


def _rows(cells: Cells, records: Sequence[Record]) -> list[Markup]:
    """Give the rows of relations, each of which stands on many of these pages; those asked for last are held."""
    kinds = ["n" if name == "turnover" else "" for name in FEW]
    made: dict[str, Markup] = cells.once("behind", dict)
    missing = [record for record in records if record.file not in made]
    # What figures say of them is in what the page is made of, and the rest is asked for by each page that has a row.
    with noted():
        drawn = rows(cells, missing, FEW, cells.edition.behind.activity)
        made.update((record.file, sortable_row(one, kinds)) for record, one in drawn)
    for record in records:
        ask("row", record.file)
        ask("link", record.file)
    found = [made.pop(record.file) for record in records]
    made.update(zip((record.file for record in records), found, strict=True))
    for file in [*islice(made, max(len(made) - _HELD, 0))]:
        del made[file]
    return found
