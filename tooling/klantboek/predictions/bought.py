"""What was bought, as predictions read it from the derived figures: purchases, orders and purchase days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from klantboek.aggregates.arrays import Arrays
from klantboek.predictions.baskets import Baskets
from klantboek.predictions.placed import Gathered, Placed, Whole
from klantboek.predictions.purchases import Purchases

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from klantboek.aggregates import Result


class Read(Protocol):
    """Gives some columns of a figure, by its name."""

    def columns(self, name: str, /, *columns: str) -> Iterable[tuple[Any, ...]]:
        """Give them of each row, in the order of the rows."""

    def arrays(self, name: str, /, texts: Sequence[str], others: Sequence[str]) -> Arrays:
        """Give them of all rows as arrays of numbers: those of texts, and others."""


class OfResults:
    """Reads figures that are held."""

    def __init__(self, results: "Mapping[str, Result]") -> None:
        self._results = results

    def columns(self, name: str, /, *columns: str) -> list[tuple[Any, ...]]:
        """Give some columns of each row of a figure."""
        places = [self._results[name].position(column) for column in columns]
        return [tuple(row[place] for place in places) for row in self._results[name].rows]

    def arrays(self, name: str, /, texts: Sequence[str], others: Sequence[str]) -> Arrays:
        """Give some columns of all rows of a figure as arrays of numbers: those of texts, and others."""
        rows = self.columns(name, *texts, *others)
        columns = dict(zip((*texts, *others), zip(*rows, strict=True) if rows else repeat(()), strict=False))
        words = {one: tuple(sorted(set(columns[one]) - {None})) for one in texts}
        places = {one: {word: place for place, word in enumerate(words[one])} for one in texts}
        numbers = {one: [places[one].get(cell, -1) for cell in columns[one]] for one in texts} | {
            one: [cell.toordinal() if isinstance(cell, date) else int(cell or 0) for cell in columns[one]]
            for one in others
        }
        return Arrays(words, {one: np.array(cells, dtype=np.int64) for one, cells in numbers.items()})


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
    totals = read.arrays(
        "order_totals", ("relation", "channel", "currency"), ("date", "returned", "amount_minor")
    )
    known = _known(totals)
    returned, amounts = totals.columns["returned"] > 0, totals.columns["amount_minor"]
    units = totals.words["currency"]
    own = units.index(currency) if currency in units else len(units)
    other = _placed(totals, known & (totals.columns["currency"] != own))
    rows = _placed(totals, known & (~returned | (amounts < 0)))
    lines = read.arrays("order_lines", ("relation", "product"), ("date", "returned"))
    had = _known(lines) & (lines.columns["returned"] == 0)
    named = np.array([bool(word) for word in lines.words["product"]] + [False], dtype=np.bool_)
    return Bought(
        Purchases(rows.relations, rows.places, rows.days, rows.amounts),
        frozenset(other.relations),
        _placed(totals, known & ~returned, "channel"),
        Baskets(_placed(lines, had & named[lines.columns["product"]], "product")),
    )


def _known(rows: Arrays) -> "NDArray[np.bool_]":
    """Tell of which rows it is known whom they are about, and when."""
    return np.asarray((rows.columns["relation"] >= 0) & (rows.columns["date"] > 0))


def _placed(rows: Arrays, kept: "NDArray[np.bool_]", word: str = "") -> Placed:
    """Give some of the rows with a word, "" where it is not there."""
    relations, places = _used(rows.words["relation"], rows.columns["relation"][kept])
    words: tuple[str, ...] = ("",)
    said = np.zeros(len(places), dtype=np.int64)
    if word:
        there = rows.words[word]
        # The first in their order is the empty one.
        words, some = (there, 0) if there[:1] == ("",) else (("", *there), 1)
        words, said = _used(words, np.maximum(rows.columns[word][kept] + some, 0))
    amounts = rows.columns["amount_minor"][kept] if "amount_minor" in rows.columns else np.zeros_like(places)
    return Placed(relations, words, places, rows.columns["date"][kept], said, amounts)


def _used(words: tuple[str, ...], places: Whole) -> tuple[tuple[str, ...], Whole]:
    """Give the words that occur, and for each row which of those it is."""
    occurs = np.bincount(places, minlength=len(words)) > 0
    numbers = np.cumsum(occurs) - 1
    return tuple(word for word, is_used in zip(words, occurs.tolist(), strict=True) if is_used), numbers[
        places
    ]
