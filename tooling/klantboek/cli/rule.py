"""``klantboek rule``: one rule explained."""

from textwrap import indent

import click

from klantboek.cli.screen import paint


@click.command()
@click.argument("code")
def command(code: str) -> None:
    """Explain the finding CODE, such as KB205.

    Says what must hold and why, with an example of bad and good.
    """
    from klantboek.rules.catalogue import entry
    from klantboek.rules.example import laid_out

    found = entry(code)
    click.echo(f"{paint(found.code, 'bold')}  {found.name}  ({found.severity})")
    click.echo(f"\n{found.summary}\n\n{found.why}")
    if found.help:
        click.echo(f"\n{found.help}")
    for word, example, colour in (("Bad", found.bad, "red"), ("Good", found.good, "green")):
        if example:
            click.echo(f"\n{paint(word, colour)}\n{indent(laid_out(example), '  ')}", nl=False)
    if found.requirement:
        click.echo(f"\nRequirement {found.requirement}.")
