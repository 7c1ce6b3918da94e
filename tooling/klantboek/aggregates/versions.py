"""What names the rows that a figure is made of."""

from collections.abc import Mapping
from functools import cache

from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.compute import words
from klantboek.tables.definition import all_tables, fields
from klantboek.tables.table import Table
from klantboek.tables.touched import Version


def rows_read(one: Aggregate, figures: Mapping[str, str], tables: Mapping[str, Version]) -> dict[str, str]:
    """Name what a figure reads, by the names of figures and tables; those that have no version are left out.

    Of a table it reads the columns of the fields that it says it reads. Only tests hold that, and of the figures of the
    program alone: one of a book's own reads every column.
    """
    found = {}
    for name in sorted(words(one)):
        if name in figures:
            found[name] = figures[name]
        elif name in tables:
            version = tables[name]
            found[name] = f"rows {version.number if one.file else version.of(columns_read(one, name))}"
    return found


def columns_read(one: Aggregate, table: str) -> frozenset[str]:
    """Give the columns of a table that a figure of the program may read."""
    return _columns(table, one.fields)


@cache
def _columns(table: str, read: tuple[str, ...]) -> frozenset[str]:
    """Give the columns that hold some fields, and those that hold no field: keys and currencies."""
    where = fields()
    names = (column.name for column in _tables()[table].columns)
    return frozenset(name for name in names if where.get((table, name), "") in {"", *read})


@cache
def _tables() -> Mapping[str, Table]:
    return {table.name: table for table in all_tables()}
