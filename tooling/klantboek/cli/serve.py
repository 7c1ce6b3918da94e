"""``klantboek serve``: the handbook on this machine, built again at every change."""

from datetime import datetime
from pathlib import Path

import click

from klantboek.cli.options import book_options, open_book

_PORTS = 65536


def _address(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """Refuse an address that can't be one before anything is built."""
    host, _, port = value.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and 0 < int(port) < _PORTS):
        raise click.BadParameter(f"{value!r} is not an address such as 127.0.0.1:8000.", ctx, parameter)
    return value


@click.command()
@book_options
@click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    help="The language of the pages. [default: the book's first]",
)
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    callback=_address,
    help="Where to serve it.",
)
def command(folder: Path | None, as_of: datetime | None, language: str | None, address: str) -> None:
    """Serve the handbook on this machine.

    Open the address that is printed: the pages follow every change of a record. Ctrl+C stops it.
    """
    from klantboek.handbook.serve import serve

    book = open_book(folder, as_of)
    click.echo(f"http://{address}/  (Ctrl+C stops)")
    serve(book.root, as_of=as_of.date() if as_of else None, language=language, address=address)
