"""What there is to say about the ledgers of a book: each row against the schemas, and against what it refers to."""

from array import array
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import islice
from typing import Any

from klantboek.book import Book
from klantboek.book.amounts import turnover_of
from klantboek.book.beside import CODES, LEDGERS, SideFile
from klantboek.book.book import RELATION
from klantboek.book.bulk import NOTHING, Bought, Bulk, order_name
from klantboek.book.references import common_targets
from klantboek.errors import nearest
from klantboek.findings import Finding, Place
from klantboek.rules.catalogue import entry
from klantboek.schema.swift import swift_gate
from klantboek.schema.whole import whole
from klantboek.tables.ledger_kept import Checked, kept, kept_together
from klantboek.tables.ledger_records import Named, Told
from klantboek.tables.ledger_references import named_in
from klantboek.tables.ledger_rules import RowRules
from klantboek.tables.ledger_together import Row, Together
from klantboek.tables.ledgers import KINDS, Item, Wrong, kind_of, ledgers_of, read_ledger
from klantboek.yaml import exact

_READING, _REFERENCE = CODES["KB020"], CODES["KB023"]
# Of one file so many findings are told; the last says how many more there are.
_MOST = 200
# So many items are looked at together, which is far quicker than one by one.
_AT_ONCE = 250


@cache
def schema_of(kind: str) -> Any:
    """Give the schema of one item of a ledger."""
    return whole("relation")["properties"][kind]["items"]


@cache
def fits(kind: str) -> Any:
    """Give the quick check of one item, with floats for decimals: it may only say that nothing is wrong."""
    return swift_gate(schema_of(kind))


def is_usable(kind: str, item: Item) -> bool:
    """Tell whether an item fits its schema; its decimals are exact after that."""
    quickly = fits(kind)(item.value)
    exact(item.value)
    return quickly or _is_usable(_misfits(kind, item.value))


def _is_usable(misfits: Iterable[Any]) -> bool:
    """Tell whether nothing but forms of values is wrong."""
    return all(one.code == "KB105" for one in misfits)


def _misfits(kind: str, value: Any) -> Any:
    from klantboek.schema.explain import explain  # noqa: PLC0415 -- jsonschema takes long to import
    from klantboek.schema.validator import validator  # noqa: PLC0415

    return explain(validator(schema_of(kind)).iter_errors(value), "value", schema_of(kind), value)


def findings_of_ledgers(book: Book) -> Iterator[Finding]:
    """Give what is wrong with the ledgers of a book; it knows the numbers of all its relations."""
    for file in book.files_in(LEDGERS):
        if file.refused or not kind_of(file):
            reason = file.refused or f"ledgers are called {' or '.join(KINDS)}, and end in .csv or .parquet"
            yield _finding(file, 1, _READING.code, f"this file is not read: {reason}")
    files = ledgers_of(book)
    if files:
        checked = kept(book, files, partial(_checked, book))
        yield from checked.findings
        yield from kept_together(book, checked, partial(_together, book))


def bulk_of_ledgers(book: Book) -> Bulk:
    """Give what the ledgers of a book say of its relations; it knows the numbers of all of them."""
    files = ledgers_of(book)
    if not files:
        return NOTHING
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    checked = kept(book, files, partial(_checked, book))
    orders = array("Q")
    orders.frombytes(np.sort(np.array(checked.orders, np.uint64)).tobytes())
    return Bulk(checked.bought, orders)


def _checked(book: Book, files: Iterable[SideFile]) -> Checked:
    """Look at each row of these ledgers by itself."""
    met, relations, bought, named = array("Q"), set[str](), dict[str, Bought](), dict[str, set[Named]]()
    findings = [
        one
        for file in files
        for one in _limited(file, _Checking(book, file, met, relations, bought, named).findings())
    ]
    return Checked(tuple(findings), met, frozenset(relations), bought, named)


def _together(book: Book, orders: "array[int]", told: Told) -> Iterator[Finding]:
    """Give orders that stand in the book more than once, rows of relations that are gone, and what their records lack.

    The ledgers are read again only when there are any.
    """
    finding = Together(told, orders)
    for file in ledgers_of(book) if finding.has_any else ():
        yield from _limited(file, (_beside_record(file, one) for one in finding.say(file)))


def _beside_record(file: SideFile, row: Row) -> Finding:
    found = _finding(file, row.line, row.code, row.message, row.help)
    label = "this order" if row.second is not None else ""
    return replace(found, second=row.second, second_label=label)


