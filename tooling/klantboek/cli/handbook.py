"""``klantboek handbook``: the pages of a book, in build/handbook."""

from datetime import datetime
from pathlib import Path

import click

from klantboek.cli.options import book_options, edition_options, today
from klantboek.cli.progress import progress
from klantboek.cli.screen import shown


@click.command()
@book_options
@edition_options
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; what an earlier build left there is replaced. [default: the one in mkdocs.yml, build/handbook]",
)
def command(
    folder: Path | None, as_of: datetime | None, language: str | None, audience: str, output: Path | None
) -> None:
    """Build the handbook, the pages of a book.

    Every relation, product, figure and rule has a page, and a search finds every record; no network is needed.
    With --audience the pages, the search and the figures hold nothing that is closed to that audience; they
    go to a folder of their own, build/handbook-NAME. klantboek publish puts a handbook where others read it.
    """
    from klantboek.book import find_book
    from klantboek.handbook import build

    root, day = find_book(folder or Path.cwd()), as_of.date() if as_of else None
    place = output.resolve() if output else None
    with progress("Wrote", "pages") as told:
        built = build(
            root, as_of=day, today=today(), language=language, folder=place, audience=audience, told=told
        )
    say_warnings(built.warnings)
    click.echo(f"Built {built.pages} pages in {shown(built.folder)}")
    again = f"klantboek serve --audience {audience}" if audience else "klantboek serve"
    click.echo(f"Next: open {shown(built.first_page)} in a browser, or run {again} while you edit.")


def say_warnings(warnings: tuple[str, ...]) -> None:
    """Print what MkDocs warned about."""
    from klantboek.plain import plain

    for warning in warnings:
        click.echo(click.style("warning", fg="yellow", bold=True) + f": {plain(warning)}", err=True)
