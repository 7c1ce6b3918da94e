"""What was bought, as predictions read it from the derived figures: purchases, orders and purchase days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from klantboek.predictions.baskets import Baskets
from klantboek.predictions.placed import Gathered, Placed
from klantboek.predictions.purchases import Purchases

if TYPE_CHECKING:
    from klantboek.aggregates import Result


class Read(Protocol):
    """Gives some columns of the rows of a figure, in their order."""

    def __call__(self, name: str, /, *columns: str) -> Iterable[tuple[Any, ...]]:
        """Read a figure by its name."""


@dataclass(frozen=True)
class Order:
    """An order that was no return: who, when, and through which channel."""

    relation: str
    day: date
    channel: str


def ordered(orders: Placed | Iterable[Order]) -> Placed:
    """Give orders in the order of relations, days and channels; the channel is the word."""
    if isinstance(orders, Placed):
        rows = orders
    else:
        gathered = Gathered()
        for one in orders:
            gathered.add(one.relation, one.day, one.channel)
        rows = gathered.placed()
    at = np.lexsort((rows.said, rows.days, rows.places))
    return Placed(rows.relations, rows.words, rows.places[at], rows.days[at], rows.said[at], rows.amounts[at])


@dataclass(frozen=True)
class Bought:
    """All that a book tells about buying until its day, by relation and day; orders have their channel as word.

    ``abroad`` are the relations that bought in another currency than the book's: their amounts can't be added.
    """

    purchases: Purchases
    abroad: frozenset[str]
    orders: Placed
    baskets: Baskets


def bought(read: Read, currency: str) -> Bought:
    """Read the aggregates ``order_totals`` and ``order_lines``; ``currency`` is that of the book."""
    purchases, orders, lines = Gathered(), Gathered(), Gathered()
    abroad = set()
    asked = ("relation", "date", "channel", "returned", "amount_minor", "currency")
    for relation, day, channel, returned, amount, unit in read("order_totals", *asked):
        if day is None or relation is None:
            continue
        if unit != currency:
            abroad.add(relation)
        if not returned:
            orders.add(relation, day, channel or "")
        if not returned or (amount or 0) < 0:
            purchases.add(relation, day, amount=amount or 0)
    for relation, day, product, returned in read("order_lines", "relation", "date", "product", "returned"):
        if not returned and product and day is not None:
            lines.add(relation, day, product)
    rows = purchases.placed()
    return Bought(
        Purchases(rows.relations, rows.places, rows.days, rows.amounts),
        frozenset(abroad),
        orders.placed(),
        Baskets(lines.placed()),
    )


def columns_of(result: "Result", *names: str) -> list[tuple[Any, ...]]:
    """Give some columns of each row of a figure."""
    places = [result.position(name) for name in names]
    return [tuple(row[place] for place in places) for row in result.rows]
