"""``klantboek import``: records from the files of other programs."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.changing import recover
from klantboek.cli.changing import write as write_all
from klantboek.cli.options import book_options, open_book
from klantboek.cli.progress import progress
from klantboek.cli.screen import paint, prefix_of, width
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.book import Book
    from klantboek.exchange.plan import Plan


class Formats(click.Group):
    """The kinds of files that can be imported; whoever names a file first is told how to go on."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the kind of files."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            known = ", ".join(self.list_commands(ctx))
            ctx.fail(f"Say first what kind of files it is ({known}): klantboek import csv {plain(name)} ...")
        return super().resolve_command(ctx, args)


@click.group(cls=Formats)
def command() -> None:
    """Make records from the files of other programs."""


@command.command("csv")
@click.argument(
    "sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--mapping",
    "mapping_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The YAML file that says which column becomes which field.",
)
@click.option("--write", is_flag=True, help="Write the new records; without it nothing is written.")
@click.option(
    "--show",
    type=click.IntRange(0),
    default=1,
    metavar="N",
    show_default=True,
    help="Print the first N records in full.",
)
@click.option("--diff", is_flag=True, help="Print how records that exist already differ from the files.")
@book_options
def import_csv(  # noqa: PLR0913, PLR0917 -- click passes one argument for each option
    sources: tuple[Path, ...],
    mapping_file: Path,
    write: bool,  # noqa: FBT001 -- click passes flags by name
    show: int,
    diff: bool,  # noqa: FBT001 -- click passes flags by name
    folder: Path | None,
    as_of: datetime | None,
) -> None:
    """Make records from CSV files, as a mapping says.

    SOURCE are CSV files, or folders of them. Says what it would write, and tells of every row that does
    not fit; `--write` writes. A record that exists is never changed.

    Exits 0 when every row fits, 1 when rows were left out or need a look, 2 when nothing could be read.
    """
    from klantboek.book import find_book
    from klantboek.edits.writing import Rewrite
    from klantboek.exchange.account import counts, differences, in_full, notices, table_of_rows

    if write:
        recover(find_book(folder or Path.cwd()).parent)
    book = open_book(folder, as_of)
    plan = _plan(book, mapping_file, sources)
    prefix = prefix_of(book.root)
    for line in in_full(plan, 0 if write else show, prefix):
        click.echo(line)
    for line in differences(plan, prefix) if diff else ():
        click.echo(line)
    for line in notices(plan):
        click.echo(line)
    if write:
        made = [Rewrite(book.root / one.file, None, one.text.encode()) for one in plan.of("new")]
        write_all(book.project, made, allow_dirty=False)
    for line in (*counts(plan, prefix, written=write), *table_of_rows(plan)):
        click.echo(line)
    sys.exit(0 if plan.fits else 1)


def _plan(book: "Book", file: Path, sources: tuple[Path, ...]) -> "Plan":
    from klantboek.exchange.mapping_file import MappingError, read_mapping
    from klantboek.exchange.plan import plan_import
    from klantboek.reports.human import report
    from klantboek.reports.report import Report

    try:
        mapping = read_mapping(file.read_bytes(), str(file))
        with progress("Looked at", "rows") as told:
            return plan_import(book, mapping, sources, str(file), told)
    except MappingError as error:
        for line in report(Report(tuple(error.findings), width=width(), paint=paint)):
            click.echo(line, err=True)
        raise
