"""What lint does with findings that were accepted before: its options, making the list, leaving them out."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from klantboek.findings import Finding

_Command = Callable[..., Any]


def accept_options(command: _Command) -> _Command:
    """Add ``--accept`` and ``--accept-new``: pass their values to ``accept``."""
    command = click.option(
        "--accept-new", is_flag=True, help="Accept also what is not on the list of accepted findings yet."
    )(command)
    return click.option(
        "--accept",
        is_flag=True,
        help="Accept what is found today and report only what comes after; the list of it can only shrink.",
    )(command)


def accept(root: Path, found: "list[Finding]", *, new: bool, partial: bool, aside: bool) -> None:
    """Write the list of accepted findings anew, and say what changed in it."""
    from klantboek.edits.journal import settle, write_through
    from klantboek.rules import baseline

    if partial:
        raise click.UsageError("--accept is about the whole book: leave paths and other choices out.")
    file = root / baseline.FILE
    before = baseline.read(file)
    made = baseline.accept(found, before, new=new)
    beside = file.with_name(f"{file.name}.new")
    write_through(beside, baseline.written(made.baseline).encode(), 0o644)
    beside.replace(file)
    settle(root)
    added = made.baseline.total() - made.stayed
    click.echo(f"Accepted: {added:,} new, {made.stayed:,} as before, {made.gone:,} gone.", err=aside)
    if before is not None and not new and made.refused:
        click.echo("What is not on the list stays to be mended; --accept-new puts it there.", err=aside)


def without_accepted(findings: "list[Finding]", root: Path, *, partial: bool) -> "list[Finding]":
    """Leave out what was accepted; in a report on the whole book, say which entries are not needed any more."""
    from klantboek.findings import in_order
    from klantboek.rules import baseline

    accepted = baseline.read(root / baseline.FILE)
    if accepted is None:
        return findings
    return in_order(baseline.not_accepted(findings, accepted, stale=not partial))
