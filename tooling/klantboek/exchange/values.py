"""One cell to one value: the steps that a mapping names, in their order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from klantboek.errors import nearest
from klantboek.exchange.countries import country_code
from klantboek.exchange.mapping import PLACEHOLDER, Value, placeholders
from klantboek.exchange.sheet import Row, Sheet
from klantboek.exchange.transforms import TRANSFORMS, CellError, Made, Setting, shown

# What strict reading of YAML refuses in a record; a test holds the two together.
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)

Ids = Mapping[tuple[str, str], tuple[str, str]]


@dataclass
class Read:
    """A value with what it touched: rows that were looked up, records that it names."""

    value: Any = None
    beside: dict[str, Any] = field(default_factory=dict)
    look: str = ""
    used: set[tuple[str, int]] = field(default_factory=set)
    refers: set[tuple[str, str]] = field(default_factory=set)


class Reader:
    """Reads values from rows; ``ids`` names the record made from a table's row by its key."""

    def __init__(self, sheets: Mapping[str, Sheet], ids: Ids, country: str) -> None:
        self._sheets = sheets
        self._ids = ids
        self._country = country

    def read(self, one: Value, row: Row) -> Read:
        """Give the value of one field of one row; raises CellError when its cell does not fit."""
        read = Read()
        cell = self._cell(row, one.column) if one.column else ""
        if one.column and (not cell or cell in one.nulls):
            return read
        if one.split:
            pieces = [piece.strip() for piece in cell.split(one.split)]
            read.value = [self._piece(one, row, piece, read) for piece in pieces if piece] or None
        else:
            read.value = self._piece(one, row, cell, read)
        self._choices(one, read.value)
        return read

    def _cell(self, row: Row, column: str) -> str:
        text = self._sheets[row.table].cell(row, column)
        found = UNSEEN.search(text)
        if found:
            raise CellError(
                f"holds the invisible character U+{ord(found[0]):04X} at position {found.start() + 1}"
            )
        return text

    def _piece(self, one: Value, row: Row, piece: str, read: Read) -> Any:
        if one.lookup:
            piece = self._look_up(one.lookup, piece, read)
            if not piece:
                return None
        if one.refer:
            kind, name = self._refer(one.refer, piece)
            read.refers.add((kind, name))
            return name
        if one.map is not None:
            if piece in one.map and not one.template:
                return one.map[piece]
            if piece not in one.map and not one.keep_others:
                near = nearest(piece, one.map)
                raise CellError(
                    f"{shown(piece)} is not among the values under map"
                    + (f"; is it {near!r}?" if near else "")
                )
            piece = str(one.map.get(piece, piece))
        if one.template:
            piece = self._fill(one.template, row, piece)
            if not piece:
                return None
        made: Made = TRANSFORMS[one.transform](piece, self._setting(one, row))
        read.beside |= made.beside
        read.look = made.look or read.look
        return made.value

    def _look_up(self, lookup: tuple[str, str], key: str, read: Read) -> str:
        sheet = self._sheets[lookup[0]]
        found = sheet.by_key.get((key,))
        if found is None:
            raise CellError(f"{shown(key)} is no {sheet.table.key[0]} of a usable row in {sheet.table.file}")
        read.used.add((found.table, found.number))
        return self._cell(found, lookup[1])

    def _refer(self, table: str, key: str) -> tuple[str, str]:
        found = self._ids.get((table, key))
        if found is None:
            sheet = self._sheets[table].table
            raise CellError(f"{shown(key)} is no {sheet.key[0]} of a usable row in {sheet.file}")
        return found

    def _fill(self, template: str, row: Row, value: str) -> str:
        """Fill in a template; give "" when one of its parts is empty."""
        texts = {name: value if name == "value" else self._cell(row, name) for name in placeholders(template)}
        if not all(texts.values()):
            return ""
        return PLACEHOLDER.sub(lambda found: texts[found[1]].zfill(int(found[2] or 0)), template)

    def _setting(self, one: Value, row: Row) -> Setting:
        country = self._country
        if one.country:
            text = self._cell(row, one.country)
            country = country_code(text) or ""
        return Setting(self._sheets[row.table].table.format, country)

    def _choices(self, one: Value, value: Any) -> None:
        shape = one.at.shape.items if isinstance(value, list) else one.at.shape
        for item in value if isinstance(value, list) else [value]:
            if item is not None and shape is not None and shape.choices and item not in shape.choices:
                raise CellError(
                    f"{shown(str(item))} is not one of {', '.join(shape.choices)}; say with map what it means"
                )
