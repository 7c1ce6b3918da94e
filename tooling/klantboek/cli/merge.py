"""``klantboek merge``: two records of one relation made one."""

import sys
from typing import TYPE_CHECKING

import click

from klantboek.cli.numbering import Numbering, number_options
from klantboek.cli.screen import paint, say_next, width
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.merging.differences import Asked
    from klantboek.merging.merge import Merge


@click.command()
@click.argument("a", metavar="R-00042")
@click.argument("b", metavar="R-00917")
@click.option("--keep", metavar="NUMBER", default="", help="The number that stays. [default: the lower one]")
@click.option(
    "--take",
    multiple=True,
    metavar="FIELD=NUMBER",
    help="Take a value from one of the two, such as registrations.kvk=R-00917; may be given again. "
    "Without FIELD: all that nothing else decides.",
)
@click.option(
    "--with-findings", is_flag=True, help="Write also when the book would have new findings; they are listed."
)
@number_options
def command(  # noqa: PLR0913 -- one parameter an option
    *, a: str, b: str, keep: str, take: tuple[str, ...], with_findings: bool, asked: Numbering
) -> None:
    """Make one record of two that are about one relation.

    For each field the value that was verified last stays, else the one that says more; the other goes to the
    former values, with its dates. Lists are united: orders by number, addresses and numbers by value,
    consents by purpose, channel and day, where a withdrawal counts before a yes. Contact persons are known by
    number, address or name. Everything that refers to the other number refers to the one that stays, and the
    file of the other becomes a tombstone that points there. Comments of both are kept.

    Nothing is written when a person has to choose (add --take), or when the book would have new findings.
    After a commit, git revert takes a merge back.

    Exits 0; 24 when the two can't be one relation, 25 when something has to be chosen, 26 when the book would
    lint worse.
    """
    from klantboek.merging.merge import merge

    there = asked.around(a, b)
    found = merge(there.book, a, b, _chosen(take, keep, asked.by), there.lint)
    _tell(found, asked)
    if asked.diff:
        asked.carry_out(found.plan)
        found.checked(findings=with_findings)
        return
    asked.carry_out(found.checked(findings=with_findings).plan)
    for one in found.plan.worse:
        click.echo(f"new  {one.code}  {plain(asked.prefix + one.place.file)}:{one.place.line}")
    click.echo(f"{found.theirs} is now {found.ours}.")
    say_next(f"look at {plain(asked.prefix)}relations/{found.ours}.yaml with git diff, then commit it.")


def _chosen(take: tuple[str, ...], keep: str, by: str) -> "Asked":
    from klantboek.merging.differences import Asked

    fields, others = {}, ""
    for one in take:
        field, mark, number = one.rpartition("=")
        if mark:
            fields[field] = number
        else:
            others = number
    return Asked(fields, others, keep, by)


def _tell(found: "Merge", asked: Numbering) -> None:
    """Say what becomes of both records; values only where somebody looks, not in a log."""
    click.echo(f"{found.theirs} into {found.ours}:")
    shows = sys.stdout.isatty() or asked.diff
    for one in found.differences:
        colour = "red" if one.open else "bold"
        reason = "choose with --take" if one.open else f"{one.source}, {one.because}"
        click.echo(f"  {paint(plain(one.field), colour)}  {plain(reason)}")
        if shows:
            click.echo(f"    {_short(one.kept)}")
            click.echo(paint(f"    {'or' if one.open else 'not'} {_short(one.other)}", "dim"))
    for text in found.said:
        click.echo(f"  {plain(text)}")
    for drop in found.dropped:
        click.echo(paint(f"  {plain(drop.field)} of {drop.number}: {plain(drop.because)}", "dim"))
    asked.say_moved(found.moved)
    asked.say_mentions(found.theirs, found.mentions, found.unread)


def _short(value: object) -> str:
    from klantboek.merging.differences import written

    text = plain(written(value))
    return text if len(text) <= width() - 8 else f"{text[: width() - 11]}..."
