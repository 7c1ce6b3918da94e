"""What was bought, as predictions read it from the derived figures: purchases, orders and purchase days."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from klantboek.predictions.purchases import Purchase

if TYPE_CHECKING:
    from klantboek.aggregates import Result


@dataclass(frozen=True)
class Order:
    """An order that was no return: who, when, and through which channel."""

    relation: str
    day: date
    channel: str


@dataclass(frozen=True)
class Basket:
    """What a relation bought on one day."""

    day: date
    products: frozenset[str]


@dataclass(frozen=True)
class Bought:
    """All that a book tells about buying until its day, by relation and day.

    ``abroad`` are the relations that bought in another currency than the book's: their amounts can't be added.
    ``baskets`` holds the purchase days of each relation in their order, by its number.
    """

    purchases: tuple[Purchase, ...]
    abroad: frozenset[str]
    orders: tuple[Order, ...]
    baskets: Mapping[str, tuple[Basket, ...]]


def bought(results: Mapping[str, "Result"], currency: str) -> Bought:
    """Read the aggregates ``order_totals`` and ``order_lines``; ``currency`` is that of the book."""
    totals = columns(
        results["order_totals"], "relation", "date", "channel", "returned", "amount_minor", "currency"
    )
    purchases, abroad, orders = [], set(), []
    for relation, day, channel, returned, amount, unit in totals:
        if day is None or relation is None:
            continue
        if unit != currency:
            abroad.add(relation)
        if not returned:
            orders.append(Order(relation, day, channel or ""))
        if not returned or (amount or 0) < 0:
            purchases.append(Purchase(relation, day, amount or 0))
    orders.sort(key=lambda one: (one.relation, one.day, one.channel))
    return Bought(tuple(purchases), frozenset(abroad), tuple(orders), _baskets(results["order_lines"]))


def columns(result: "Result", *names: str) -> "list[tuple[Any, ...]]":
    """Give some columns of each row of a figure."""
    places = [result.position(name) for name in names]
    return [tuple(row[place] for place in places) for row in result.rows]


def _baskets(lines: "Result") -> Mapping[str, tuple[Basket, ...]]:
    found: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for relation, day, product, returned in columns(lines, "relation", "date", "product", "returned"):
        if not returned and product and day is not None:
            found[relation][day].add(product)
    return {
        relation: tuple(Basket(day, frozenset(days[day])) for day in sorted(days))
        for relation, days in sorted(found.items())
    }
