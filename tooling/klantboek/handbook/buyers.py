"""Who bought a product: every order line of it, newest first."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

from markupsafe import Markup, escape

from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.backlinks import Sale
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.layout import Section
from klantboek.handbook.listing import EMPTY, MOST, Column, Listing, keyed, text
from klantboek.handbook.markup import drawn_row, link, sortable_cell
from klantboek.handbook.references import SOLD


def buyers(edition: Edition, record: Record, cells: Cells) -> Iterator[Section]:
    """Give the section with the sales of a product, when there are any."""
    size, *_ = edition.index.counted("product", record.id, SOLD)
    if size:
        labels = ("relation", "date", "order", "quantity", "unit_price", "channel")
        right = {"quantity", "unit_price"}
        columns = [
            Column(edition.words(f"column.{label}"), "n" if label in right else "") for label in labels
        ]
        told = cells.once("sales", lambda: _Told(cells))
        rows = [
            _sale(cells, told, one, *line)
            for one in edition.backlinks.sales(record.id, SOLD, MOST)
            for line in one.lines
        ][:MOST]
        yield Section(
            "buyers",
            edition.words("product.buyers"),
            Listing(columns, rows, size - len(rows)),
            size,
            template="table",
        )


class _Told:
    """What is drawn of many sales alike: the day, how many, at which price, by which channel."""

    def __init__(self, cells: Cells) -> None:
        self._edition = cells.edition
        self._home = cells.home
        self.quantity, self.price = (lru_cache(2**12)(one) for one in (self._quantity, self._price))
        self.channel = cache(self._channel)
        self.day = cache(lambda day: sortable_cell(cells.date(day), day))

    def _quantity(self, quantity: str, unit: str) -> Markup:
        number = self._edition.write.number(Decimal(quantity)) if quantity else ""
        told = " ".join(part for part in (number, unit) if part)
        return sortable_cell(*keyed(escape(told), Decimal(quantity) if quantity else None), "n")

    def _price(self, price: str, currency: str) -> Markup:
        if not price:
            return sortable_cell(*EMPTY, "n")
        amount = self._edition.write.money(Decimal(price), currency or self._home)
        return sortable_cell(*keyed(escape(amount), Decimal(price)), "n")

    def _channel(self, code: str) -> Markup:
        return sortable_cell(*text(self._edition.names.term("channels", code) if code else None))


def _sale(cells: Cells, told: _Told, one: Sale, quantity: str, unit: str, price: str) -> Markup:  # noqa: PLR0913, PLR0917 -- a line of an order
    page = f"{cells.root}{links.href(cells.edition.page_of(one.record))}#{one.where}"
    return drawn_row(
        [
            sortable_cell(cells.record("relation", one.record.id), ""),
            told.day(one.day),
            sortable_cell(link(page, one.number), one.number),
            told.quantity(quantity, unit),
            told.price(price, one.currency),
            told.channel(one.channel),
        ]
    )
