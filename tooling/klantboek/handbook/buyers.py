"""Who bought a product: every order line of it, newest first."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import escape

from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.backlinks import Backlink
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.layout import Section
from klantboek.handbook.listing import EMPTY, MOST, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import link

Item = Mapping[str, Any]


def buyers(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    """Give the section with the sales of a product, when there are any."""
    rows = sorted(_sales(edition, record, cells), key=lambda row: (row[1][1], row[2][1]), reverse=True)
    if rows:
        labels = ("relation", "date", "order", "quantity", "unit_price", "channel")
        right = {"quantity", "unit_price"}
        columns = [
            Column(edition.words(f"column.{label}"), "n" if label in right else "") for label in labels
        ]
        yield Section(
            "buyers",
            edition.words("product.buyers"),
            Listing(columns, rows[:MOST], max(len(rows) - MOST, 0)),
            len(rows),
            template="table",
        )


def _sales(edition: Edition, record: Record, cells: Cells) -> Iterator[list[Sorted]]:
    seen: set[tuple[str, str]] = set()
    for back in edition.backlinks.get(("product", record.id), ()):
        if back.shape.path != "relation.orders.lines.product" or (back.record.file, back.where) in seen:
            continue
        seen.add((back.record.file, back.where))
        order = back.record.document.value["orders"][int(back.where.rpartition("-")[2]) - 1]
        for line in order["lines"]:
            if line["product"] == record.id:
                yield _sale(cells, back, order, line)


def _sale(cells: Cells, back: Backlink, order: Item, line: Item) -> list[Sorted]:
    edition = cells.edition
    page = f"{cells.root}{links.href(edition.page_of(back.record))}#{back.where}"
    currency = order.get("currency", edition.book.settings.currency)
    quantity = edition.write.number(line["quantity"]) if "quantity" in line else ""
    unit = f" {line['unit']}" if "unit" in line else ""
    return [
        (cells.record("relation", back.record.id), ""),
        keyed(cells.date(order["date"]), order["date"]),
        keyed(link(page, order["number"]), order["number"]),
        keyed(escape(quantity + unit), line.get("quantity")),
        keyed(escape(edition.write.money(line["unit_price"], currency)), line["unit_price"])
        if "unit_price" in line
        else EMPTY,
        text(edition.names.term("channels", order["channel"]) if "channel" in order else None),
    ]
