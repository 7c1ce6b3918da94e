"""``klantboek renumber``: a relation gets another number."""

import click

from klantboek.cli.numbering import Numbering, number_options


@click.command()
@click.argument("old", metavar="R-00042")
@click.argument("new", metavar="R-00917")
@click.option("--no-trace", is_flag=True, help="Leave nothing at the old number: nobody outside ever saw it.")
@number_options
def command(*, old: str, new: str, no_trace: bool, asked: Numbering) -> None:
    """Give a relation another number, and all that refers to it.

    The old number becomes a tombstone that points to the new one, as it stands on papers. With --no-trace it
    is free again: for a number that two branches gave out, before it left the house.

    Exits 0; 24 when the new number can't be given out, 26 when the book would lint worse.
    """
    from klantboek.merging.renumber import renumber

    there = asked.around(old, new)
    found = renumber(there.book, old, new, trace=not no_trace, by=asked.by, lint=there.lint)
    asked.carry_out(found.plan)
    click.echo(f"{old} {'would become' if asked.diff else 'is now'} {new}.")
    asked.say_moved(found.moved)
    asked.say_mentions(old, found.mentions, found.unread)
