"""``klantboek retire``: a number goes out of use."""

from datetime import datetime
from pathlib import Path

import click

from klantboek.cli.changing import (
    by_option,
    carry_out,
    check_staff,
    diff_option,
    dirty_option,
    read_around,
    recover,
)
from klantboek.cli.options import book_options
from klantboek.cli.screen import prefix_of
from klantboek.plain import plain


@click.command()
@click.argument("number", metavar="R-00042")
@click.option(
    "--reason", default="", metavar="TEXT", help="Why, for the tombstone. Name nobody: this text stays."
)
@click.option("--with-history", is_flag=True, help="Also when orders, contacts or consents leave the book.")
@click.option("--no-trace", is_flag=True, help="Remove the file; book.yaml remembers the number.")
@by_option
@diff_option
@dirty_option
@book_options
def command(  # noqa: PLR0913 -- one parameter an option
    *,
    number: str,
    reason: str,
    with_history: bool,
    no_trace: bool,
    by: str,
    diff: bool,
    allow_dirty: bool,
    folder: Path | None,
    as_of: datetime | None,
) -> None:
    """Take a relation number out of use.

    It was given out by mistake, never used, or is empty by now. The record becomes a tombstone, so that the number is never given out again. A number that has no record
    is remembered in book.yaml. Records that refer to the relation are listed, and nothing is written.

    Exits 0; 24 when the number can't be retired, 26 when the book would lint worse.
    """
    from klantboek.book import find_book
    from klantboek.merging.retire import Manner, retire

    root = find_book(folder or Path.cwd())
    if not diff:
        recover(root.parent)
    there = read_around(root, as_of, number)
    how = Manner(reason, check_staff(there.book, by), with_history, not no_trace)
    found = retire(there.book, number, how, there.lint)
    carry_out(found.plan, diff=diff, allow_dirty=allow_dirty)
    click.echo(f"{plain(number)} {'would be' if diff else 'is'} retired.")
    for file in found.judgements:
        click.echo(f"removed  {plain(prefix_of(root) + file)}  it was about {plain(number)}")
