"""Records to rows: each value of a record becomes a cell of the CSV text that the database reads.

A text always stands in quotes and an absent value is nothing at all, so an empty text and an absent value
stay apart.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from klantboek.book import Book, Record
from klantboek.book.minor import minor_units
from klantboek.tables.definition import roots
from klantboek.tables.left_out import rows_of
from klantboek.tables.table import Column, Holds, Part, Table

_TEXTS = frozenset({Holds.TEXT, Holds.CURRENCY})
_SIXTH = Decimal("0.000001")


def lines(book: Book) -> dict[str, list[str]]:
    """Give by table its rows as lines of CSV, in the order of their keys, without a header."""
    found: dict[str, list[str]] = {table.name: [] for top in roots() for table in top.walk()}
    for top in roots():
        for record in rows_of(book, top.kind):
            add_record(top, record.id, stated(book, record), book.settings.currency, found)
    return found


def stated(book: Book, record: Record) -> dict[str, Any]:
    """Give the values of a record as they stand in the tables: the book states the day that counts."""
    value: dict[str, Any] = record.document.value
    return {**value, "as_of": book.as_of.isoformat()} if record.kind == "book" else value


def add_record(
    top: Table, name: str, value: dict[str, Any], currency: str, found: dict[str, list[str]]
) -> None:
    """Add the rows of one record, by its table and its id, to the lines of each table."""
    _fill(top, value, text(name), currency, found)


def add_item(
    table: Table, value: dict[str, Any], keys: str, currency: str, found: dict[str, list[str]]
) -> None:
    """Add the rows of one entry of a list, by its table and its keys as cells, to the lines of each table."""
    _fill(table, value, keys, currency, found)


def _fill(table: Table, value: Any, keys: str, currency: str, found: dict[str, list[str]]) -> None:
    if table.parts:
        currency = value.get("currency") or currency
        cells = [keys]
        _cells(table.parts, value, currency, cells)
        found[table.name].append(",".join(cells))
    else:
        found[table.name].append(f"{keys},{_CELL[table.own[0].holds](_plain(value), currency)}")
    for child in table.children:
        for key, item, currency_there in _items(child, value, currency):
            _fill(child, item, f"{keys},{key}", currency_there, found)


def _items(child: Table, value: Any, currency: str) -> Iterator[tuple[str, Any, str]]:
    """Give the key, the value and the currency of each entry of a list or open object below ``value``."""
    for step in child.steps:
        value = value.get(step)
        if not value:
            return
        if isinstance(value, dict) and not child.is_open:
            currency = value.get("currency") or currency
    if child.is_open:
        yield from ((text(key), item, currency) for key, item in sorted(value.items()))
    else:
        yield from ((str(position), item, currency) for position, item in enumerate(value, 1))


def _cells(parts: tuple[Part, ...], value: dict[str, Any], currency: str, cells: list[str]) -> None:
    for part in parts:
        found = value.get(part.name)
        if part.holds is Holds.CURRENCY:
            cells.append(text(currency))
        elif found is None:
            cells += [""] * part.width
        elif part.holds is None:
            _cells(part.parts, found, found.get("currency") or currency, cells)
        else:
            cells.append(_CELL[part.holds](found, currency))


def _plain(value: Any) -> Any:
    """Give a value of an open object as text: texts as they are, all else as JSON."""
    if isinstance(value, (dict, list, bool)) or value is None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return value


def lines_of(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> list[str]:
    """Give rows of values as lines of CSV; amounts are in minor units already."""
    texts = [one.holds in _TEXTS for one in columns]
    return [
        ",".join(
            "" if value is None else text(value) if is_text else str(value)
            for is_text, value in zip(texts, row, strict=True)
        )
        for row in rows
    ]


def text(value: Any, _currency: str = "") -> str:
    """Give a text as a cell."""
    return '"' + str(value).replace('"', '""') + '"'


def _number(value: Any, _currency: str = "") -> str:
    return str(value) if isinstance(value, int) else format(value.quantize(_SIXTH, ROUND_HALF_UP), "f")


def _money(value: Any, currency: str) -> str:
    return str(minor_units(value, currency))


def _boolean(value: Any, _currency: str = "") -> str:
    return "true" if value else "false"


def _date(value: Any, _currency: str = "") -> str:
    return str(value)


_CELL: dict[Holds, Callable[[Any, str], str]] = {
    Holds.TEXT: text,
    Holds.INTEGER: _number,
    Holds.NUMBER: _number,
    Holds.MONEY: _money,
    Holds.BOOLEAN: _boolean,
    Holds.DATE: _date,
    Holds.CURRENCY: text,
}
