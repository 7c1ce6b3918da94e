"""The contracts and subscriptions that run, by the last day on which notice can be given."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from klantboek.book.period import days_later
from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.cells import Cells
from klantboek.handbook.edition import Edition
from klantboek.handbook.links import anchor
from klantboek.handbook.listing import EMPTY, Column, Listing, Sorted, keyed, text
from klantboek.handbook.markup import badge, joined, link, span_of
from klantboek.handbook.page import Page

Item = Mapping[str, Any]
_COLUMNS = ("relation", "agreement", "kind", "notice_by", "until", "renews", "price", "owner")
_SOON_DAYS = 60


def pages(edition: Edition) -> Iterator[Page]:
    """Give the list of agreements that end or renew."""
    yield Page(
        "renewals.html", "list", edition.words("renewals.title"), partial(_make, edition), "customers", 12
    )


def _make(edition: Edition) -> Mapping[str, Any]:
    words, cells = edition.words, edition.cells("")
    found = sorted(_running(edition), key=lambda one: (one.notice, one.record.id, one.where, one.record.file))
    columns = [
        Column(
            words(f"column.{name}"), "n" if name == "price" else "", name if name in {"kind", "owner"} else ""
        )
        for name in _COLUMNS
    ]
    return {
        "title": words("renewals.title"),
        "intro": words("renewals.intro"),
        "listing": Listing.of(columns, (_row(edition, cells, one) for one in found)),
    }


class _Agreement(NamedTuple):
    """A contract or subscription that runs: the last day for notice, and the last day of all."""

    notice: date
    end: date
    record: Record
    name: str
    where: str
    item: Item
    beside: Item


def _running(edition: Edition) -> Iterator[_Agreement]:
    for name in ("contracts", "subscriptions"):
        for file, items in edition.index.items(name):
            for number, item in enumerate(items[name]):
                end = date.fromisoformat(item["until"]) if "until" in item else date.max
                if end >= edition.book.as_of and "cancelled_on" not in item:
                    notice = days_later(end, -int(item.get("notice_days", 0))) if end < date.max else end
                    record = edition.files[file]
                    yield _Agreement(notice, end, record, name, anchor(name, number), item, items)


def _row(edition: Edition, cells: Cells, one: _Agreement) -> list[Sorted]:
    words, item = edition.words, one.item
    page = f"{links.href(edition.page_of(one.record))}#{one.where}"
    product = edition.book.find("product", item.get("product", ""))
    called = item.get("title") or (edition.names.record(product) if product else item.get("product", ""))
    owner = item.get("owner") or one.beside.get("owner", "")
    has_end = one.end < date.max
    notice = joined(" ", [span_of("nb", cells.date(one.notice)), *_state(edition, one.notice)])
    return [
        (cells.record("relation", one.record.id), ""),
        (link(page, called), ""),
        text(words(f"renewals.{one.name}")),
        keyed(notice, one.notice) if has_end else EMPTY,
        keyed(cells.date(one.end), one.end) if has_end else EMPTY,
        text(words("yes" if item["renews"] else "no") if "renews" in item else None),
        _price(edition, one.beside, item),
        text(edition.names.staff(owner) if owner else None),
    ]


def _state(edition: Edition, notice: date) -> Iterator[Any]:
    """Say that it is time, or too late, to give notice."""
    days = (notice - edition.book.as_of).days
    if days < 0:
        yield badge(edition.words("renewals.past"), "")
    elif days <= _SOON_DAYS:
        yield badge(edition.words("renewals.soon"), "warn")


def _price(edition: Edition, beside: Item, item: Item) -> Sorted:
    if "price" not in item:
        return EMPTY
    home, price = beside.get("currency", edition.book.settings.currency), Decimal(item["price"])
    amount = edition.write.money(price, item.get("currency", home))
    per = edition.words.choice("per", item["per"]) if "per" in item else ""
    return keyed(f"{amount} / {per}" if per else amount, price)
