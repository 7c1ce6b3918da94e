"""``klantboek lint``: check the book, or the part of it that is named."""

import os
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.accepting import accept, accept_options, without_accepted
from klantboek.cli.changing import Fixing, fix_options, say_fixable, say_stopped
from klantboek.cli.options import book_options, open_book, today
from klantboek.cli.paths import around, files_within
from klantboek.cli.progress import progress
from klantboek.cli.screen import append, paint, prefix_in_repository, prefix_of, say_next, width
from klantboek.findings import Finding, Severity
from klantboek.plain import plain
from klantboek.reports.formats import HUMAN, names

if TYPE_CHECKING:
    from datetime import date

    from klantboek.linting import Checked
    from klantboek.linting.sources import Source
    from klantboek.reports.report import Report
    from klantboek.review import Since
    from klantboek.rules import Choice


@dataclass(frozen=True)
class _Asked:
    """What the options of one run ask for."""

    paths: tuple[Path, ...]
    choice: "Choice"
    revision: str | None
    statistics: bool
    form: str
    unmasked: bool
    folder: Path | None
    as_of: datetime | None
    jobs: int | None
    keeps: bool
    flags: dict[str, bool]

    @property
    def partial(self) -> bool:
        """Whether only a part of what there is to say is asked for."""
        from klantboek.rules import Choice

        return bool(self.paths) or self.choice != Choice()

    @property
    def aside(self) -> bool:
        """Whether the output is for a program: it then holds the report and nothing else."""
        return self.form != HUMAN

    @property
    def start(self) -> Path | None:
        """Where to look for the book."""
        return self.folder or around(self.paths)


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
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Check in so many processes. [default: all processors in a large book, else one]",
)
@click.option(
    "--no-cache",
    is_flag=True,
    help="Check every record anew and keep nothing in .klantboek/ for the next time.",
)
@click.option("--watch", is_flag=True, help="Check again at every change of a file, until Ctrl+C.")
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
    jobs: int | None,
    no_cache: bool,  # noqa: FBT001
    watch: bool,  # noqa: FBT001
    folder: Path | None,
    as_of: datetime | None,
    **flags: bool,
) -> None:
    """Check the records: reading, schema, references and rules.

    With PATHS only what lies in these files and folders is reported; the whole book is checked all the
    same, because records refer to each other. Exits 0 when there is nothing to mend, 1 when there is;
    advice alone does not count.
    """
    from klantboek.rules import Choice

    choice = Choice(select, ignore, Severity(severity))
    asked = _Asked(
        paths, choice, revision, statistics, form, unmasked, folder, as_of, jobs, not no_cache, flags
    )
    _refuse(asked, watch=watch)
    if watch:
        _watch(asked)
    else:
        failed = _checked(asked)
        sys.exit(1 if failed and not exit_zero else 0)


def _refuse(asked: _Asked, *, watch: bool) -> None:
    """Refuse options that contradict each other."""
    if asked.unmasked and asked.form != "json":
        raise click.UsageError(
            "--unmasked goes with --format json: the other formats are for logs and comments."
        )
    if asked.statistics and asked.form != HUMAN:
        raise click.UsageError("--statistics are for people: leave --format out.")
    if watch and asked.form != HUMAN:
        raise click.UsageError("--watch is for people: a program reads one report, so leave --format out.")
    if watch and any(asked.flags[name] for name in asked.flags if name != "allow_dirty"):
        raise click.UsageError("--watch only looks: run lint once more to fix or accept what it finds.")


def _watch(asked: _Asked) -> None:
    from klantboek.book import find_book
    from klantboek.cli.watching import watch

    root = find_book(asked.start or Path.cwd())
    asked = replace(asked, folder=root)
    watch(root, lambda: _checked(asked))


