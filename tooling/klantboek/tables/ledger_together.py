"""Ledgers seen together with each other and with the records: what stands twice, is gone, or is not there."""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from klantboek.book.beside import CODES, SideFile
from klantboek.book.bulk import order_name
from klantboek.findings import Place
from klantboek.tables.ledger_records import Told
from klantboek.tables.ledger_references import named_in
from klantboek.tables.ledgers import KINDS, Item, kind_of, read_ledger

if TYPE_CHECKING:
    from array import array

_REFERENCE, _ONCE, _NUMBER, _CURRENT = CODES["KB023"].code, CODES["KB024"].code, "KB411", "KB111"


class Row(NamedTuple):
    """What there is to say about the row on a line."""

    line: int
    code: str
    message: str
    help: str
    second: Place | None = None


class Together:
    """What is to be told of the rows, one ledger after the other."""

    def __init__(self, told: Told, orders: "array[int]") -> None:
        """Take what records say, and the names of the orders in all ledgers."""
        self._told = told
        self._twice = _twice(orders)
        # Who has an order that stands in the ledgers twice, by those that were there before.
        self._before: dict[int, set[str]] = {}

    @property
    def has_any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self._told.orders or self._told.stones or self._told.lacks or self._twice)

    def say(self, file: SideFile) -> Iterator[Row]:
        """Give what there is to say about the rows of a ledger."""
        kind = kind_of(file)
        key = KINDS[kind][1]
        gone: set[str] = set()
        for item in read_ledger(file):
            if not isinstance(item, Item):
                continue
            stone = self._told.stones.get(item.relation)
            if stone is not None and item.relation not in gone:
                gone.add(item.relation)
                yield _gone(item, stone)
            yield from self._lacking(kind, item)
            if (number := item.value.get(key)) is not None:
                yield from self._again(item, number)

    def _lacking(self, kind: str, item: Item) -> Iterator[Row]:
        lacks = self._told.lacks.get(item.relation, ())
        for to, name, line in named_in(kind, item) if lacks else ():
            if (to, name) in lacks:
                message = f"{name!r} is not a {to} of {item.relation}"
                yield Row(
                    line, _REFERENCE, message, f"Add it to its record, or name a {to} that stands there."
                )

    def _again(self, item: Item, number: str) -> Iterator[Row]:
        there, before = self._told.orders.get(number, {}), self._met(item, number)
        called = f"order {number!r} of {item.relation} stands in"
        if item.relation in there:
            yield _row(item, _ONCE, f"{called} its record too", second=there[item.relation])
        elif item.relation in before:
            yield _row(item, _ONCE, f"{called} the ledgers before this row")
        elif others := sorted(there.keys() | set(before)):
            message = f"order number {number} is used twice, also in {others[0]}"
            advice = "Remove the copy, or correct the number that is wrong."
            yield _row(item, _NUMBER, message, advice, there.get(others[0]))

    def _met(self, item: Item, number: str) -> Collection[str]:
        """Give the relations of which a row before this one has the number, and remember this one."""
        name = order_name(number)
        if name not in self._twice:
            return ()
        before = self._before.get(name, ())
        self._before[name] = {*before, item.relation}
        return before


def _row(item: Item, code: str, message: str, advice: str = "", second: Place | None = None) -> Row:
    return Row(item.lines[0], code, message, advice, second)


def _gone(item: Item, stone: Mapping[str, Any]) -> Row:
    into = stone.get("into", "")
    message = f"{item.relation} was {stone['reason']}{f' into {into}' if into else ''} on {stone['on']}"
    advice = f"Write {into} in this row and others of it." if into else "Take its rows out."
    return _row(item, _CURRENT, message, advice)


def _twice(met: "array[int]") -> Collection[int]:
    if not met:
        return ()
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    numbers, counts = np.unique(np.frombuffer(met, dtype=np.uint64), return_counts=True)
    return {int(one) for one in numbers[counts > 1]}
