"""Rows of ledgers held to the rules of records: items put together as if they stood in a record."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from klantboek.book import Book, Record
from klantboek.book.book import RELATION, Rest
from klantboek.book.node import path_of
from klantboek.rules.registry import Rule, all_rules
from klantboek.tables.ledgers import KINDS, Item
from klantboek.yaml import Document

# Rules that judge an order or a visit by itself and the registers. All others look at lists that a row can't
# hold, or at the rest of the record.
CODES = frozenset(
    {"KB402", "KB403", "KB404", "KB408", "KB422", "KB802", "KB803", "KB911", "KB912", "KB913", "KB914"}
)
_NAME = "R-00000"
_INSIDE = 3


class Said(NamedTuple):
    """What a rule says about a row of an item: its code, the row's number in the item, and the words."""

    code: str
    item: Item
    row: int
    message: str
    help: str

    @property
    def line(self) -> int:
        """The line of the row."""
        return self.item.lines[self.row]


class RowRules:
    """The rules as far as they can judge the items of one kind."""

    def __init__(self, book: Book, kind: str) -> None:
        self._book = book
        self._kind = kind
        home = book if book.rest is None else book.rest.registers
        self._rest = Rest(home, book.ids(RELATION))

    def say(self, items: Sequence[Item]) -> Iterator[Said]:
        """Give what there is to say about items that fit their schema, in the order of their lines."""
        record = _record(self._kind, items)
        part = Book(self._book.root, self._book.as_of, (record,), rest=self._rest)
        found = [
            Said(rule.code, items[path[1]], self._row(path), problem.message, problem.help)
            for rule in _rules()
            for problem in rule.check(part)
            if (path := problem.exact or path_of(problem.node, problem.key))[:1] == (self._kind,)
            and len(path) >= _INSIDE
            and isinstance(path[1], int)
        ]
        record.let_go()
        yield from sorted(found, key=lambda one: (one.line, one.code))

    def _row(self, path: Sequence[str | int]) -> int:
        """Give the row of the item that a path leads to."""
        inner, at = KINDS[self._kind][0], path[_INSIDE] if len(path) > _INSIDE else 0
        return at if path[_INSIDE - 1] == inner and isinstance(at, int) else 0


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(one for one in all_rules() if one.code in CODES)


def _record(kind: str, items: Iterable[Item]) -> Record:
    """Give a record that holds the items, and else what every record must have."""
    value = {
        "number": _NAME,
        "kind": "organisation",
        "roles": ["customer"],
        "status": "active",
        "organisation": {"name": "-"},
        kind: [item.value for item in items],
    }
    return Record(RELATION, _NAME, Document("", "", value, array("I")), fits=True, is_ready=True)
