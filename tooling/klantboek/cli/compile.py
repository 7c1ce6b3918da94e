"""``klantboek compile``: every table and derived figure as files."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.options import book_options, open_book
from klantboek.cli.progress import progress
from klantboek.cli.screen import say_next, shown
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.aggregates.compile import Compiled

_NAMED = 10


@click.command()
@book_options
def command(folder: Path | None, as_of: datetime | None) -> None:
    """Write every table and derived figure as Parquet, CSV and JSON.

    They go to build/tables beside the book, which is replaced as a whole. The same book gives the same
    bytes. Amounts are in minor units (cents) with their currency beside them. In CSV a text that starts
    with = + - @ or a tab gets an apostrophe in front, so that no spreadsheet runs it as a formula.

    The measured checklist goes to build/checklist.json and build/checklist.csv; rules of klantboek lint read it.
    """
    from klantboek.aggregates.compile import compile_book
    from klantboek.predictions.checklist import measure_checklist
    from klantboek.predictions.files import write_checklist

    book = open_book(folder, as_of)
    with progress("Wrote", "tables") as told:
        done = compile_book(book, book.project / "build" / "tables", told)
    click.echo(f"Wrote {done.tables} tables and {done.aggregates} aggregates to {shown(done.folder)}")
    click.echo(
        f"  as Parquet, CSV and JSON, as of {book.as_of}; {done.rows} rows in {done.filled} tables that have any"
    )
    _tell_left_out(done)
    measured = measure_checklist(book)
    file, _ = write_checklist(book, measured)
    fields = f"{len(measured.fields)} field{'' if len(measured.fields) == 1 else 's'}"
    click.echo(f"Measured {fields} of the dictionary; the checklist is {shown(file)}, and beside it as CSV")
    say_next('klantboek query "select * from relation_activity"')


def _tell_left_out(done: "Compiled") -> None:
    from klantboek.tables import TOMBSTONE

    for reason, count in sorted(Counter(one.reason for one in done.left_out).items()):
        click.echo(f"  left out: {count} {'record' if count == 1 else 'records'}, because {reason}")
    wrong = [one.file for one in done.left_out if one.reason != TOMBSTONE]
    for file in wrong[:_NAMED]:
        click.echo(f"    {plain(file)}")
    if len(wrong) > _NAMED:
        click.echo(f"    and {len(wrong) - _NAMED} more")
    if wrong:
        click.echo("  klantboek lint says what is wrong with them")
