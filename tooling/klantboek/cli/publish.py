"""``klantboek publish``: the handbook put where others read it."""

from datetime import datetime
from pathlib import Path

import click

from klantboek.cli.handbook import say_warnings
from klantboek.cli.options import book_options, edition_options, today
from klantboek.cli.screen import shown


@click.command()
@book_options
@edition_options
@click.option(
    "--to",
    "target",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder that a web server, or a share, shows to its readers. A handbook there is replaced.",
)
def command(
    folder: Path | None, as_of: datetime | None, language: str | None, audience: str, target: Path
) -> None:
    """Build the handbook and put it where others read it.

    It takes its place in one step: a reader sees the old handbook whole or the new one whole, also when this
    command is stopped half-way. A folder with other files in it is refused, and so is one with the handbook
    of another audience.

    A handbook is a folder of files without a login of its own: whoever reaches it reads all of it. How to put
    one behind a login is on the page "Host it behind a login".
    """
    from klantboek.book import find_book
    from klantboek.handbook import build
    from klantboek.handbook.publish import publish

    root, day = find_book(folder or Path.cwd()), as_of.date() if as_of else None
    built = build(root, as_of=day, today=today(), language=language, audience=audience)
    say_warnings(built.warnings)
    place = publish(built.folder, target, audience)
    click.echo(f"Published {built.pages} pages in {shown(place)}")
    if not audience:
        click.echo("It holds everything in the book. For other readers: klantboek publish --audience NAME")
