"""``klantboek build``: lint, compile and handbook, one after the other."""

import sys
from datetime import datetime
from pathlib import Path

import click

from klantboek.cli import compile as compiling
from klantboek.cli import handbook as publishing
from klantboek.cli import lint as checking
from klantboek.cli.options import book_options
from klantboek.cli.screen import paint


@click.command()
@book_options
@click.pass_context
def command(ctx: click.Context, folder: Path | None, as_of: datetime | None) -> None:
    """Check the book, compile it and build its handbook.

    The handbook is built even when there are findings, because it shows them; the exit code then is 1.
    """
    found = 0
    for number, (name, step) in enumerate(_STEPS, start=1):
        click.echo(paint(f"{number}/{len(_STEPS)} {name}", "bold"))
        try:
            ctx.invoke(step, folder=folder, as_of=as_of, **({"paths": ()} if name == "lint" else {}))
        except SystemExit as end:
            found = max(found, int(end.code or 0))
        if number < len(_STEPS):
            click.echo(f"Next: {_STEPS[number][0]}\n")
    if found:
        click.echo("There are findings: klantboek lint shows them again.")
    sys.exit(found)


_STEPS = (
    ("lint", checking.command),
    ("compile", compiling.command),
    ("handbook", publishing.command),
)
