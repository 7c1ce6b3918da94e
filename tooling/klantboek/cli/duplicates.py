"""``klantboek duplicates``: relations that are one party under two numbers."""

import sys
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from klantboek.cli.changing import recover
from klantboek.cli.options import book_options, open_book, today
from klantboek.cli.screen import paint, say_next, width
from klantboek.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from klantboek.book import Book, Node
    from klantboek.duplicates import Duplicates
    from klantboek.linting.comparing import Comparable
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
@click.option(
    "--teach",
    "teaches",
    is_flag=True,
    help="With --review: ask first what teaches the weights most, whatever --min says.",
)
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
    teaches: bool,
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
    if teaches and not reviews:
        raise click.UsageError("--teach says what --review asks first: add --review.")
    if reviews:
        from klantboek.book import find_book

        recover(find_book(folder or Path.cwd()).parent)
    if teaches:
        from klantboek.cli.reviewing import teach

        teach(open_book(folder, as_of), by, allow_dirty=allow_dirty, unsure=unsure)
        return
    if listed:
        _tell_against(folder, as_of, listed, minimum, form)
    some = _since(folder, as_of, revision, minimum) if revision and not reviews else None
    some = some or _found(folder, as_of, revision, minimum)
    _tell_misfits(some.misfits)
    if reviews:
        from klantboek.cli.reviewing import review

        review(some.book, some.found.pairs, by, allow_dirty=allow_dirty, unsure=unsure)
        return
    _write(some.found, some.book, some.relations, form)
    sys.exit(1 if some.found.pairs else 0)


def _since(folder: Path | None, as_of: datetime | None, revision: str, minimum: float) -> "Compared | None":
    """Compare only what changed, when an earlier search left what that takes."""
    from klantboek.book import find_book
    from klantboek.linting.kept import kept_file
    from klantboek.linting.since import compared_since

    root = find_book(folder or Path.cwd())
    changed = _changed(root, revision)
    day = as_of.date() if as_of else None
    return compared_since(root, day, today(), kept_file(root, _INDEX), changed, minimum)


@contextmanager
def _opened(folder: Path | None, as_of: datetime | None) -> "Iterator[Comparable]":
    """Give the book to search, with a line on the terminal while it is read."""
    from klantboek.book import find_book
    from klantboek.cli.progress import progress
    from klantboek.linting.comparing import comparable

    root, day = find_book(folder or Path.cwd()), as_of.date() if as_of else None
    with ExitStack() as stack, progress("Read", "relations") as told:
        yield stack.enter_context(comparable(root, day, today(), told))


def _found(folder: Path | None, as_of: datetime | None, revision: str | None, minimum: float) -> "Compared":
    """Search the whole book, and keep what a search of what changed takes."""
    from klantboek.duplicates.judgements import judged
    from klantboek.duplicates.since import of_relations, search_all
    from klantboek.linting.kept import kept_file
    from klantboek.linting.since import Compared

    with _opened(folder, as_of) as there:
        root = there.book.source.root
        kept = kept_file(root, _INDEX)
        found = search_all(there.features, judged(there.part()), kept, minimum, there.contents)
        if revision is not None:
            found = of_relations(found, _changed(root, revision))
        numbers = {number for pair in found.pairs for number in (pair.a, pair.b)}
        return Compared(found, there.part(numbers), there.compared, there.misfits)


def _changed(root: Path, revision: str) -> frozenset[str]:
    from klantboek.review import changed_lines

    return frozenset(Path(name).stem for name in changed_lines(root, revision))


def _tell_misfits(misfits: int) -> None:
    if misfits:
        click.echo(f"{misfits:,} relations don't fit and are not compared; see klantboek lint.", err=True)


def _tell_against(
    folder: Path | None, as_of: datetime | None, file: Path, minimum: float, form: str
) -> NoReturn:
    """Hold a list against the book with what its judgements teach, tell what is found, and end."""
    from klantboek.duplicates import against
    from klantboek.duplicates.judgements import judged
    from klantboek.duplicates.learning import learned
    from klantboek.duplicates.lists import read_list

    with _opened(folder, as_of) as whole:
        given = read_list(file.read_bytes(), file.name, whole.book.registers.settings.country or "")
        if given.unused:
            names = ", ".join(plain(name) for name in given.unused)
            click.echo(f"Columns that are not used: {names}.", err=True)
        models = learned(whole.features, judged(whole.part()))
        found = against(whole.features, given.features, minimum, models)
        known = {number for pair in found.pairs for number in (pair.a, pair.b)}
        book, relations = whole.part(known), whole.compared
    _write(found, book, relations, form, given.names)
    rows, there = len(given.features), sum(one.id in known for one in given.features)
    if there:
        click.echo(f"{there:,} of {rows:,} rows may be in the book already.", err=form != _HUMAN)
    sys.exit(1 if found.pairs else 0)


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
