"""Orders of cases moved from records into ledgers."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from given import expanded
from klantboek.book import Book, load
from klantboek.tables.ledgers import columns_of

COLUMNS = columns_of("orders")


def _cells(value: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _cells(inner, f"{before}{name}.")
        else:
            yield f"{before}{name}", inner


def _rows(relation: str, order: dict[str, Any]) -> list[dict[str, Any]]:
    of_order = {"relation": relation, **dict(_cells({**order, "lines": {}}))}
    return [{**of_order, **dict(_cells(line, "lines."))} for line in order["lines"]]


def moved(case: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Take the orders that a ledger can hold out of the records of a case; give what is left, and the rows."""
    left, moved = {}, []
    for file, record in case["given"].items():
        left[file] = record
        orders = expanded(record.get("orders", [])) if isinstance(record, dict) else []
        rows = [row for order in orders for row in _rows(Path(file).stem, order)]
        if rows and ".." not in file and all({*row} - {"relation"} <= {*COLUMNS} for row in rows):
            left[file] = {name: value for name, value in record.items() if name != "orders"}
            moved += rows
    return left, moved


def with_ledger(book: Book, rows: list[dict[str, Any]]) -> Book:
    """Give the book with a ledger of these rows."""
    stream = StringIO(newline="")
    names = ["relation", *COLUMNS]
    writer = csv.DictWriter(stream, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    folder = book.root / "ledgers"
    folder.mkdir(exist_ok=True)
    (folder / "orders.csv").write_text(stream.getvalue(), encoding="utf-8", newline="")
    return load(book.root, book.as_of)
