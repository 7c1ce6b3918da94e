"""The orders of a relation: the last ones in full, and where there are many the others on a page of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from klantboek.book.minor import major_units
from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.cards import Drawing
from klantboek.handbook.cells import Cells, Scope
from klantboek.handbook.charts import Point, bars
from klantboek.handbook.edition import Edition
from klantboek.handbook.layout import Section
from klantboek.handbook.links import anchor
from klantboek.handbook.markup import NOTHING, escaped, joined, link, named, table_head, table_row, vouched
from klantboek.handbook.plans import PLANS
from klantboek.shapes import shape_of

# With no more orders than this all stand on the page of the relation in full; with more so many of them do.
_FEW, _NEWEST = 12, 5
_COLUMNS = (("date", ""), ("order", ""), ("status", ""), ("amount", "n"))
_KINDS = [kind for _, kind in _COLUMNS]


def has_page(record: Record) -> bool:
    """Tell whether a relation has so many orders that they have a page of their own."""
    return len(record.document.value.get("orders", ())) > _FEW


def page_file(edition: Edition, record: Record) -> str:
    """Give the page of the orders of a relation, beside its own; no record has one of this name."""
    stem, taken = edition.page_of(record).removesuffix(".html"), edition.page_files
    name = f"{stem}~orders"
    while f"{name}.html".casefold() in taken:
        name += "~"
    return f"{name}.html"


def orders_section(cells: Cells, record: Record, scope: Scope) -> Section:
    """Give the section of the orders on the page of their relation."""
    edition, values = cells.edition, record.document.value["orders"]
    drawing, newest = _drawing(cells, record, scope), []
    body = drawing.ledger(values)
    if has_page(record):
        newest = drawing.order(values)
        body = joined(
            "",
            [
                drawing.ledger(values, newest[:_NEWEST]),
                _older(cells, record, newest[_NEWEST:], drawing.asides),
            ],
        )
    return Section("orders", cells.label(drawing.shape), body, len(values), by_year(edition, record))


def all_orders(cells: Cells, record: Record, scope: Scope) -> Section:
    """Give the section of all orders on their own page."""
    values = record.document.value["orders"]
    drawing = _drawing(cells, record, scope)
    body = drawing.ledger(values, drawing.order(values))
    return Section("orders", cells.label(drawing.shape), body, len(values), by_year(cells.edition, record))


def _drawing(cells: Cells, record: Record, scope: Scope) -> Drawing:
    shape = shape_of("relation").properties["orders"]
    return Drawing(cells, shape, scope, PLANS[shape.path], _totals(cells.edition, record))


def _totals(edition: Edition, record: Record) -> Mapping[int, Markup]:
    """Give the amount of each order, by its place in the record."""
    return {
        row["orders_position"] - 1: escaped(edition.write.minor(row["amount_minor"], row["currency"]))
        for row in edition.rows("order_totals", record.id)
        if row["amount_minor"] is not None
    }


def _older(cells: Cells, record: Record, places: Sequence[int], totals: Mapping[int, Markup]) -> Markup:
    """Give the other orders as a line each, which leads to the order on its own page."""
    values: list[dict[str, Any]] = record.document.value["orders"]
    page = links.href(page_file(cells.edition, record).rpartition("/")[2])
    head = table_head((cells.word(f"column.{name}"), kind) for name, kind in _COLUMNS)
    rows = [
        table_row(
            [
                cells.date(values[place]["date"]),
                named(
                    anchor("orders", place),
                    link(f"{page}#{anchor('orders', place)}", values[place]["number"]),
                ),
                cells.choice("status", values[place]["status"]) if "status" in values[place] else NOTHING,
                totals.get(place, NOTHING),
            ],
            _KINDS,
            NOTHING,
        )
        for place in places
    ]
    more = link(page, cells.edition.words("orders.all", count=len(values)))
    return vouched(
        f'<h3>{cells.word("orders.older")}</h3><div class="scroll"><table class="small">{head}'
        f"<tbody>{''.join(rows)}</tbody></table></div><p>{more}</p>"
    )


def by_year(edition: Edition, record: Record) -> Markup:
    """Draw what was ordered in each year, in the currency of the book."""
    home, write = edition.book.settings.currency, edition.write
    years: dict[int, int] = {}
    for row in edition.rows("order_totals", record.id):
        if row["currency"] == home and row["amount_minor"] is not None:
            years[row["date"].year] = years.get(row["date"].year, 0) + row["amount_minor"]
    if len(years) < 2:  # noqa: PLR2004 -- one bar says nothing
        return Markup()
    points = [
        Point(str(year), float(major_units(years.get(year, 0), home)), write.minor(years.get(year, 0), home))
        for year in range(min(years), max(years) + 1)
    ]
    return bars(
        edition.words("relation.by_year"), points, lambda height: write.whole_money(int(height), home)
    )
