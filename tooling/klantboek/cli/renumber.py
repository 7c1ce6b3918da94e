"""``klantboek renumber``: a relation gets another number."""

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
    say_mentions,
)
from klantboek.cli.options import book_options
from klantboek.cli.screen import prefix_of
from klantboek.plain import plain


@click.command()
@click.argument("old", metavar="R-00042")
@click.argument("new", metavar="R-00917")
@click.option("--no-trace", is_flag=True, help="Leave nothing at the old number: nobody outside ever saw it.")
@by_option
@diff_option
@dirty_option
@book_options
def command(  # noqa: PLR0913 -- one parameter an option
    *,
    old: str,
    new: str,
    no_trace: bool,
    by: str,
    diff: bool,
    allow_dirty: bool,
    folder: Path | None,
    as_of: datetime | None,
) -> None:
    """Give a relation another number, and all that refers to it.

    The old number becomes a tombstone that points to the new one, as it stands on papers. With --no-trace it
    is free again: for a number that two branches gave out, before it left the house.

    Exits 0; 24 when the new number can't be given out, 26 when the book would lint worse.
    """
    from klantboek.book import find_book
    from klantboek.merging.renumber import renumber

    root = find_book(folder or Path.cwd())
    if not diff:
        recover(root.parent)
    there = read_around(root, as_of, old, new)
    staff = check_staff(there.book, by)
    found = renumber(there.book, old, new, trace=not no_trace, by=staff, lint=there.lint)
    carry_out(found.plan, diff=diff, allow_dirty=allow_dirty)
    prefix = prefix_of(root)
    click.echo(f"{old} {'would become' if diff else 'is now'} {new}.")
    for file, count in found.moved:
        click.echo(f"changed  {plain(prefix + file)}  {count} reference{'' if count == 1 else 's'}")
    say_mentions(prefix, old, found.mentions, found.unread)
