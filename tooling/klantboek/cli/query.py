"""``klantboek query``: SQL over the book."""

import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.options import book_options, open_book
from klantboek.cli.screen import say_next

if TYPE_CHECKING:
    from klantboek.book import Book


@click.command()
@click.argument("sql", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="How rows are printed. [default: table]",
)
@click.option(
    "--schema",
    is_flag=False,
    flag_value="",
    metavar="[TABLE]",
    help="Show the columns of a table, or of all.",
)
@book_options
def command(
    sql: str | None, form: str, schema: str | None, folder: Path | None, as_of: datetime | None
) -> None:
    """Ask the book a question in SQL.

    Without SQL this lists the tables and the derived figures (aggregates); each is a table by its name.
    SQL is DuckDB's dialect, and reads the book only: it can't reach files or the network.

    \b
      klantboek query "select relation, turnover_minor from relation_activity where activity = 'dormant'"
      klantboek query --schema relations_orders
    """  # noqa: D301 -- click's mark for lines that stay as they are
    if schema is not None:
        names, rows = _columns(schema)
    elif sql is None:
        names, rows = _contents(open_book(folder, as_of))
        _print(names, rows, form)
        if form == "table":
            say_next("klantboek query --schema NAME shows the columns of one.")
        return
    else:
        from klantboek.aggregates.query import query

        book = open_book(folder, as_of)
        answer = query(book, sql)
        _warn(book)
        names, rows = answer.names, answer.rows
    _print(names, rows, form)


_Rows = list[tuple[object, ...]]


def _print(names: tuple[str, ...], rows: _Rows, form: str) -> None:
    from klantboek.tables.printed import as_csv, as_json, as_table

    if not names:
        return
    if form == "table":
        wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        click.echo(as_table(names, rows, wide), nl=False)
        click.echo(f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})")
    else:
        click.echo((as_csv if form == "csv" else as_json)(names, rows), nl=False)


def _contents(book: "Book") -> tuple[tuple[str, ...], _Rows]:
    from klantboek.aggregates.query import contents

    _warn(book)
    entries = sorted(contents(book), key=lambda one: (not one.is_aggregate, one.name))
    rows: _Rows = [
        (one.name, "aggregate" if one.is_aggregate else "table", one.rows, one.description) for one in entries
    ]
    return ("name", "kind", "rows", "what it holds"), rows


def _columns(name: str) -> tuple[tuple[str, ...], _Rows]:
    from klantboek.aggregates.schema import columns

    rows: _Rows = [(one.table, one.name, one.type, one.description) for one in columns(name)]
    return ("table", "column", "type", "what it holds"), rows


def _warn(book: "Book") -> None:
    from klantboek.tables import TOMBSTONE, left_out

    if count := sum(one.reason != TOMBSTONE for one in left_out(book)):
        records = "record does" if count == 1 else "records do"
        click.echo(f"{count} {records} not fit and are left out; see klantboek lint", err=True)
