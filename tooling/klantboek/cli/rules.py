"""``klantboek rules``: the list of everything that is checked."""

import click

from klantboek.cli.screen import paint


@click.command()
def command() -> None:
    """List everything that lint checks, with its code."""
    from klantboek.rules.catalogue import catalogue

    colours = {"error": "red", "warning": "yellow", "advice": "cyan"}
    for one in catalogue():
        click.echo(f"{one.code}  {paint(f'{one.severity:<7}', colours[one.severity])}  {one.summary}")
    click.echo("\nNext: klantboek rule CODE explains one, with an example.")
