"""``klantboek init``: start a book."""

import shlex
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Start a book of your own in FOLDER.

    It holds twelve fictional relations to play with, a handbook, checks and editor settings.
    """
    from klantboek.book.starter import Git, start
    from klantboek.plain import plain

    started = start(folder)
    shown = plain(str(folder))
    click.echo(f"Started a book in {shown}:")
    for name, what in (
        ("records/", f"{started.relations} fictional relations, and all that they refer to"),
        ("pages/", "a page of your own, as an example"),
        ("schemas/, .vscode/", "help in the editor: meaning and names of every field"),
        ("mkdocs.yml", "how the handbook is built"),
        (".github/", "a check of every change"),
        ("README.md", "the first five minutes"),
    ):
        click.echo(f"  {name:<20}{what}")
    click.echo(
        {
            Git.MADE: "It is a git repository; nothing is committed yet.",
            Git.INSIDE: "It lies in a git repository already, so none was made.",
            Git.MISSING: "git is not installed, so there is no repository yet: install it, then run git init.",
        }[started.git]
    )
    click.echo(f"Next:\n  cd {shlex.quote(shown)}\n  klantboek build")
