"""The lists of products and campaigns, each row a link to its page."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import escape

from klantboek.book.record import Record
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed, text
from klantboek.handbook.page import Page
from klantboek.handbook.references import SOLD
from klantboek.handbook.relation_rows import name_of
from klantboek.shapes import shape_of

_FACETS = frozenset(["kind", "status", "segment", "owner"])


def pages(edition: Edition) -> Iterator[Page]:
    """Give the two lists."""
    words = edition.words
    yield Page("products.html", "list", words("products.title"), partial(_products, edition), "offer", 20)
    yield Page("campaigns.html", "list", words("campaigns.title"), partial(_campaigns, edition), "offer", 21)


def _of_kind(edition: Edition, kind: str) -> list[Record]:
    return [record for record in edition.registers if record.kind == kind]


def _products(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    columns = [
        Column(words("column.name")), Column(words("column.code"), "c"), Column(words("column.category"), facet="category"),
        Column(words("column.kind"), facet="kind"), Column(words("column.price"), "n"), Column(words("column.sold"), "n"),
        Column(words("column.buyers"), "n"),
    ]  # fmt: skip
    rows = [_product(edition, cells, record) for record in _of_kind(edition, "product")]
    return {
        "title": words("products.title"),
        "intro": words("products.intro"),
        "listing": Listing.of(columns, rows),
    }


def _product(edition: Edition, cells: Cells, record: Record) -> list[Sorted]:
    value = record.document.value if record.fits else {}
    currency = value.get("currency", edition.book.settings.currency)
    _, orders, buyers = edition.index.counted("product", record.id, SOLD)
    return [
        name_of(cells, record),
        text(record.id),
        text(edition.names.term("product-categories", value["category"]) if "category" in value else None),
        text(edition.words.choice("kind", value["kind"]) if "kind" in value else None),
        keyed(escape(edition.write.money(value["price"], currency)), value["price"])
        if "price" in value
        else EMPTY,
        keyed(edition.write.number(orders), orders) if orders else EMPTY,
        keyed(edition.write.number(buyers), buyers) if buyers else EMPTY,
    ]


def _campaigns(edition: Edition) -> Mapping[str, Any]:
    words, cells, shape = edition.words, edition.cells(""), shape_of("campaign")
    keys = ("kind", "status", "from", "until", "segment", "owner")
    columns = [
        Column(words("column.name")),
        *(
            Column(str(cells.label(shape.properties[key])), facet=key if key in _FACETS else "")
            for key in keys
        ),
    ]
    own = edition.plain_scope
    rows = [
        [
            name_of(cells, record),
            *(
                keyed(
                    cells.of(shape.properties[key])(record.document.value[key], own),
                    record.document.value[key],
                )
                if record.fits and key in record.document.value
                else EMPTY
                for key in keys
            ),
        ]
        for record in sorted(_of_kind(edition, "campaign"), key=_first_day, reverse=True)
    ]
    return {
        "title": words("campaigns.title"),
        "intro": words("campaigns.intro"),
        "listing": Listing.of(columns, rows),
    }


def _first_day(record: Record) -> str:
    day: str = record.document.value.get("from", "") if record.fits else ""
    return day
