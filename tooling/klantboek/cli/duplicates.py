"""``klantboek duplicates``: relations that are one party under two numbers."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.changing import recover
from klantboek.cli.options import book_options, open_book, today
from klantboek.cli.screen import paint, say_next, width
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.book import Book, Node
    from klantboek.duplicates import Duplicates
    from klantboek.linting.since import Compared

_HUMAN = "human"
_INDEX = "duplicates"


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
@click.option("--review", "reviews", is_flag=True, help="Walk through the open pairs and judge them.")
@click.option("--by", default="", metavar="STAFF", help="With --review: your staff code of book.yaml.")
@click.option("--unsure", is_flag=True, help="With --review: also the pairs that were judged unsure before.")
@click.option("--allow-dirty", is_flag=True, help="With --review: write also where git has changes.")
@book_options
def command(  # noqa: PLR0913 -- one parameter an option
    *,
    revision: str | None,
    minimum: float,
    form: str,
    listed: Path | None,
    reviews: bool,
    by: str,
    unsure: bool,
    allow_dirty: bool,
    folder: Path | None,
    as_of: datetime | None,
) -> None:
    """Find relations that are one party under two numbers, with the reasons.

    Each reason adds or takes bits: ten bits more make a pair a thousand times as likely. Pairs that were
    judged distinct are left out. Exits 0 when nothing is found, 1 when something is.

    \b
      klantboek duplicates --min 0.9
      klantboek duplicates --against fair-visitors.csv
    """  # noqa: D301 -- click's mark for lines that stay as they are
    if listed and (revision or reviews):
        raise click.UsageError("--against looks at a list; --since and --review are about the book itself.")
    if reviews:
        from klantboek.book import find_book

        recover(find_book(folder or Path.cwd()).parent)
    if revision and not reviews and (some := _since(folder, as_of, revision, minimum)) is not None:
        _tell_misfits(some.misfits)
        found, book, relations = some.found, some.book, some.relations
    else:
        book = open_book(folder, as_of)
        found = _against(book, listed, minimum) if listed else _found(book, revision, minimum)
        relations = len(book.relations)
    if reviews:
        from klantboek.cli.reviewing import review

        review(book, found.pairs, by, allow_dirty=allow_dirty, unsure=unsure)
        return
    _write(found, book, relations, form)
    sys.exit(1 if found.pairs else 0)


def _since(folder: Path | None, as_of: datetime | None, revision: str, minimum: float) -> "Compared | None":
    """Compare only what changed, when an earlier search left what that takes."""
    from klantboek.book import find_book
    from klantboek.linting.kept import kept_file
    from klantboek.linting.since import compared_since

    root = find_book(folder or Path.cwd())
    changed = _changed(root, revision)
    day = as_of.date() if as_of else None
    return compared_since(root, day, today(), kept_file(root, _INDEX), changed, minimum)


def _found(book: "Book", revision: str | None, minimum: float) -> "Duplicates":
    from klantboek.duplicates.since import of_relations, search_and_keep
    from klantboek.linting.kept import kept_file
    from klantboek.linting.since import contents_of

    _tell_misfits(sum(record.kind == "relation" and not record.fits for record in book.records))
    found = search_and_keep(book, kept_file(book.root, _INDEX), minimum, contents_of(book))
    return found if revision is None else of_relations(found, _changed(book.root, revision))


def _changed(root: Path, revision: str) -> frozenset[str]:
    from klantboek.review import changed_lines

    return frozenset(Path(name).stem for name in changed_lines(root, revision))


def _tell_misfits(misfits: int) -> None:
    if misfits:
        click.echo(f"{misfits:,} relations don't fit and are not compared; see klantboek lint.", err=True)


def _against(book: "Book", file: Path, minimum: float) -> "Duplicates":
    from klantboek.duplicates import against
    from klantboek.duplicates.findings import features_in
    from klantboek.duplicates.lists import read_list

    given = read_list(file.read_bytes(), file.name, book.settings.country or "")
    if given.unused:
        names = ", ".join(plain(name) for name in given.unused)
        click.echo(f"Columns that are not used: {names}.", err=True)
    return against(features_in(book), given.features, minimum)


def _write(found: "Duplicates", book: "Book", relations: int, form: str) -> None:
    from klantboek.reports import waterfall

    if form == _HUMAN:
        names = {relation.number: _name(relation) for relation in book.relations}
        lines = waterfall.human(found, names, paint, width())
    else:
        lines = waterfall.FORMATS[form](found)
    for line in lines:
        click.echo(line)
    for line in waterfall.summary(found, relations):
        click.echo(line, err=form != _HUMAN)
    if found.pairs and form == _HUMAN:
        say_next("klantboek duplicates --review asks about them one by one.")


def _name(relation: "Node") -> str:
    if relation.organisation:
        return str(relation.organisation.name or "")
    name = relation.person.name
    return " ".join(filter(None, (name.given or name.initials, name.prefix, name.surname)))
