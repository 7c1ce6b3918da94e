"""``klantboek compile``: every table and derived figure as files."""

from collections import Counter
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.anonymising import anonymise
from klantboek.cli.options import book_options, today
from klantboek.cli.progress import Told, progress
from klantboek.cli.screen import prefix_of, say_next, shown
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.aggregates.compile import Compiled
    from klantboek.tables.store import Stored

_NAMED = 10
_PREDICTIONS = "predictions"
_MASTERS = ("local", "spark://", "yarn", "k8s://")


@click.command()
@click.option(
    "--no-cache",
    is_flag=True,
    help="Read every record anew and keep nothing in .klantboek/ for the next time.",
)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="What computes the figures: the database inside, or Spark for a book that one machine can't hold.",
)
@click.option(
    "--master",
    metavar="URL",
    help="With --engine spark: where Spark runs, which must see the same folder. [default: local[*], this machine]",
)
@click.option(
    "--through",
    metavar="URL",
    help="With --engine spark that does not see this folder: a folder on any file system that it knows (hdfs://, s3a://),"
    " by which tables and figures pass. Nothing stays there.",
)
@click.option(
    "--anonymous",
    is_flag=True,
    help="Write them without identity instead, to build/anonymous: no numbers, names, days or small groups.",
)
@book_options
def command(  # noqa: PLR0913, PLR0917 -- click passes one by name for each option
    no_cache: bool,  # noqa: FBT001 -- click passes flags by name
    engine: str,
    master: str | None,
    through: str | None,
    anonymous: bool,  # noqa: FBT001
    folder: Path | None,
    as_of: datetime | None,
) -> None:
    """Write every table and derived figure as Parquet, CSV and JSON.

    They go to build/tables beside the book, which is replaced as a whole. The same book gives the same
    bytes. Amounts are in minor units (cents) with their currency beside them. In CSV a text that starts
    with = + - @ or a tab gets an apostrophe in front, so that no spreadsheet runs it as a formula.

    The measured checklist goes to build/checklist.json and build/checklist.csv; rules of klantboek lint read it.
    Predictions go to build/predictions; klantboek predict says what they are worth.
    """
    from klantboek.book import find_book

    for option, given in (("--master", master), ("--through", through)):
        if given and engine != "spark":
            raise click.UsageError(
                f"{option} goes with --engine spark: it says where Spark runs, or what it sees."
            )
    if master and not master.startswith(_MASTERS):
        raise click.UsageError(
            f"{master!r} does not say where Spark runs: write local[*], spark://host:7077, yarn or k8s://https://host."
        )
    root = find_book(folder or Path.cwd())
    day = as_of.date() if as_of else None
    if anonymous:
        if engine == "spark":
            raise click.UsageError("--anonymous is made by the database inside, without --engine spark.")
        anonymise(root, day)
        return
    spark = (master or "local[*]") if engine == "spark" else ""
    done = _compiled(root, day, spark, through or "", keeps=not no_cache)
    click.echo(f"Wrote {done.tables} tables and {done.aggregates} aggregates to {shown(done.folder)}")
    click.echo(
        f"  as Parquet, CSV and JSON, as of {done.registers.as_of};"
        f" {done.rows} rows in {done.filled} tables that have any"
    )
    _tell_left_out(done, prefix_of(root))
    _tell_measured(done)
    _tell_predicted(done.folder.parent / _PREDICTIONS)
    say_next('klantboek query "select * from relation_activity"')


def _compiled(root: Path, day: date | None, spark: str, through: str, *, keeps: bool) -> "Compiled":
    from klantboek.aggregates.compile import Way, compile_book
    from klantboek.book.measured import measured_file
    from klantboek.linting.sources import FolderSource
    from klantboek.predictions.checklist import measure_checklist
    from klantboek.predictions.files import write_checklist
    from klantboek.predictions.gathering import counting
    from klantboek.predictions.written import write_predictions
    from klantboek.tables.beside import Gatherer
    from klantboek.tables.made import make

    source = FolderSource(root)
    with ExitStack() as line:
        reading = line.enter_context(progress("Read", "relations"))
        writing: list[Told] = []

        def told(done: int, total: int) -> None:
            if not writing:
                line.close()
                writing.append(line.enter_context(progress("Wrote", "tables")))
            writing[0](done, total)

        build = root.parent / "build"

        with Gatherer(counting) as gatherer:

            def then(found: "Stored") -> None:
                gatherer.finish(found, source)
                file = measured_file(found.registers)
                make(
                    root if keeps else None,
                    found.digest,
                    (file, file.with_suffix(".csv")),
                    lambda: write_checklist(found.registers, measure_checklist(found)),
                )
                write_predictions(found, build / _PREDICTIONS)

            way = Way(keeps, spark, reading, told, gatherer.begin, then, through)
            return compile_book(source, day, today(), build / "tables", way)


def _tell_measured(done: "Compiled") -> None:
    from klantboek.book.measured import measured_file

    file = shown(measured_file(done.registers))
    click.echo(f"Measured the fields of the dictionary; the checklist is {file}, and beside it as CSV")


def _tell_predicted(folder: Path) -> None:
    from klantboek.predictions.results import all_predictions

    many = len(all_predictions())
    click.echo(f"Predicted what relations will do; {many} tables are in {shown(folder)}")


def _tell_left_out(done: "Compiled", prefix: str) -> None:
    from klantboek.tables import TOMBSTONE

    for ledger in done.ledgers:
        click.echo(f"  {plain(prefix + ledger.file)}: {ledger.taken:,} taken in")
        for count, reason in ledger.told():
            if count:
                click.echo(f"    left out: {count:,}, because {reason}")
    if done.untold:
        many, figures = sum(done.untold.values()), ", ".join(sorted(done.untold))
        click.echo(
            f"  {many} {'row' if many == 1 else 'rows'} of small groups tell nothing, in {plain(figures)}"
        )
    for reason, count in sorted(Counter(one.reason for one in done.left_out).items()):
        click.echo(f"  left out: {count} {'record' if count == 1 else 'records'}, because {reason}")
    wrong = [prefix + one.file for one in done.left_out if one.reason != TOMBSTONE]
    _name(wrong)
    if files := sorted({prefix + file for file, _ in done.faults}):
        are = "aggregate" if len(files) == 1 else "aggregates"
        click.echo(f"  left out: {len(files)} {are} of the book's own, because something is wrong with them")
        _name(files)
    if wrong or files:
        click.echo("  klantboek lint says what is wrong with them")


def _name(files: list[str]) -> None:
    for file in files[:_NAMED]:
        click.echo(f"    {plain(file)}")
    if len(files) > _NAMED:
        click.echo(f"    and {len(files) - _NAMED} more")
