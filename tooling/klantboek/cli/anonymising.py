"""What ``klantboek compile --anonymous`` does: tables without identity."""

from datetime import date
from pathlib import Path
from secrets import token_hex

import click

from klantboek.cli.options import today
from klantboek.cli.screen import shown
from klantboek.plain import plain

# Of SHA-256's own width; nobody keeps it, so that the pseudonyms lead nowhere.
_KEY_BYTES = 32


def anonymise(root: Path, day: date | None) -> None:
    """Write the tables and figures of a book without identity to build/anonymous beside it."""
    from klantboek.aggregates.anonymous import compile_anonymous
    from klantboek.linting.sources import FolderSource
    from klantboek.predictions.results import more_figures

    folder = root.parent / "build" / "anonymous"
    done = compile_anonymous(
        FolderSource(root), (day, today()), folder, token_hex(_KEY_BYTES), more_figures()
    )
    click.echo(
        f"Wrote {done.tables} tables and {done.figures} figures without identity to {shown(done.folder)}"
    )
    click.echo(
        "  numbers are replaced, and differ each time; days are the first of their month; free text is gone"
    )
    if done.rows:
        click.echo(
            f"  {done.rows} rows say nothing: they are about fewer than {done.smallest} relations, or would let one figure such out"
        )
    if done.left_out:
        click.echo(f"  left out, for they don't count relations: {plain(', '.join(done.left_out))}")
    click.echo(
        "A month, an amount and a product can still point to somebody who is known: share it with care."
    )