def _limited(file: SideFile, findings: Iterator[Finding]) -> Iterator[Finding]:
    more = 0
    for number, finding in enumerate(findings):
        if number < _MOST:
            yield finding
        else:
            more += 1
    if more:
        yield _finding(
            file, 1, _READING.code, f"and {more:,} more findings in this file", "Mend these first."
        )


_entry = cache(entry)


def _finding(file: SideFile, line: int, code: str, message: str, advice: str = "") -> Finding:
    about = _entry(code)
    place = Place(file.name, line, 1, line, 2)
    if file.ending == "parquet":
        message = f"row {line:,}: {message}"
    told = f"ledger/{file.stem}", (), place, message, about.why, advice or about.help
    return Finding(code, about.severity, *told)


@dataclass
class _Checking:
    """One ledger against the book.

    ``met`` takes the names of the orders in it, ``relations`` whose they are, ``bought`` what counts, and ``named``
    what their rows name in the record of the relation.
    """

    book: Book
    file: SideFile
    met: "array[int]"
    relations: set[str]
    bought: dict[str, Bought]
    named: dict[str, set[Named]]

    def __post_init__(self) -> None:
        self._numbers: Collection[str] = self.book.ids(RELATION)

    def findings(self) -> Iterator[Finding]:
        kind = kind_of(self.file)
        rules = RowRules(self.book, kind)
        items = read_ledger(self.file)
        while some := list(islice(items, _AT_ONCE)):
            usable: list[Item] = []
            found = [one for item in some for one in self._alone(kind, item, usable)]
            found += [self._finding(one.line, one.code, one.message, one.help) for one in rules.say(usable)]
            for item in usable if kind == "orders" else ():
                self._count(item)
            yield from sorted(found, key=lambda one: one.place.line)

    def _alone(self, kind: str, item: Item | Wrong, usable: list[Item]) -> Iterator[Finding]:
        """Give what schema and registers say of an item; it is added to those that rules can look at, if it fits."""
        if isinstance(item, Wrong):
            yield self._finding(item.line, _READING.code, item.message, item.help)
            return
        if item.relation not in self._numbers:
            yield self._unknown(item.lines[0], item.relation, RELATION, self._numbers)
        misfits = () if fits(kind)(item.value) else tuple(_misfits(kind, exact(item.value)))
        yield from (self._misfit(kind, item, one) for one in misfits)
        if _is_usable(misfits):
            usable.append(item)
        yield from self._dangling(kind, item)
        self.relations.add(item.relation)
        if (number := item.value.get(KINDS[kind][1])) is not None:
            self.met.append(order_name(number))

    def _count(self, item: Item) -> None:
        """Add an order to what its relation bought."""
        order, before = item.value, self.bought.get(item.relation, Bought())
        day = date.fromisoformat(order["date"]) if order.get("status") != "cancelled" else None
        own = self.book.settings.currency
        self.bought[item.relation] = Bought(
            before.turnover + turnover_of(self.book, {"orders": [order]}),
            before.is_whole and order.get("currency", own) == own,
            max((one for one in (before.last, day) if one is not None), default=None),
        )

    def _misfit(self, kind: str, item: Item, one: Any) -> Finding:
        inner = KINDS[kind][0]
        number = one.path[1] if len(one.path) > 1 and one.path[0] == inner else 0
        line = item.lines[number if isinstance(number, int) else 0]
        column = ".".join(step for step in one.path if isinstance(step, str))
        at = f"{column}: " if column else ""
        return self._finding(line, one.code, f"{at}{one.message}", one.help)

    def _dangling(self, kind: str, item: Item) -> Iterator[Finding]:
        targets = self.book.once(common_targets)
        for to, name, line in named_in(kind, item):
            if to not in targets:
                # What stands in the record of the relation is looked up there: see ``Told``.
                self.named.setdefault(item.relation, set()).add((to, name))
            elif (names := targets[to]) is not None and name not in names:
                yield self._unknown(line, name, to, names)

    def _unknown(self, line: int, name: str, to: str, names: Collection[str]) -> Finding:
        near = nearest(name, names) if len(names) < _MOST else ""
        what, _, code = to.partition("/")
        called = f"a term of the vocabulary {code}" if code else f"a {what} of this book"
        advice = f"Did you mean {near!r}?" if near else ""
        return self._finding(line, _REFERENCE.code, f"{name!r} is not {called}", advice)

    def _finding(self, line: int, code: str, message: str, advice: str = "") -> Finding:
        return _finding(self.file, line, code, message, advice)
