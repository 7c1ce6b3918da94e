"""``klantboek retire``: a number goes out of use."""

import click

from klantboek.cli.numbering import Numbering, number_options
from klantboek.plain import plain


@click.command()
@click.argument("number", metavar="R-00042")
@click.option(
    "--reason", default="", metavar="TEXT", help="Why, for the tombstone. Name nobody: this text stays."
)
@click.option("--with-history", is_flag=True, help="Also when orders, contacts or consents leave the book.")
@click.option("--no-trace", is_flag=True, help="Remove the file; book.yaml remembers the number.")
@number_options
def command(*, number: str, reason: str, with_history: bool, no_trace: bool, asked: Numbering) -> None:
    """Take a relation number out of use.

    It was given out by mistake, never used, or is empty by now. The record becomes a tombstone, so that the number is never given out again. A number that has no record
    is remembered in book.yaml. Records that refer to the relation are listed, and nothing is written.

    Exits 0; 24 when the number can't be retired, 26 when the book would lint worse.
    """
    from klantboek.merging.retire import Manner, retire

    there = asked.around(number)
    found = retire(there.book, number, Manner(reason, asked.by, with_history, not no_trace), there.lint)
    asked.carry_out(found.plan)
    click.echo(f"{plain(number)} {'would be' if asked.diff else 'is'} retired.")
    for file in found.judgements:
        click.echo(f"removed  {plain(asked.prefix + file)}  it was about {plain(number)}")