def _checked(asked: _Asked) -> bool:
    """Check once and report; tell whether there is something to mend."""
    from klantboek.book import find_book
    from klantboek.reports.report import Report

    fixes = Fixing(asked.flags)
    fixes.prepare(asked.start)
    root = find_book(asked.start or Path.cwd())
    stopped = say_stopped(root.parent)
    book = _found(root, asked)
    if fixes.wanted and _fixed(fixes, book, asked):
        book = _found(root, asked)
    found = list(book.findings)
    if asked.flags["accept"] or asked.flags["accept_new"]:
        accept(root, found, new=asked.flags["accept_new"], partial=asked.partial, aside=asked.aside)
    findings = without_accepted(found, root, partial=asked.partial)
    compared = _compared(findings, asked, book)
    findings = _within(list(compared.new) if compared else findings, root, asked.paths)
    checked = len(files_within(list(book.files), root, asked.paths))
    report = Report(tuple(findings), prefix_of(root), checked, width(), paint, new=compared is not None)
    _tell(report, compared, asked, book)
    return stopped or any(finding.severity is not Severity.ADVICE for finding in findings)


def _found(source: "Path | Source", asked: _Asked, day: "date | None" = None) -> "Checked":
    """Give everything there is to say about a book."""
    from klantboek.aggregates.findings import findings_beside
    from klantboek.linting import Way, check_book
    from klantboek.tables.ledger_checks import bulk_of_ledgers

    with progress("Checked", "relations") as told:
        way = Way(asked.jobs, asked.keeps, told, findings_beside, bulk_of_ledgers)
        return check_book(source, asked.as_of.date() if asked.as_of else day, today(), asked.choice, way)


def _fixed(fixes: Fixing, book: "Checked", asked: _Asked) -> bool:
    """Fix what can be fixed; tell whether files may have changed."""
    if not any(finding.fix for finding in book.findings):
        return False
    within = partial(_within, root=book.root, paths=asked.paths)
    fixes.made_of(book, asked.choice, within, lambda: open_book(book.root, asked.as_of), aside=asked.aside)
    return not fixes.diff


def _tell(report: "Report", compared: "Since | None", asked: _Asked, book: "Checked") -> None:
    """Print the findings, the counts, and what to do next."""
    from klantboek.reports.report import summary
    from klantboek.reports.statistics import statistics

    aside, findings = asked.aside, report.findings
    if asked.statistics:
        for line in statistics(findings):
            click.echo(line)
    else:
        _write(report, book, asked)
    click.echo(summary(report), err=aside)
    if compared:
        click.echo(f"Known before: {compared.stayed:,}. Gone since: {compared.gone:,}.", err=aside)
    say_fixable(findings, aside=aside)
    if findings:
        worst = min(findings, key=lambda finding: list(Severity).index(finding.severity))
        click.echo(f"Next: klantboek rule {worst.code} explains a finding with an example.", err=aside)
    else:
        say_next("klantboek build makes the tables, the figures and the handbook.", err=aside)


def _write(report: "Report", book: "Checked", asked: _Asked) -> None:
    """Print the report in a format, and append what belongs to it to the files that the host names."""
    from klantboek.reports.formats import format_of
    from klantboek.reports.masking import masked
    from klantboek.reports.suggestions import suggestions
    from klantboek.review import base_of_change, changed_lines

    chosen = format_of(asked.form)
    if asked.aside:
        masks = not asked.unmasked
        part = book.part(report.findings)
        findings = masked(report.findings, part) if masks else report.findings
        base = (asked.revision or base_of_change()) if report.new else None
        report = replace(
            report,
            findings=findings,
            masked=masks,
            fixes=suggestions(findings, part, masked=masks),
            prefix=prefix_in_repository(book.root),
            changed=changed_lines(book.root, base) if base else {},
        )
    for line in chosen.report(report):
        click.echo(line)
    for file, text in chosen.beside(report, os.environ).items():
        append(Path(file), text)


def _compared(findings: list[Finding], asked: _Asked, book: "Checked") -> "Since | None":
    """Compare with a revision, when one is named or the host names one that is there."""
    from klantboek.git import GitError
    from klantboek.review import RevisionError, base_of_change, since, source_at

    named = asked.revision or base_of_change()
    if named is None:
        return None
    try:
        return since(findings, _found(source_at(book.root, named), asked, book.as_of).findings)
    except (GitError, RevisionError) as error:
        told = error if isinstance(error, RevisionError) else RevisionError(named, str(error))
        if asked.revision:
            raise told from None
        click.echo(f"Everything is reported: {plain(told.message)}", err=True)
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
