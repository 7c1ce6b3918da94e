"""``klantboek import``: records from the files of other programs."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from klantboek.exchange.sheet import FileKind


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


@dataclass(frozen=True)
class Asked:
    """What an import of tables is asked."""

    sources: tuple[Path, ...]
    mapping_file: Path
    write: bool
    show: int
    diff: bool
    folder: Path | None
    as_of: datetime | None


def of_tables(called: Callable[..., None]) -> Callable[..., None]:
    """Give a command for tables its arguments, which are those of ``Asked``."""
    existing, file = (
        click.Path(exists=True, path_type=Path),
        click.Path(exists=True, dir_okay=False, path_type=Path),
    )
    given = (
        click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=existing),
        click.option(
            "--mapping",
            "mapping_file",
            required=True,
            type=file,
            help="The YAML file that says which column becomes which field.",
        ),
        click.option("--write", is_flag=True, help="Write the new records; without it nothing is written."),
        click.option(
            "--show",
            type=click.IntRange(0),
            default=1,
            metavar="N",
            show_default=True,
            help="Print the first N records in full.",
        ),
        click.option(
            "--diff", is_flag=True, help="Print how records that exist already differ from the files."
        ),
        book_options,
    )
    for one in reversed(given):
        called = one(called)
    return called


@command.command("csv")
@of_tables
def import_csv(**asked: Any) -> None:
    """Make records from CSV files, as a mapping says.

    SOURCE are CSV files, or folders of them. Says what it would write, and tells of every row that does
    not fit; `--write` writes. A record that exists is never changed.

    Exits 0 when every row fits, 1 when rows were left out or need a look, 2 when nothing could be read.
    """
    from klantboek.exchange.sheet import CSV

    _import(CSV, Asked(**asked))


def _import(kind: "FileKind", asked: Asked) -> None:
    """Import tables from files of a kind, or say what would come of it."""
    from klantboek.book import find_book
    from klantboek.edits.writing import Rewrite
    from klantboek.exchange.account import counts, differences, in_full, notices, table_of_rows

    if asked.write:
        recover(find_book(asked.folder or Path.cwd()).parent)
    book = open_book(asked.folder, asked.as_of)
    plan = _plan(book, kind, asked.mapping_file, asked.sources)
    prefix = prefix_of(book.root)
    for line in in_full(plan, 0 if asked.write else asked.show, prefix):
        click.echo(line)
    for line in differences(plan, prefix) if asked.diff else ():
        click.echo(line)
    for line in notices(plan):
        click.echo(line)
    if asked.write:
        made = [Rewrite(book.root / one.file, None, one.text.encode()) for one in plan.of("new")]
        write_all(book.project, made, allow_dirty=False)
    for line in (*counts(plan, prefix, written=asked.write), *table_of_rows(plan)):
        click.echo(line)
    sys.exit(0 if plan.fits else 1)


def _plan(book: "Book", kind: "FileKind", file: Path, sources: tuple[Path, ...]) -> "Plan":
    from klantboek.exchange.mapping_file import MappingError, read_mapping
    from klantboek.exchange.plan import plan_import
    from klantboek.reports.human import report
    from klantboek.reports.report import Report

    try:
        mapping = read_mapping(file.read_bytes(), str(file))
        with progress("Looked at", "rows") as told:
            return plan_import(book, mapping, sources, str(file), told, kind=kind)
    except MappingError as error:
        for line in report(Report(tuple(error.findings), width=width(), paint=paint)):
            click.echo(line, err=True)
        raise
