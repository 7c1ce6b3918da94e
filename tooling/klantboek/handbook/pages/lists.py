"""The lists: relations, products and campaigns, each row a link to its page."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from klantboek.book.minor import major_units
from klantboek.book.record import Record
from klantboek.handbook.cells import TONE, Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.head import row_of
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import badge
from klantboek.handbook.page import Page
from klantboek.shapes import shape_of


def pages(edition: Edition) -> Iterator[Page]:
    """Give the three lists."""
    words = edition.words
    yield Page(
        "relations.html", "list", words("relations.title"), partial(_relations, edition), "customers", 10
    )
    yield Page("products.html", "list", words("products.title"), partial(_products, edition), "offer", 20)
    yield Page("campaigns.html", "list", words("campaigns.title"), partial(_campaigns, edition), "offer", 21)


def _of_kind(edition: Edition, kind: str) -> list[Record]:
    return [record for record in edition.book.records if record.kind == kind]


def _name(cells: Cells, record: Record) -> Sorted:
    cell = Markup('<a href="{}">{}</a>').format(
        cells.root + cells.edition.page_of(record), cells.edition.names.record(record)
    )
    return (
        (cell, "")
        if record.fits
        else (cell + Markup(" ") + badge(cells.edition.words("misfit.badge"), "bad"), "")
    )


def _relations(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    labels = ("name", "number", "city", "roles", "status", "class", "owner", "last_order", "turnover")
    columns = [Column(words(f"column.{label}"), "n" if label == "turnover" else "") for label in labels]
    records = _of_kind(edition, "relation")
    return {
        "title": words("relations.title"),
        "intro": words("relations.intro", count=edition.write.number(len(records))),
        "listing": Listing(columns, [_relation(edition, cells, record) for record in records]),
    }


def _relation(edition: Edition, cells: Cells, record: Record) -> list[Sorted]:
    value = record.document.value if record.fits else {}
    words, names = edition.words, edition.names
    stone, bought = value.get("tombstone"), row_of(edition, "relation_activity", record.id)
    status = stone["reason"] if stone else value.get("status")
    turnover = bought.get("turnover_minor")
    return [
        _name(cells, record),
        text(record.id),
        text(next((one["city"] for one in value.get("addresses", ()) if "city" in one), None)),
        text(", ".join(words.choice("roles", role) for role in value.get("roles", ()))),
        (badge(words.choice("status", status), TONE.get(status, "")), "") if status else EMPTY,
        text(
            names.setting("class", value["classification"]["class"])
            if "class" in value.get("classification", {})
            else None
        ),
        text(names.staff(value["owner"]) if "owner" in value else None),
        keyed(cells.date(bought["last_on"]), bought["last_on"]) if bought.get("last_on") else EMPTY,
        keyed(escape(_whole(edition, turnover, bought["currency"])), turnover) if turnover else EMPTY,
    ]


def _whole(edition: Edition, minor: int, currency: str) -> str:
    return edition.write.whole_money(major_units(minor, currency), currency)


def _products(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    columns = [
        Column(words("column.name")), Column(words("column.code")), Column(words("column.category")),
        Column(words("column.kind")), Column(words("column.price"), "n"), Column(words("column.sold"), "n"),
        Column(words("column.buyers"), "n"),
    ]  # fmt: skip
    rows = [_product(edition, cells, record) for record in _of_kind(edition, "product")]
    return {
        "title": words("products.title"),
        "intro": words("products.intro"),
        "listing": Listing(columns, rows),
    }


def _product(edition: Edition, cells: Cells, record: Record) -> list[Sorted]:
    value = record.document.value if record.fits else {}
    currency = value.get("currency", edition.book.settings.currency)
    lines = [
        back
        for back in edition.backlinks.get(("product", record.id), ())
        if back.shape.path == "relation.orders.lines.product"
    ]
    buyers = len({back.record.file for back in lines})
    return [
        _name(cells, record),
        text(record.id),
        text(edition.names.term("product-categories", value["category"]) if "category" in value else None),
        text(edition.words.choice("kind", value["kind"]) if "kind" in value else None),
        keyed(escape(edition.write.money(value["price"], currency)), value["price"])
        if "price" in value
        else EMPTY,
        keyed(edition.write.number(len(lines)), len(lines)) if lines else EMPTY,
        keyed(edition.write.number(buyers), buyers) if buyers else EMPTY,
    ]


def _campaigns(edition: Edition) -> Mapping[str, Any]:
    words, cells, shape = edition.words, edition.cells(""), shape_of("campaign")
    keys = ("kind", "status", "from", "until", "segment", "owner")
    columns = [
        Column(words("column.name")),
        *(Column(str(cells.label(shape.properties[key]))) for key in keys),
    ]
    own = edition.plain_scope
    rows = [
        [
            _name(cells, record),
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
        for record in _of_kind(edition, "campaign")
    ]
    return {
        "title": words("campaigns.title"),
        "intro": words("campaigns.intro"),
        "listing": Listing(columns, rows),
    }
