"""``klantboek serve``: the handbook on this machine, built again at every change."""

from datetime import datetime
from pathlib import Path

import click

from klantboek.cli.options import book_options, edition_options, open_pages

_PORTS = 65536


def _address(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    """Refuse an address that can't be one before anything is built."""
    host, _, port = value.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and 0 < int(port) < _PORTS):
        raise click.BadParameter(f"{value!r} is not an address such as 127.0.0.1:8000.", ctx, parameter)
    return value


@click.command()
@book_options
@edition_options
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    callback=_address,
    help="Where to serve it.",
)
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
def command(  # noqa: PLR0913, PLR0917 -- click passes one by name for each option
    folder: Path | None,
    as_of: datetime | None,
    language: str | None,
    audience: str,
    address: str,
    opens: bool,  # noqa: FBT001 -- click passes flags by name
) -> None:
    """Serve the handbook on this machine.

    Open the address that is printed: the pages follow every change of a record. Ctrl+C stops it.
    """
    from klantboek.handbook.serve import serve

    book = open_pages(folder, as_of)
    click.echo(f"http://{address}/  (Ctrl+C stops)")
    day = as_of.date() if as_of else None
    serve(book.root, as_of=day, language=language, audience=audience, address=address, opens=opens)
