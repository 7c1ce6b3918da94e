"""What rules about orders and visits say of the rows of ledgers, with their own codes and in their own words."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from klantboek.book import Book
from klantboek.rules.product_is_on_sale_that_day import NO_SALE, bounded, off_sale
from klantboek.tables.ledgers import Item

ON_SALE, HAPPENED, CURRENT = "KB403", "KB803", "KB111"
_DAY = {"orders": "date", "web_visits": "on"}


class Said(NamedTuple):
    """What is wrong with a row of an item: the code of the rule, the row's number in the item, and the words."""

    code: str
    row: int
    message: str
    help: str


class RowRules:
    """The rules that look at one order or visit at a time."""

    def __init__(self, book: Book, kind: str) -> None:
        self._kind = kind
        self._today = book.as_of.isoformat()
        self._bounded = book.once(bounded) if kind == "orders" else {}

    def say(self, item: Item) -> Iterator[Said]:
        """Give what there is to say about an item."""
        day = item.value.get(_DAY[self._kind])
        if not isinstance(day, str):
            return
        if day > self._today:
            what = "order" if self._kind == "orders" else "visit"
            yield Said(
                HAPPENED, 0, f"{day} is in the future, and this {what} has happened", "Correct the year."
            )
        if self._bounded and item.value.get("status") not in NO_SALE:
            for row, line in enumerate(item.value.get("lines", ())):
                yield from self._off_sale(row, line, day)

    def _off_sale(self, row: int, line: dict[str, Any], day: str) -> Iterator[Said]:
        found = self._bounded.get(line.get("product", ""))
        quantity = line.get("quantity")
        if found is None or not isinstance(quantity, float | int) or quantity <= 0:
            return
        product, period = found
        try:
            on = date.fromisoformat(day)
        except ValueError:
            return
        if not period.holds(on):
            _, message, advice = off_sale(product, on)
            yield Said(ON_SALE, row, message, advice)
