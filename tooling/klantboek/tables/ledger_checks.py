"""What there is to say about the ledgers of a book: each row against the schemas, and against what it refers to."""

import hashlib
from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from klantboek.book import Book
from klantboek.book.beside import CODES, LEDGERS, SideFile
from klantboek.book.references import common_targets
from klantboek.errors import nearest
from klantboek.findings import Finding, Place, Severity
from klantboek.schema import CODES as SCHEMA_CODES
from klantboek.schema.swift import swift_gate
from klantboek.schema.whole import whole
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
    met = array("Q")
    for file in ledgers_of(book):
        yield from _limited(file, _Checking(book, file, met).findings())
    yield from _told_twice(book, met)


def _told_twice(book: Book, met: "array[int]") -> Iterator[Finding]:
    """Give the orders that stand in the ledgers more than once; read again only when there are any."""
    if not met:
        return
    import numpy  # noqa: PLC0415, ICN001 -- 0.1 s to import

    numbers, counts = numpy.unique(numpy.frombuffer(met, dtype=numpy.uint64), return_counts=True)
    twice = {int(one) for one in numbers[counts > 1]}
    seen: set[int] = set()
    for file in ledgers_of(book) if twice else ():
        for item in read_ledger(file):
            if isinstance(item, Wrong) or (name := _name(kind_of(file), item)) not in twice:
                continue
            if name in seen:
                key = item.value.get(KINDS[kind_of(file)][1])
                message = f"order {key!r} of {item.relation} stands in the ledgers before this row"
                yield _finding(file, item.lines[0], _ONCE.code, message)
            seen.add(name)


def _name(kind: str, item: Item) -> int:
    """Name an order by 64 bits: a million of them take eight megabytes."""
    said = f"{kind}\x1f{item.relation}\x1f{item.value.get(KINDS[kind][1])}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest())


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


def _finding(file: SideFile, line: int, code: str, message: str, advice: str = "") -> Finding:
    kind = CODES.get(code) or SCHEMA_CODES[code]
    place = Place(file.name, line, 1, line, 2)
    return Finding(
        code, Severity.ERROR, f"ledger/{file.stem}", (), place, message, kind.why, advice or kind.help
    )


@dataclass
class _Checking:
    """One ledger against the book; ``met`` takes the names of the orders in it."""

    book: Book
    file: SideFile
    met: "array[int]"

    def findings(self) -> Iterator[Finding]:
        kind = kind_of(self.file)
        numbers: Collection[str] = self.book.ids("relation")
        targets = self.book.once(common_targets)
        for item in read_ledger(self.file):
            if isinstance(item, Wrong):
                yield _finding(self.file, item.line, _READING.code, item.message, item.help)
                continue
            if item.relation not in numbers:
                yield self._unknown(item.lines[0], item.relation, "relation", numbers)
            if not fits(kind)(item.value):
                yield from self._unfit(kind, item)
            yield from self._dangling(kind, item, targets)
            if KINDS[kind][1]:
                self.met.append(_name(kind, item))

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
            for number, entry in enumerate(entries):
                name = _at(entry, steps)
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
