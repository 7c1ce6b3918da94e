"""The relations behind a row of a derived figure, a page for each row that has any."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from klantboek.book.record import Record
from klantboek.handbook.asking import ask
from klantboek.handbook.cells import Cells
from klantboek.handbook.derived import told, writer
from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import MOST, Listing
from klantboek.handbook.markup import block, joined, sortable_row
from klantboek.handbook.page import Page
from klantboek.handbook.relation_rows import FEW, columns, rows

if TYPE_CHECKING:
    from klantboek.aggregates import Result

# So many relations stand on a page, those that bought most first.
_MOST = 500


def pages(edition: Edition) -> Iterator[Page]:
    """Give the pages."""
    for name, result in edition.results.items():
        title = result.aggregate.title[edition.language]
        for place, (slug, size) in enumerate(edition.behind.rows(name)):
            if size:
                make = partial(_make, edition, result, place)
                yield Page(f"figures/{name}/{slug}.html", "behind", title, make, active="figures.html")


def _make(edition: Edition, result: "Result", place: int) -> Mapping[str, Any]:
    cells, aggregate = edition.cells("../../"), result.aggregate
    one = cells.once(("shown", aggregate.name), lambda: result.rows[:MOST])[place]
    bought = edition.turnovers
    records = sorted(edition.behind.of(result, one), key=lambda record: -bought.get(record.id, 0))
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
            _rows(cells, records[:_MOST]),
            max(len(records) - _MOST, 0),
        ),
    }


def _rows(cells: Cells, records: Sequence[Record]) -> list[Markup]:
    """Give the rows of relations, each of which stands on many of these pages."""
    kinds = ["n" if name == "turnover" else "" for name in FEW]
    made: dict[str, Markup] = cells.once("behind", dict)
    missing = [record for record in records if record.file not in made]
    made.update((record.file, sortable_row(one, kinds)) for record, one in rows(cells, missing, FEW))
    # What a row says is asked for by each page that has it.
    for record in records:
        ask("row", record.file)
        ask("about", record.id)
    return [made[record.file] for record in records]
