"""``klantboek query``: SQL over the book, as it is or as git had it, or over both."""

import re
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from klantboek.cli.options import book_option, today
from klantboek.cli.screen import say_next
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.aggregates.query import Answer, Question
    from klantboek.tables.store import State

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FORMS = ("table", "csv", "json", "markdown", "parquet")


@dataclass(frozen=True)
class _Asked:
    """What the options ask for: SQL, of which book, at which moments, printed how."""

    sql: str
    form: str
    folder: Path | None
    moment: str | None
    against: str | None
    keys: tuple[str, ...]

    @property
    def question(self) -> "Question":
        """The SQL, which may read predictions as well."""
        from klantboek.aggregates.query import Question
        from klantboek.predictions.kept import predictions

        return Question(self.sql, predictions())


@click.command()
@click.argument("sql", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="table",
    help="How rows are printed; parquet is for a file: --format parquet > rows.parquet. [default: table]",
)
@click.option(
    "--schema",
    is_flag=False,
    flag_value="",
    metavar="[TABLE]",
    help="Show the columns of a table with what they hold, or of all.",
)
@click.option(
    "--as-of",
    "moment",
    metavar="DATE|REV",
    help="A date counts as today; a git revision gives the book as it was then, on the day of that commit.",
)
@click.option(
    "--against",
    metavar="REV",
    help="Give the rows that differ from those of the book as git had it then: new, gone, was and is.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="COLUMN",
    help="With --against: a column by which a row is known; may be repeated. [default: the first that name every row]",
)
@book_option
def command(  # noqa: PLR0913, PLR0917 -- click passes one by name for each option
    sql: str | None,
    form: str,
    schema: str | None,
    moment: str | None,
    against: str | None,
    keys: tuple[str, ...],
    folder: Path | None,
) -> None:
    """Ask the book a question in SQL.

    Without SQL this lists the tables, the derived figures (aggregates) and the predictions; each is a table by its
    name. What nobody computed yet is computed now, and kept.
    SQL is DuckDB's dialect, and reads the book only: it can't reach files or the network.

    \b
      klantboek query "select relation, turnover_minor from relation_activity where activity = 'dormant'"
      klantboek query --schema relations_orders
      klantboek query "select id, status from relations" --as-of v1.0
      klantboek query "select id, status from relations" --against HEAD~10
    """  # noqa: D301 -- click's mark for lines that stay as they are
    if keys and against is None:
        raise click.UsageError("--key goes with --against: it says by which columns rows are compared.")
    if form == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is for programs: send it to a file, --format parquet > rows.parquet")
    asked = _Asked(sql or "", form, folder, moment, against, keys)
    if schema is not None:
        _print(_columns(asked, schema), form)
    elif sql is None:
        _print(_contents(_state(asked)), form)
        if form == "table":
            say_next("klantboek query --schema NAME shows the columns of one.")
    else:
        _answer(asked)


def _state(asked: _Asked) -> "State":
    """Give the book at the moment that is asked for."""
    from klantboek.book import find_book
    from klantboek.linting.sources import FolderSource
    from klantboek.tables.store import State

    root = find_book(asked.folder or Path.cwd())
    moment = asked.moment
    if moment is None or _DAY.fullmatch(moment):
        return State(FolderSource(root), _day(moment) if moment else None, today())
    return _then(root, moment, None)


def _then(root: Path, revision: str, day: date | None) -> "State":
    from klantboek.review import source_then
    from klantboek.tables.store import State

    source, committed = source_then(root, revision)
    return State(source, day, committed, keeps=False)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is not a date such as 2026-11-20.") from None


def _answer(asked: _Asked) -> None:
    from klantboek.aggregates.query import query, write_answer

    if asked.against is not None:
        _difference(asked)
    elif asked.form == "parquet":
        with TemporaryDirectory(prefix="klantboek-") as place:
            _send(write_answer(_state(asked), asked.question, Path(place), "rows"))
    else:
        answer = query(_state(asked), asked.question)
        _warn(answer)
        _print(answer, asked.form)


def _difference(asked: _Asked) -> None:
    """Ask both books on the same day, so that only what is written differs."""
    from dataclasses import replace

    from klantboek.aggregates.difference import difference
    from klantboek.aggregates.query import day_of

    now = _state(asked)
    now = replace(now, as_of=day_of(now))
    then = _then(now.source.root, asked.against or "", now.as_of)
    with TemporaryDirectory(prefix="klantboek-") as place:
        file = Path(place, "rows.parquet") if asked.form == "parquet" else None
        found = difference(then, now, asked.question, asked.keys, file)
        if file is not None:
            _send(file)
            return
    if asked.form == "table" and not found.rows:
        click.echo(f"The rows are those of {plain(asked.against or '')}.")
        return
    _print(found, asked.form)


def _send(file: Path) -> None:
    sys.stdout.buffer.write(file.read_bytes())


def _print(answer: "Answer", form: str) -> None:
    from klantboek.reports.markdown import as_markdown
    from klantboek.tables.printed import as_csv, as_json, as_table

    names, rows = answer.names, answer.rows
    if not names:
        return
    if form == "parquet":
        raise click.UsageError("Parquet holds the rows of a question: give one in SQL.")
    if form == "table":
        wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        click.echo(as_table(names, rows, wide), nl=False)
        click.echo(f"({len(rows)} {'row' if len(rows) == 1 else 'rows'})")
        return
    text = (
        as_csv(names, rows)
        if form == "csv"
        else as_json(names, rows)
        if form == "json"
        else as_markdown(names, rows)
    )
    click.echo(text, nl=False)


def _contents(state: "State") -> "Answer":
    from klantboek.aggregates.query import Answer, contents
    from klantboek.predictions.kept import predictions

    found, lacking = contents(state, predictions())
    _warn(lacking)
    kinds = ("aggregate", "prediction", "table")
    entries = sorted(found, key=lambda one: (kinds.index(one.kind), one.name))
    rows = [(one.name, one.kind, one.rows, one.description) for one in entries]
    return Answer(("name", "kind", "rows", "what it holds"), rows)


def _columns(asked: _Asked, name: str) -> "Answer":
    from klantboek.aggregates.query import Answer, own_of
    from klantboek.aggregates.schema import columns
    from klantboek.errors import BookNotFoundError
    from klantboek.predictions.kept import predictions

    try:
        own = own_of(_state(asked))
    except BookNotFoundError:
        own = ()  # what every book has can be shown without one
    rows = [(one.table, one.name, one.type, one.description) for one in columns(name, own, predictions())]
    return Answer(("table", "column", "type", "what it holds"), rows)


def _warn(answer: "Answer") -> None:
    if count := answer.left_out:
        records = "record does" if count == 1 else "records do"
        click.echo(f"{count} {records} not fit and are left out; see klantboek lint", err=True)
    if count := answer.faulty:
        are = "file of aggregates is" if count == 1 else "files of aggregates are"
        click.echo(f"{count} {are} left out; see klantboek lint", err=True)
    for name, rows in answer.untold:
        tell = "row tells" if rows == 1 else "rows tell"
        few = f"groups of fewer than {answer.smallest}, or others that would give one away"
        click.echo(f"{name}: {rows} {tell} nothing: {few} (analysis in book.yaml)", err=True)
