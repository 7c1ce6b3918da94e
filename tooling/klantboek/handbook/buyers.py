"""Who bought a product: every order line of it, newest first."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache

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
        told = cells.once("sales", lambda: _Told(cells))
        rows = [
            _sale(cells, told, one, *line)
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


class _Told:
    """What stands in the cells of many sales: how many, at which price, by which channel."""

    def __init__(self, cells: Cells) -> None:
        self._edition = cells.edition
        self._home = cells.home
        self.quantity, self.price = (lru_cache(2**12)(one) for one in (self._quantity, self._price))
        self.channel = cache(self._channel)

    def _quantity(self, quantity: str, unit: str) -> Sorted:
        number = self._edition.write.number(Decimal(quantity)) if quantity else ""
        told = " ".join(part for part in (number, unit) if part)
        return keyed(escape(told), Decimal(quantity) if quantity else None)

    def _price(self, price: str, currency: str) -> Sorted:
        if not price:
            return EMPTY
        amount = self._edition.write.money(Decimal(price), currency or self._home)
        return keyed(escape(amount), Decimal(price))

    def _channel(self, code: str) -> Sorted:
        return text(self._edition.names.term("channels", code) if code else None)


def _sale(cells: Cells, told: _Told, one: Sale, quantity: str, unit: str, price: str) -> list[Sorted]:  # noqa: PLR0913, PLR0917 -- a line of an order
    page = f"{cells.root}{links.href(cells.edition.page_of(one.record))}#{one.where}"
    return [
        (cells.record("relation", one.record.id), ""),
        (cells.date(one.day), one.day),
        keyed(link(page, one.number), one.number),
        told.quantity(quantity, unit),
        told.price(price, one.currency),
        told.channel(one.channel),
    ]
