"""``klantboek recover``: a write that was stopped half-way."""

from pathlib import Path

import click

from klantboek.cli.changing import recover
from klantboek.cli.options import book_option
from klantboek.plain import plain


@click.command()
@book_option
def command(folder: Path | None) -> None:
    """Finish or undo a write that was stopped half-way.

    A power cut or a kill in the middle of lint --fix, fmt or an import leaves some files old and some new.
    This makes all of them new when the write was ready, and all of them old when it was not. Every command
    that writes does it by itself before it begins; this one does nothing else.
    """
    from klantboek.book import find_book

    project = find_book(folder or Path.cwd()).parent
    if not recover(project):
        click.echo(f"No write was stopped half-way in {plain(str(project))}.")
    click.echo("Next: klantboek lint checks the records.")
