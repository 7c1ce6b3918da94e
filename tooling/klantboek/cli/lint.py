"""``klantboek lint``: check the book, or the part of it that is named."""

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from klantboek.cli.options import book_options, open_book
from klantboek.cli.screen import paint, prefix_of, width
from klantboek.errors import KlantboekError
from klantboek.findings import Finding, Severity


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@book_options
def command(paths: tuple[Path, ...], folder: Path | None, as_of: datetime | None) -> None:
    """Check the records: reading, schema, references and rules.

    With PATHS only what lies in these files and folders is reported; the whole book is checked all the
    same, because records refer to each other. Exits 0 when there is nothing to mend, 1 when there is.
    """
    from klantboek.reports.human import report, summary
    from klantboek.rules import lint

    book = open_book(folder or _around(paths), as_of)
    findings = _within(lint(book), book.root, paths)
    for line in report(findings, prefix_of(book.root), width(), paint):
        click.echo(line)
    checked = len(_files_within([record.file for record in book.records], book.root, paths))
    click.echo(summary(findings, checked))
    failed = any(finding.severity is not Severity.ADVICE for finding in findings)
    if findings:
        worst = min(findings, key=lambda finding: list(Severity).index(finding.severity))
        click.echo(f"Next: klantboek rule {worst.code} explains a finding with an example.")
    else:
        click.echo("Next: klantboek compile makes the tables and figures, klantboek handbook the pages.")
    sys.exit(1 if failed else 0)


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
