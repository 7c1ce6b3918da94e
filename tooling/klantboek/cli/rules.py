"""``klantboek rules``: the list of lint rules."""

import click


@click.command()
def command() -> None:
    """List the lint rules."""
    from klantboek.rules import all_rules  # noqa: PLC0415 -- `--help` stays quick

    for one in all_rules():
        click.echo(f"{one.code}  {one.severity:<8} {one.summary}")
