"""What a table is: its name, its keys, its columns, and which value of a record goes where."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """What a column holds, and so how a value of a record becomes a cell."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    CURRENCY = "currency"  # the nearest one upwards, or else the book's; never empty

    @property
    def sql(self) -> str:
        """The type of such a column in SQL."""
        return _SQL[self]


_SQL = {
    Holds.TEXT: "VARCHAR",
    Holds.INTEGER: "BIGINT",
    Holds.NUMBER: "DECIMAL(18,6)",
    Holds.MONEY: "BIGINT",
    Holds.BOOLEAN: "BOOLEAN",
    Holds.DATE: "DATE",
    Holds.CURRENCY: "VARCHAR",
}


@dataclass(frozen=True)
class Column:
    """A column. Money is in minor units (cents) of the currency in the same row."""

    name: str
    holds: Holds
    description: str


@dataclass(frozen=True)
class Part:
    """One property of an object: a cell, or a nested object whose parts are cells of the same row."""

    name: str
    holds: Holds | None
    parts: tuple["Part", ...] = ()

    @property
    def width(self) -> int:
        """The number of cells it gives."""
        return 1 if self.holds else sum(part.width for part in self.parts)


@dataclass(frozen=True)
class Table:
    """A table: one kind of record, or one list or open object inside it.

    ``steps`` leads from an object of the table above to this list; ``keys`` are the columns that name a
    row: the id of the record, then a position from 1 for each list (a key, for an open object).
    ``parts`` is empty for a list of plain values, whose one column is ``value``.
    """

    name: str
    kind: str
    description: str
    steps: tuple[str, ...]
    keys: tuple[Column, ...]
    own: tuple[Column, ...]
    parts: tuple[Part, ...]
    is_open: bool
    children: tuple["Table", ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, keys first."""
        return self.keys + self.own

    def walk(self) -> Iterator["Table"]:
        """Give this table and every table of a list below it."""
        yield self
        for child in self.children:
            yield from child.walk()
