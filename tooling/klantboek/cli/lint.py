"""``klantboek lint``: check the book, or the part of it that is named."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.accepting import accept, accept_options, without_accepted
from klantboek.cli.changing import Fixing, fix_options, say_fixable
from klantboek.cli.options import book_options, open_book
from klantboek.cli.paths import around, files_within
from klantboek.cli.screen import append, paint, prefix_in_repository, prefix_of, say_next, width
from klantboek.findings import Finding, Severity
from klantboek.plain import plain
from klantboek.reports.formats import HUMAN, names

if TYPE_CHECKING:
    from klantboek.book import Book
    from klantboek.reports.report import Report
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
@click.option(
    "--format",
    "form",
    type=click.Choice(names()),
    default=HUMAN,
    show_default=True,
    help="How to write the findings down. All but human leave out personal values.",
)
@click.option("--unmasked", is_flag=True, help="Keep personal values in the format json.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 even when there is something to mend.")
@accept_options
@fix_options
@book_options
def command(  # noqa: PLR0913, PLR0917 -- click passes one by name for each option
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    revision: str | None,
    statistics: bool,  # noqa: FBT001 -- click passes flags by name
    form: str,
    unmasked: bool,  # noqa: FBT001
    exit_zero: bool,  # noqa: FBT001
    folder: Path | None,
    as_of: datetime | None,
    **flags: bool,
) -> None:
    """Check the records: reading, schema, references and rules.

    With PATHS only what lies in these files and folders is reported; the whole book is checked all the
    same, because records refer to each other. Exits 0 when there is nothing to mend, 1 when there is;
    advice alone does not count.
    """
    from klantboek.reports.report import Report, summary
    from klantboek.reports.statistics import statistics as counted
    from klantboek.rules import Choice, lint

    if unmasked and form != "json":
        raise click.UsageError(
            "--unmasked goes with --format json: the other formats are for logs and comments."
        )
    if statistics and form != HUMAN:
        raise click.UsageError("--statistics are for people: leave --format out.")
    choice = Choice(select, ignore, Severity(severity))
    fixes = Fixing(flags)
    fixes.prepare(folder or around(paths))
    book = open_book(folder or around(paths), as_of)
    book = fixes.made(book, lambda book: _within(lint(book, choice), book.root, paths), aside=form != HUMAN)
    partial = bool(paths) or choice != Choice()
    if flags["accept"] or flags["accept_new"]:
        accept(book, new=flags["accept_new"], partial=partial, aside=form != HUMAN)
    findings = without_accepted(lint(book, choice), book, partial=partial)
    compared = _compared(findings, revision, book, choice)
    findings = _within(list(compared.new) if compared else findings, book.root, paths)
    checked = len(files_within([record.file for record in book.records], book.root, paths))
    report = Report(tuple(findings), prefix_of(book.root), checked, width(), paint, new=compared is not None)
    if statistics:
        for line in counted(findings):
            click.echo(line)
    else:
        _write(report, book, form, revision, masks=form != HUMAN and not unmasked)
    # What a program reads holds the report and nothing else.
    aside = form != HUMAN
    click.echo(summary(report), err=aside)
    if compared:
        click.echo(f"Known before: {compared.stayed:,}. Gone since: {compared.gone:,}.", err=aside)
    say_fixable(findings, aside=aside)
    _next(findings, aside=aside)
    failed = any(finding.severity is not Severity.ADVICE for finding in findings)
    sys.exit(1 if failed and not exit_zero else 0)


def _write(report: "Report", book: "Book", form: str, revision: str | None, *, masks: bool) -> None:
    """Print the report in a format, and append what belongs to it to the files that the host names."""
    from dataclasses import replace

    from klantboek.reports.formats import format_of
    from klantboek.reports.masking import masked
    from klantboek.review import base_of_change, changed_lines

    chosen = format_of(form)
    if masks:
        report = replace(report, findings=masked(report.findings, book), masked=True)
    if form != HUMAN:
        base = (revision or base_of_change()) if report.new else None
        changed = changed_lines(book.root, base) if base else {}
        report = replace(report, prefix=prefix_in_repository(book.root), changed=changed)
    for line in chosen.report(report):
        click.echo(line)
    for file, text in chosen.beside(report, os.environ).items():
        append(Path(file), text)


def _next(findings: list[Finding], *, aside: bool) -> None:
    if findings:
        worst = min(findings, key=lambda finding: list(Severity).index(finding.severity))
        click.echo(f"Next: klantboek rule {worst.code} explains a finding with an example.", err=aside)
    else:
        say_next("klantboek build makes the tables, the figures and the handbook.", err=aside)


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


def _within(findings: list[Finding], root: Path, paths: tuple[Path, ...]) -> list[Finding]:
    """Keep the findings that lie in the paths, or whose second place does."""
    wanted = files_within(
        [place.file for finding in findings for place in (finding.place, finding.second) if place],
        root,
        paths,
    )
    return [
        finding
        for finding in findings
        if finding.place.file in wanted or (finding.second is not None and finding.second.file in wanted)
    ]
