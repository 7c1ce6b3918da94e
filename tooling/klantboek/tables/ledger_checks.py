"""What there is to say about the ledgers of a book: each row against the schemas, and against what it refers to."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from klantboek.book import Book
from klantboek.book.beside import CODES, LEDGERS, SideFile
from klantboek.book.references import common_targets
from klantboek.errors import nearest
from klantboek.findings import Finding, Place
from klantboek.rules.catalogue import entry
from klantboek.schema.swift import swift_gate
from klantboek.schema.whole import whole
from klantboek.tables.ledger_kept import Checked, kept
from klantboek.tables.ledger_records import Told, order_name, told_by_records
from klantboek.tables.ledger_rules import CURRENT, RowRules
from klantboek.tables.ledgers import KINDS, Item, Wrong, columns_of, kind_of, ledgers_of, read_ledger
from klantboek.yaml import exact

_READING, _REFERENCE, _ONCE = CODES["KB020"], CODES["KB023"], CODES["KB024"]
# Of one file so many findings are told; the last says how many more there are.
_MOST = 200


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
    return quickly or all(one.code == "KB105" for one in _misfits(kind, item.value))


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
        yield from _again(book, checked)


def _checked(book: Book, files: Iterable[SideFile]) -> Checked:
    """Look at each row of these ledgers by itself."""
    met, relations = array("Q"), set[str]()
    findings = [
        one for file in files for one in _limited(file, _Checking(book, file, met, relations).findings())
    ]
    return Checked(tuple(findings), met, frozenset(relations))


def _again(book: Book, checked: Checked) -> Iterator[Finding]:
    """Give the orders that stand in the book more than once, and rows of relations that are gone.

    The ledgers are read again only when there are any.
    """
    told = told_by_records(book, checked.relations, checked.orders)
    twice = _twice(checked.orders)
    if told.orders or told.stones or twice:
        seen: set[int] = set()
        for file in ledgers_of(book):
            yield from _limited(file, _told_of(file, twice, told, seen))


def _twice(met: "array[int]") -> Collection[int]:
    if not met:
        return ()
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    numbers, counts = np.unique(np.frombuffer(met, dtype=np.uint64), return_counts=True)
    return {int(one) for one in numbers[counts > 1]}


def _told_of(file: SideFile, twice: Collection[int], told: Told, seen: set[int]) -> Iterator[Finding]:
    kind = kind_of(file)
    gone: set[str] = set()
    for item in read_ledger(file):
        if isinstance(item, Wrong):
            continue
        stone = told.stones.get(item.relation)
        if stone is not None and item.relation not in gone:
            gone.add(item.relation)
            yield _of_gone(file, item, stone)
        key = item.value.get(KINDS[kind][1]) if KINDS[kind][1] else None
        if key is None:
            continue
        called = f"order {key!r} of {item.relation} stands in"
        if place := told.orders.get((item.relation, key)):
            yield _finding(file, item.lines[0], _ONCE.code, f"{called} its record too, at {place}")
        if (name := order_name(item.relation, key)) in twice:
            if name in seen:
                yield _finding(file, item.lines[0], _ONCE.code, f"{called} the ledgers before this row")
            seen.add(name)


def _of_gone(file: SideFile, item: Item, stone: Mapping[str, Any]) -> Finding:
    into = stone.get("into", "")
    message = f"{item.relation} was {stone['reason']}{f' into {into}' if into else ''} on {stone['on']}"
    advice = f"Write {into} in this row and others of it." if into else "Take its rows out."
    return _finding(file, item.lines[0], CURRENT, message, advice)


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
    return Finding(
        code, about.severity, f"ledger/{file.stem}", (), place, message, about.why, advice or about.help
    )


@dataclass
class _Checking:
    """One ledger against the book; ``met`` takes the names of the orders in it, ``relations`` whose they are."""

    book: Book
    file: SideFile
    met: "array[int]"
    relations: set[str]

    def findings(self) -> Iterator[Finding]:
        kind = kind_of(self.file)
        numbers: Collection[str] = self.book.ids("relation")
        targets = self.book.once(common_targets)
        rules = RowRules(self.book, kind)
        for item in read_ledger(self.file):
            if isinstance(item, Wrong):
                yield _finding(self.file, item.line, _READING.code, item.message, item.help)
                continue
            if item.relation not in numbers:
                yield self._unknown(item.lines[0], item.relation, "relation", numbers)
            if not fits(kind)(item.value):
                yield from self._unfit(kind, item)
            yield from self._dangling(kind, item, targets)
            for code, row, message, advice in rules.say(item):
                yield _finding(self.file, item.lines[row], code, message, advice)
            self.relations.add(item.relation)
            if KINDS[kind][1]:
                self.met.append(order_name(item.relation, item.value.get(KINDS[kind][1])))

    def _unfit(self, kind: str, item: Item) -> Iterator[Finding]:
        inner = KINDS[kind][0]
        for one in _misfits(kind, exact(item.value)):
            number = one.path[1] if len(one.path) > 1 and one.path[0] == inner else 0
            line = item.lines[number if isinstance(number, int) else 0]
            column = ".".join(step for step in one.path if isinstance(step, str))
            at = f"{column}: " if column else ""
            yield _finding(self.file, line, one.code, f"{at}{one.message}", one.help)

    def _dangling(self, kind: str, item: Item, targets: Mapping[str, Any]) -> Iterator[Finding]:
        for steps, to, is_inner in _references(kind):
            names = targets.get(to)
            if names is None:
                continue
            entries = item.value.get(KINDS[kind][0], ()) if is_inner else (item.value,)
            for number, one in enumerate(entries):
                name = _at(one, steps)
                if isinstance(name, str) and name not in names:
                    yield self._unknown(item.lines[number], name, to, names)

    def _unknown(self, line: int, name: str, to: str, names: Collection[str]) -> Finding:
        near = nearest(name, names) if len(names) < _MOST else ""
        what, _, code = to.partition("/")
        called = f"a term of the vocabulary {code}" if code else f"a {what} of this book"
        advice = f"Did you mean {near!r}?" if near else ""
        return _finding(self.file, line, _REFERENCE.code, f"{name!r} is not {called}", advice)


def _at(entry: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        entry = entry.get(step) if isinstance(entry, dict) else None
    return entry


@cache
def _references(kind: str) -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """Give where an item of a ledger refers to registers: steps, to what, and whether in an entry of the inner list."""
    return tuple(
        (tuple(name.split("."))[is_inner:], shape.reference, is_inner)
        for name, (shape, is_inner) in columns_of(kind).items()
        if shape.reference
    )
