"""What ledgers say of relations, as far as it counts when their records are judged."""

from array import array
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import blake2b


@dataclass(frozen=True)
class Bought:
    """The orders of one relation in ledgers.

    ``turnover`` is that of the last twelve months in minor units of the book's currency; ``is_whole`` that no order
    is in another currency; ``last`` the day of the last order that was not cancelled.
    """

    turnover: int = 0
    is_whole: bool = True
    last: date | None = None


@dataclass(frozen=True, eq=False)
class Bulk:
    """The relations that have orders in ledgers, and the names of these orders, sorted: see ``order_name``."""

    relations: Mapping[str, Bought] = field(default_factory=dict)
    orders: "array[int]" = field(default_factory=lambda: array("Q"))

    def of(self, relation: str) -> Bought | None:
        """Give what a relation bought; None for one without orders in ledgers."""
        return self.relations.get(relation)

    def has_order(self, number: str) -> bool:
        """Tell whether a ledger has an order of this number, of whatever relation."""
        name = order_name(number)
        place = bisect_left(self.orders, name)
        return place < len(self.orders) and self.orders[place] == name

    @cached_property
    def digest(self) -> str:
        """Name all of it; "" for nothing."""
        if not self.relations and not self.orders:
            return ""
        found = blake2b(self.orders.tobytes(), digest_size=16)
        for relation, bought in sorted(self.relations.items()):
            found.update(f"{relation} {bought}\n".encode("utf-8", "surrogatepass"))
        return found.hexdigest()


NOTHING = Bulk()


def order_name(number: object) -> int:
    """Name an order by 64 bits of its number: a million of them take eight megabytes."""
    return int.from_bytes(blake2b(str(number).encode("utf-8", "surrogatepass"), digest_size=8).digest())
