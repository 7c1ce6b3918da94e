"""Who bought a product: every order line of it, newest first."""

from collections.abc import Iterator
from decimal import Decimal

from markupsafe import escape

from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.backlinks import Sale
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.layout import Section
from klantboek.handbook.listing import EMPTY, MOST, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import link
from klantboek.handbook.references import SOLD


def buyers(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    """Give the section with the sales of a product, when there are any."""
    size, _ = edition.index.counted("product", record.id, SOLD)
    if size:
        labels = ("relation", "date", "order", "quantity", "unit_price", "channel")
        right = {"quantity", "unit_price"}
        columns = [
            Column(edition.words(f"column.{label}"), "n" if label in right else "") for label in labels
        ]
        rows = [
            _sale(cells, one, *line)
            for one in edition.backlinks.sales(record.id, SOLD, MOST)
            for line in one.lines
        ][:MOST]
        yield Section(
            "buyers",
            edition.words("product.buyers"),
            Listing.of(columns, rows, size - len(rows)),
            size,
            template="table",
        )


def _sale(cells: Cells, one: Sale, quantity: str, unit: str, price: str) -> list[Sorted]:
    edition = cells.edition
    page = f"{cells.root}{links.href(edition.page_of(one.record))}#{one.where}"
    currency = one.currency or edition.book.settings.currency
    told = " ".join(
        part for part in (edition.write.number(Decimal(quantity)) if quantity else "", unit) if part
    )
    return [
        (cells.record("relation", one.record.id), ""),
        keyed(cells.date(one.day), one.day),
        keyed(link(page, one.number), one.number),
        keyed(escape(told), Decimal(quantity) if quantity else None),
        keyed(escape(edition.write.money(Decimal(price), currency)), Decimal(price)) if price else EMPTY,
        text(edition.names.term("channels", one.channel) if one.channel else None),
    ]
