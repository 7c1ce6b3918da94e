"""``klantboek serve``: the handbook on this machine, built again at every change."""

from datetime import datetime
from pathlib import Path

import click

from klantboek.cli.options import book_options, open_book


@click.command()
@book_options
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    help="The language of the pages. [default: the book's first]",
)
@click.option(
    "--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to serve it."
)
def command(folder: Path | None, as_of: datetime | None, language: str | None, address: str) -> None:
    """Show the handbook in a browser; it follows every change of a record. Stop with Ctrl+C."""
    from klantboek.handbook.serve import serve

    book = open_book(folder, as_of)
    click.echo(f"http://{address}/  (Ctrl+C stops)")
    serve(book.root, as_of=as_of.date() if as_of else None, language=language, address=address)
