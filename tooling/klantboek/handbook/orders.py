"""What pages say of the orders of a relation: their amounts, how they ended, how much each year; and of its quotes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from klantboek.book.amounts import order_amount
from klantboek.book.minor import major_units
from klantboek.book.record import Record
from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import Point, columns
from klantboek.handbook.markup import joined

# An order of this status counts nowhere.
CANCELLED = "cancelled"
# How nearly every order ends: not worth a word.
_USUAL = "delivered"
_MAKES_AMOUNT = ("quantity", "unit_price", "discount_percent", "discount_amount")


def totals(cells: Cells, record: Record) -> Mapping[int, Markup]:
    """Give the amount of each order, by its place in the record."""
    return {
        row["orders_position"] - 1: cells.minor(row["amount_minor"], row["currency"])
        for row in cells.edition.rows("order_totals", record.id)
        if row["amount_minor"] is not None
    }


def quoted(cells: Cells, record: Record) -> Mapping[int, Markup]:
    """Give the amount of each quote, by its place in the record; none to who may not see all that makes an amount."""
    if not all(cells.edition.sees(f"relation.quotes.lines.{name}") for name in _MAKES_AMOUNT):
        return {}
    amounts = {}
    for place, value in enumerate(record.document.value["quotes"]):
        currency = value.get("currency", cells.home)
        amounts[place] = cells.minor(order_amount(value, currency), currency)
    return amounts


def in_short(cells: Cells, record: Record) -> Mapping[int, Markup]:
    """Give of each order, by its place in the record, how it ended and its amount."""
    values: list[dict[str, Any]] = record.document.value.get("orders", [])
    amounts = totals(cells, record) if values else {}
    return {
        place: joined(" · ", _outcome(cells, value, amounts.get(place))) for place, value in enumerate(values)
    }


def _outcome(cells: Cells, value: Mapping[str, Any], amount: Markup | None) -> Iterator[Markup]:
    """Give how an order ended, unless it went as it should, and its amount."""
    if value.get("status", _USUAL) != _USUAL:
        yield cells.choice("status", value["status"])
    if amount:
        yield amount


def counted(cells: Cells, values: Sequence[Mapping[str, Any]]) -> str:
    """Say how many orders there are where some of them count nowhere; "" where all count."""
    cancelled = sum(value.get("status") == CANCELLED for value in values)
    return (
        cells.edition.words("orders.cancelled", count=len(values), cancelled=cancelled) if cancelled else ""
    )


def by_year(cells: Cells, record: Record) -> Markup:
    """Draw what was ordered in each year, in the currency of the book."""
    edition, home, write = cells.edition, cells.home, cells.edition.write
    years: dict[int, int] = {}
    for row in edition.rows("order_totals", record.id):
        if row["currency"] == home and row["amount_minor"] is not None:
            years[row["date"].year] = years.get(row["date"].year, 0) + row["amount_minor"]
    if len(years) < 2:  # noqa: PLR2004 -- one bar says nothing
        return Markup()
    points = []
    for year in range(min(years), max(years) + 1):
        amount = major_units(years.get(year, 0), home)
        points.append(Point(str(year), float(amount), write.whole_money(amount, home)))
    return columns(edition.words("relation.by_year"), points)
