"""What the records of relations say about the rows of ledgers: orders that they have too, and what they lack."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from klantboek.book import Book, Record
from klantboek.book.book import RELATION
from klantboek.book.bulk import order_name
from klantboek.book.reading import quickest_record
from klantboek.book.references import local_targets
from klantboek.findings import Place

if TYPE_CHECKING:
    from array import array

    import numpy as np
    from numpy.typing import NDArray

# Whatever may be the number of an order; a text with escapes is read to know.
_NUMBER = re.compile(rb"""\bnumber: *(?:"([^"\n]*)"|'([^'\n]*)'|([^\s,}\]#"'][^\n,}\]#]*))""")
_STONE, _ESCAPE = b"tombstone", b"\\"
# What one record says: its relation, its tombstone, its orders that ledgers have too, with their places, and what it
# lacks of what rows name in it.
Fact = dict[str, Any]
# What is named in a record, and by which name: ("contact", "an").
Named = tuple[str, str]


@dataclass(frozen=True)
class Told:
    """What records say: by the number of an order who has it and where, and by relation tombstones and what is lacking."""

    orders: dict[str, dict[str, Place]] = field(default_factory=dict)
    stones: dict[str, dict[str, Any]] = field(default_factory=dict)
    lacks: dict[str, set[Named]] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """The relations that were looked through: the content id of each file, and what those say that say anything."""

    contents: Mapping[str, bytes]
    facts: Mapping[str, Fact]

    def told(self) -> Told:
        """Give it by orders and relations."""
        found = Told()
        for fact in self.facts.values():
            if fact["stone"]:
                found.stones[fact["relation"]] = fact["stone"]
            if fact["lacks"]:
                found.lacks[fact["relation"]] = {(to, name) for to, name in fact["lacks"]}
            for number, place in fact["orders"]:
                found.orders.setdefault(number, {}).setdefault(fact["relation"], Place(**place))
        return found


def look_through(
    book: Book,
    relations: Collection[str],
    met: "array[int]",
    named: Mapping[str, Collection[Named]],
    before: Looked,
) -> Looked:
    """Look for tombstones of these relations and for what is named in them, and in all records for the orders in ``met``.

    A book that was read as a whole is looked through as it is. Of another, only files are read of which the
    content is not what it was before.
    """
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    names = np.unique(np.frombuffer(met, dtype=np.uint64)) if met else np.zeros(0, np.uint64)
    looking = Looking(relations, names, named)
    if book.rest is None:
        return Looked({}, looking.facts(record for record in book.records if record.kind == RELATION))
    if book.rest.contents is None:
        return Looked({}, {})
    contents: dict[str, bytes] = {}
    facts: dict[str, Fact] = {}
    for file, found, content in book.rest.contents(before.contents):
        contents[file.name] = found
        if content is None:
            if file.name in before.facts:
                facts[file.name] = before.facts[file.name]
        elif looking.may_tell(file.stem, content):
            facts |= looking.facts([quickest_record(RELATION, file.stem, content, file.name)])
    return Looked(contents, facts)


@dataclass(frozen=True)
class Looking:
    """What is looked for: relations that ledgers have rows of, the names of orders, in order, and what rows name."""

    relations: Collection[str]
    names: "NDArray[np.uint64]"
    named: Mapping[str, Collection[Named]]

    def may_tell(self, relation: str, content: bytes) -> bool:
        """Tell whether a file may say anything, without reading it as what it is."""
        if _ESCAPE in content or relation in self.named or (_STONE in content and relation in self.relations):
            return True
        numbers = {(one or two or three).strip() for one, two, three in _NUMBER.findall(content)}
        return any(self._has(number.decode("utf-8", "surrogateescape")) for number in numbers)

    def facts(self, records: Iterable[Record]) -> dict[str, Fact]:
        """Give what records say, by their files."""
        return {
            record.file: fact
            for record in records
            if record.fits and (fact := self._fact(record)) is not None
        }

    def _fact(self, record: Record) -> Fact | None:
        value = record.document.value
        stone = value.get("tombstone") if record.id in self.relations else None
        orders = list(self._orders(record, value))
        lacks = [] if stone else sorted(self._lacks(record))
        found = {"relation": record.id, "stone": stone, "orders": orders, "lacks": lacks}
        return found if stone or orders or lacks else None

    def _lacks(self, record: Record) -> Iterator[list[str]]:
        for to, name in self.named.get(record.id, ()):
            if name not in local_targets(record, to):
                yield [to, name]

    def _orders(self, record: Record, value: Mapping[str, Any]) -> Iterator[list[Any]]:
        for position, order in enumerate(value.get("orders", ())):
            if self._has(order["number"]):
                place = replace(record.document.place(("orders", position, "number")), excerpt="")
                yield [order["number"], asdict(place)]

    def _has(self, number: str) -> bool:
        names, name = self.names, order_name(number)
        place = names.searchsorted(names.dtype.type(name))
        return bool(place < len(names) and int(names[place]) == name)
