"""``klantboek duplicates``: relations that are one party under two numbers."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from klantboek.cli.changing import recover
from klantboek.cli.options import book_options
from klantboek.cli.screen import paint, say_next, width
from klantboek.cli.searching import Way, numbers_in, opened, searched, searched_since
from klantboek.plain import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from klantboek.book import Book, Node
    from klantboek.cli.reviewing import Asking
    from klantboek.duplicates import Duplicates
    from klantboek.duplicates.lists import Listed

_HUMAN, _SPARK = "human", "spark"
# So many of what a list leaves out are named.
_NAMED = 12


@click.command()
@click.option(
    "--since",
    "revision",
    metavar="REV",
    help="Only pairs of which a relation changed since this git revision.",
)
@click.option(
    "--min",
    "minimum",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.5,
    show_default=True,
    help="The least probability that is shown.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([_HUMAN, "json", "csv", "markdown"]),
    default=_HUMAN,
    show_default=True,
    help="How to write the pairs down. All but human leave out personal values.",
)
@click.option(
    "--against",
    "listed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="Hold a list against the book, before it is imported.",
)
@click.option(
    "--engine",
    type=click.Choice(["numpy", _SPARK]),
    default="numpy",
    show_default=True,
    help="What compares: this machine, or Spark for a book that one machine can't hold.",
)
@click.option(
    "--master",
    metavar="URL",
    help="With --engine spark: where Spark runs. [default: local[*], this machine]",
)
@click.option("--review", "reviews", is_flag=True, help="Walk through the open pairs and judge them.")
@click.option(
    "--teach",
    "teaches",
    is_flag=True,
    help="With --review: ask first what teaches the weights most, whatever --min says.",
)
@click.option(
    "--by",
    metavar="CODE",
    envvar="KLANTBOEK_BY",
    default="",
    help="With --review: who judges, a staff code of book.yaml. [default: KLANTBOEK_BY, or you are asked]",
)
@click.option("--unsure", is_flag=True, help="With --review: also the pairs that were judged unsure before.")
@click.option("--allow-dirty", is_flag=True, help="With --review: write also where git has changes.")
@book_options
def command(  # noqa: PLR0913 -- one parameter an option
    *,
    revision: str | None,
    minimum: float,
    form: str,
    listed: Path | None,
    engine: str,
    master: str | None,
    reviews: bool,
    teaches: bool,
    by: str,
    unsure: bool,
    allow_dirty: bool,
    folder: Path | None,
    as_of: datetime | None,
) -> None:
    """Find relations that are one party under two numbers.

    Each pair is shown with its reasons. A reason adds or takes bits: ten bits more make a pair a thousand times as likely. Pairs that were
    judged distinct are left out. Exits 0 when nothing is found, 1 when something is.

    \b
      klantboek duplicates --min 0.9
      klantboek duplicates --against fair-visitors.csv
    """  # noqa: D301 -- click's mark for lines that stay as they are
    if listed and (revision or reviews):
        raise click.UsageError("--against looks at a list; --since and --review are about the book itself.")
    if teaches and not reviews:
        raise click.UsageError("--teach says what --review asks first: add --review.")
    if master and engine != _SPARK:
        raise click.UsageError("--master goes with --engine spark: it says where Spark runs.")
    if engine == _SPARK and (listed or teaches):
        raise click.UsageError("--against and --teach work on this machine, without --engine spark.")
    way = Way(minimum, revision, (master or "local[*]") if engine == _SPARK else "")
    if listed:
        _tell_against(folder, as_of, listed, minimum, form)
    if reviews:
        from klantboek.cli.reviewing import Asking

        asking = Asking(by, allow_dirty=allow_dirty, unsure=unsure)
        if teaches:
            _teach(folder, as_of, asking)
        else:
            _review(folder, as_of, asking, way)
        return
    some = searched_since(folder, as_of, revision, minimum) if revision and not way.spark else None
    if some is None:
        with opened(folder, as_of) as there:
            some = searched(there, way)
    _tell_misfits(some.misfits)
    _write(some.found, some.book, some.relations, form)
    sys.exit(1 if some.found.pairs else 0)


def _review(folder: Path | None, as_of: datetime | None, asking: "Asking", way: Way) -> None:
    """Ask about the pairs of the book; who judges is known before it is searched."""
    _recover(folder)
    with opened(folder, as_of) as there:
        asking = asking.by_staff(there.book.registers)
        some = searched(there, way)
    _tell_misfits(some.misfits)
    asking.review(some.book, some.found.pairs)


def _teach(folder: Path | None, as_of: datetime | None, asking: "Asking") -> None:
    """Ask what teaches most: of the book only what is compared is read, and the relations that are asked about."""
    from klantboek.duplicates.judgements import judged
    from klantboek.duplicates.teaching import questions

    _recover(folder)
    with opened(folder, as_of) as there:
        asking = asking.by_staff(there.book.registers)
        asked = questions(there.features, judged(there.part()))
        book, misfits = there.part(numbers_in(asked.pairs)), there.misfits
    _tell_misfits(misfits)
    asking.teach(book, asked)


def _recover(folder: Path | None) -> None:
    from klantboek.book import find_book

    recover(find_book(folder or Path.cwd()).parent)


def _tell_misfits(misfits: int) -> None:
    if misfits:
        what = (
            "1 relation does not fit and is" if misfits == 1 else f"{misfits:,} relations don't fit and are"
        )
        click.echo(f"{what} not compared; see klantboek lint.", err=True)


def _tell_against(
    folder: Path | None, as_of: datetime | None, file: Path, minimum: float, form: str
) -> NoReturn:
    """Hold a list against the book with what its judgements teach, tell what is found, and end."""
    from klantboek.duplicates import against
    from klantboek.duplicates.judgements import judged
    from klantboek.duplicates.learning import learned
    from klantboek.duplicates.lists import read_list

    with opened(folder, as_of) as whole:
        given = read_list(file.read_bytes(), file.name, whole.book.registers.settings.country or "")
        _tell_left_out(given)
        models = learned(whole.features, judged(whole.part()))
        found = against(whole.features, given.features, minimum, models)
        known = numbers_in(found.pairs)
        book, relations = whole.part(known), whole.compared
    _write(found, book, relations, form, given.names)
    rows, there = len(given.features), sum(one.id in known for one in given.features)
    if there:
        click.echo(f"{there:,} of {rows:,} rows may be in the book already.", err=form != _HUMAN)
    sys.exit(1 if found.pairs else 0)


def _tell_left_out(given: "Listed") -> None:
    """Say what of a list is not read or not compared."""
    for what, some in (
        ("Columns that are not used", given.unused),
        ("Not compared, for they name nobody", given.silent),
        ("Read as far as there are columns, for they have more cells", given.long),
    ):
        if some:
            more = f" and {len(some) - _NAMED:,} more" if len(some) > _NAMED else ""
            click.echo(f"{what}: {', '.join(map(plain, some[:_NAMED]))}{more}.", err=True)


def _write(
    found: "Duplicates", book: "Book", relations: int, form: str, rows: "Mapping[str, str] | None" = None
) -> None:
    from klantboek.reports import waterfall

    if form == _HUMAN:
        names = {relation.number: _name(relation) for relation in book.relations} | dict(rows or {})
        lines = waterfall.human(found, names, paint, width())
    else:
        lines = waterfall.FORMATS[form](found)
    for line in lines:
        click.echo(line)
    for line in waterfall.summary(found, relations):
        click.echo(line, err=form != _HUMAN)
    if found.pairs and form == _HUMAN and rows is None:
        say_next("klantboek duplicates --review asks about them one by one.")


def _name(relation: "Node") -> str:
    if relation.organisation:
        return str(relation.organisation.name or "")
    name = relation.person.name
    return " ".join(filter(None, (name.given or name.initials, name.prefix, name.surname)))
