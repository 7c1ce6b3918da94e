"""``klantboek handbook``: the pages of a book, in build/handbook."""

from datetime import datetime
from pathlib import Path

import click

from klantboek.cli.options import book_options, open_book
from klantboek.cli.screen import shown


@click.command()
@book_options
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    help="The language of the pages. [default: the book's first]",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; what an earlier build left there is replaced. [default: the one in mkdocs.yml, build/handbook]",
)
def command(folder: Path | None, as_of: datetime | None, language: str | None, output: Path | None) -> None:
    """Build the handbook, the pages of a book.

    Every relation, product, figure and rule has a page, and a search finds them; no network is needed.
    """
    from klantboek.handbook import build
    from klantboek.plain import plain

    book = open_book(folder, as_of)
    built = build(book.root, book=book, language=language, folder=output.resolve() if output else None)
    for warning in built.warnings:
        click.echo(click.style("warning", fg="yellow", bold=True) + f": {plain(warning)}", err=True)
    click.echo(f"Built {built.pages} pages in {shown(built.folder)}")
    click.echo(f"Next: open {shown(built.first_page)} in a browser, or run klantboek serve while you edit.")
