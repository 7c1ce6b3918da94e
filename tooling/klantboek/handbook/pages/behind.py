"""The relations behind a row of a derived figure, a page for each row that has any."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.cells import Cells
from klantboek.handbook.derived import told, writer
from klantboek.handbook.edition import Edition
from klantboek.handbook.group import turnover
from klantboek.handbook.listing import Ready
from klantboek.handbook.markup import joined, run, sortable_row
from klantboek.handbook.page import Page
from klantboek.handbook.relation_rows import FEW, columns, row

if TYPE_CHECKING:
    from klantboek.aggregates import Result, Row

# So many relations stand on a page, those that bought most first.
_MOST = 500


def pages(edition: Edition) -> Iterator[Page]:
    """Give the pages."""
    for name, result in edition.results.items():
        title = result.aggregate.title[edition.language]
        for (slug, numbers), one in zip(edition.behind.rows(name), result.rows, strict=False):
            if numbers:
                make = partial(_make, edition, result, one, numbers)
                yield Page(f"figures/{name}/{slug}.html", "behind", title, make, active="figures.html")


def _make(edition: Edition, result: "Result", one: "Row", numbers: Sequence[str]) -> Mapping[str, Any]:
    cells, aggregate = edition.cells("../../"), result.aggregate
    found = (edition.book.find("relation", number) for number in numbers)
    records = [record for record in found if record is not None]
    records.sort(key=lambda record: -turnover(edition, record.id))
    keys = [column for column in result.columns if column.name in aggregate.key and column.name != "currency"]
    title = aggregate.title[edition.language]
    about = joined(", ", [writer(cells, result, column)(one)[0] for column in keys]).striptags()
    return {
        "title": f"{title}: {about}",
        "figure": title,
        "above": f"../{aggregate.name}.html",
        "facts": run(told(cells, result, one, "")),
        "listing": Ready(
            columns(edition, FEW),
            [_row(cells, record) for record in records[:_MOST]],
            max(len(records) - _MOST, 0),
        ),
    }


def _row(cells: Cells, record: Record) -> Markup:
    """Give the row of a relation, which stands on many of these pages."""
    kinds = ["n" if name == "turnover" else "" for name in FEW]
    return cells.once(("behind", record.id), lambda: sortable_row(row(cells, record, FEW), kinds))
