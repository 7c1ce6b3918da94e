"""``klantboek lint``: check the book, or the part of it that is named."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.options import book_options, open_book
from klantboek.cli.screen import paint, prefix_of, width
from klantboek.errors import KlantboekError
from klantboek.findings import Finding, Severity
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.book import Book
    from klantboek.review import Since
    from klantboek.rules import Choice


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    help="Report only this rule or family, such as KB2; may be repeated.",
)
@click.option(
    "--ignore", multiple=True, metavar="CODE", help="Leave out this rule or family; may be repeated."
)
@click.option(
    "--severity",
    type=click.Choice([one.value for one in Severity]),
    default=Severity.ADVICE.value,
    help="Report only what is at least this severe. [default: advice, which is everything]",
)
@click.option(
    "--since",
    "revision",
    metavar="REV",
    help="Report only what is new since this git revision. [default in a pull request: where it left its base]",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of showing them.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even when there is something to mend.")
@book_options
def command(  # noqa: PLR0913, PLR0917 -- click passes one by name for each option
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    revision: str | None,
    statistics: bool,  # noqa: FBT001 -- click passes flags by name
    exit_zero: bool,  # noqa: FBT001
    folder: Path | None,
    as_of: datetime | None,
) -> None:
    """Check the records: reading, schema, references and rules.

    With PATHS only what lies in these files and folders is reported; the whole book is checked all the
    same, because records refer to each other. Exits 0 when there is nothing to mend, 1 when there is;
    advice alone does not count.
    """
    from klantboek.reports.human import report, summary
    from klantboek.reports.statistics import statistics as counted
    from klantboek.rules import Choice, lint

    choice = Choice(select, ignore, Severity(severity))
    book = open_book(folder or _around(paths), as_of)
    findings = lint(book, choice)
    compared = _compared(findings, revision, book, choice)
    findings = _within(list(compared.new) if compared else findings, book.root, paths)
    for line in counted(findings) if statistics else report(findings, prefix_of(book.root), width(), paint):
        click.echo(line)
    checked = len(_files_within([record.file for record in book.records], book.root, paths))
    click.echo(summary(findings, checked, new=compared is not None))
    if compared:
        click.echo(f"Known before: {compared.stayed:,}. Gone since: {compared.gone:,}.")
    _next(findings)
    failed = any(finding.severity is not Severity.ADVICE for finding in findings)
    sys.exit(1 if failed and not exit_zero else 0)


def _next(findings: list[Finding]) -> None:
    if findings:
        worst = min(findings, key=lambda finding: list(Severity).index(finding.severity))
        click.echo(f"Next: klantboek rule {worst.code} explains a finding with an example.")
    else:
        click.echo("Next: klantboek compile makes the tables and figures, klantboek handbook the pages.")


def _compared(
    findings: list[Finding], revision: str | None, book: "Book", choice: "Choice"
) -> "Since | None":
    """Compare with a revision, when one is named or the host names one that is there."""
    from klantboek.review import RevisionError, base_of_change, book_at, since
    from klantboek.rules import lint

    named = revision or base_of_change()
    if named is None:
        return None
    try:
        return since(findings, lint(book_at(book.root, named, book.as_of), choice))
    except RevisionError as error:
        if revision:
            raise
        click.echo(f"Everything is reported: {plain(error.message)}", err=True)
        return None


def _around(paths: tuple[Path, ...]) -> Path | None:
    """Look for the book where the paths are, so that `lint other/book` works from anywhere."""
    return None if not paths else paths[0] if paths[0].is_dir() else paths[0].parent


def _within(findings: list[Finding], root: Path, paths: tuple[Path, ...]) -> list[Finding]:
    """Keep the findings that lie in the paths, or whose second place does."""
    wanted = _files_within(
        [place.file for finding in findings for place in (finding.place, finding.second) if place],
        root,
        paths,
    )
    return [
        finding
        for finding in findings
        if finding.place.file in wanted or (finding.second is not None and finding.second.file in wanted)
    ]


def _files_within(files: list[str], root: Path, paths: tuple[Path, ...]) -> set[str]:
    if not paths:
        return set(files)
    named = [os.path.relpath(path.resolve(), root) for path in paths]
    outside = [path for path, name in zip(paths, named, strict=True) if name.startswith("..")]
    # A folder around the book means all of it.
    if any(path.is_dir() and root.is_relative_to(path.resolve()) for path in outside):
        return set(files)
    if outside:
        raise KlantboekError(
            f"{outside[0]} lies outside the book in {root}.", "Name files or folders inside the book."
        )
    return {
        file for file in files if any(name in (".", file) or file.startswith(f"{name}/") for name in named)
    }
