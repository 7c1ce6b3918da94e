"""``klantboek checklist``: the fields of the dictionary, measured beside their answers."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from klantboek.cli.options import book_options, today
from klantboek.cli.screen import paint, say_next
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.predictions.checklist import Checklist, Judged
    from klantboek.predictions.fields import Measured

_LETTERS = {"yes": "y", "no": "n", "partly": "p", "unknown": "?"}


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="How it is printed; csv and json hold everything. [default: table]",
)
@click.option(
    "--history",
    is_flag=True,
    help="Check every version that git has too: how often was a value not as its field is defined?",
)
@click.option("--chain", is_flag=True, help="Show which sources and figures each objective rests on instead.")
@book_options
def command(form: str, folder: Path | None, as_of: datetime | None, *, chain: bool, history: bool) -> None:
    """Measure each field of the dictionary.

    How full, how fresh and how varied it is, who reads it, and what it predicts. Beside the figures stand the
    answers to the eight questions; below them which fields may be dropped and what that changes, and what the
    objectives still lack. What a field predicts is measured on the last
    period: of those who had bought before it began, who bought again? AUC is the chance that one who did is
    ranked above one who did not: 0.50 is chance. Where there is too little to say, nothing is said.

    Nothing that a record holds is printed, only counts.
    """
    from klantboek.book import find_book
    from klantboek.linting.sources import FolderSource
    from klantboek.predictions.checklist import measure_checklist
    from klantboek.predictions.files import checklist_csv, checklist_json
    from klantboek.predictions.gathering import gathered
    from klantboek.tables.store import State

    source = FolderSource(find_book(folder or Path.cwd()))
    with gathered(State(source, as_of.date() if as_of else None, today())) as there:
        book = there.registers
        found = measure_checklist(there, with_history=history)
    if form == "json":
        click.echo(checklist_json(book, found), nl=False)
    elif form == "csv":
        click.echo(_chain_csv(found) if chain else checklist_csv(found), nl=False)
    elif chain:
        _print(*_chain(found))
    else:
        _fields(found)
        _drops(found)
        _gaps(found)
        say_next("klantboek checklist --chain shows what each objective rests on.")


_Rows = list[tuple[object, ...]]


def _print(names: tuple[str, ...], rows: _Rows) -> None:
    from klantboek.tables.printed import as_table

    wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(as_table(names, rows, wide), nl=False)


_NAMES = ("entry", "answers", "field", "filled", "distinct", "days old", "fresh", "wrong", "read by")
_PREDICTED = ("IV", "AUC", "says", "explains")
_KEY = """
answers: concrete, market conform, quality, feasible, measurable, predictive, necessary, worth its cost
         (y yes, n no, p partly, ? unknown)
days old: half of the values were verified, collected or happened no longer ago; fresh: as recently as asked
wrong: relations with a value that its schema does not allow; cost: money of a year and of all relations"""
_PREDICTED_KEY = """
IV: information value, with its interval; in square brackets what a field without any value has on average
AUC: with the interval that holds 95 of 100 samples; * the value is today's, and may know what came after
explains: turnover of a year, as far as the field takes away the uncertainty about who bought again"""


def _fields(found: "Checklist") -> None:
    entries = {one.entry: one for one in found.entries}
    told: set[str] = set()
    rows: _Rows = []
    for one in found.fields:
        entry = None if one.entry in told else entries[one.entry]
        told.add(one.entry)
        rows.append(
            (*_measured(one, entry, found), *(_predicted(one, entry, found) if found.is_enough else ()))
        )
    click.echo(
        f"{found.relations} relations. {found.customers} had bought by {found.period.start}; "
        f"{found.bought} of them bought again by {found.period.end}."
    )
    if not found.is_enough:
        click.echo("That is too few to say which fields predict it: each group takes 20.")
    if found.history is not None:
        click.echo(
            f"Git has {found.history.versions} versions of relations; versions wrong counts among those."
        )
    click.echo()
    versions = ("versions wrong",) if found.history is not None else ()
    _print((*_NAMES, *versions, "cost", *(_PREDICTED if found.is_enough else ())), rows)
    click.echo(_KEY + (_PREDICTED_KEY if found.is_enough else ""))


def _measured(one: "Measured", entry: "Judged | None", found: "Checklist") -> tuple[object, ...]:
    from klantboek.predictions.files import QUESTIONS

    versions = (found.history.wrong[one.field] or "",) if found.history is not None else ()
    return (
        one.entry if entry else "",
        "".join(_LETTERS[entry.answers[question]] for question in QUESTIONS) if entry else "",
        one.field.removeprefix("relation."),
        f"{one.filled}/{one.applies}",
        one.distinct,
        one.age_days,
        "" if one.fresh is None else f"{one.fresh}/{one.dated}",
        one.wrong or "",
        one.uses,
        *versions,
        _amount(entry.cost_minor, found.currency) if entry else "",
    )


def _predicted(one: "Measured", entry: "Judged | None", found: "Checklist") -> tuple[object, ...]:
    explained = _amount(entry.explained_minor, found.currency) if entry else ""
    value = one.value
    if value is None or value.auc is None:
        return "", "", "", explained
    middle, low, high = (f"{part:.2f}" for part in value.auc)
    least, most = value.bounds or (0.0, 0.0)
    worth = f"{value.evidence.value:.2f} ({least:.2f}-{most:.2f}) [{value.evidence.noise:.2f}]"
    return worth, f"{middle} ({low}-{high})", f"{value.verdict}{'' if value.was_known else '*'}", explained


def _amount(minor: int | None, currency: str) -> str:
    from klantboek.book.minor import major_units

    return "" if not minor else f"{major_units(minor, currency):.0f}"


def _drops(found: "Checklist") -> None:
    dropped = [one for one in found.entries if one.drop]
    if not dropped:
        return
    click.echo("\n" + paint("To drop, or to answer for", "bold"))
    for one in dropped:
        click.echo(f"  {plain(one.entry)}: {plain('; '.join(one.drop))}")
        saved = [f"{one.minutes} minute{'' if one.minutes == 1 else 's'}"] if one.minutes else []
        if one.cost_minor:
            saved.append(f"{_amount(one.cost_minor, found.currency)} {plain(found.currency)}")
        spared = (f"it cost {' and '.join(saved)}",) if saved else ()
        click.echo(f"    then {plain('; '.join((*one.changes, *spared)))}")


def _gaps(found: "Checklist") -> None:
    if not found.gaps:
        return
    click.echo("\n" + paint("What the objectives still lack", "bold"))
    for objective in dict.fromkeys(one.objective for one in found.gaps):
        click.echo(f"  {plain(objective)}")
        for one in found.gaps:
            if one.objective == objective:
                click.echo(f"    {plain(one.lacks)}")


def _chain(found: "Checklist") -> tuple[tuple[str, ...], _Rows]:
    names = ("objective", "field", "entry", "filled", "sources", "figures")
    return names, [
        (
            one.objective,
            one.field.removeprefix("relation."),
            one.entry,
            f"{one.filled}/{one.applies}",
            " ".join(one.sources),
            " ".join(_short(one.aggregates)),
        )
        for one in found.chain
    ]


def _short(names: Sequence[str], most: int = 4) -> Iterator[str]:
    yield from names[:most]
    if len(names) > most:
        yield f"+{len(names) - most}"


def _chain_csv(found: "Checklist") -> str:
    from klantboek.tables.printed import as_csv

    names = ("objective", "field", "entry", "filled", "applies", "sources", "figures")
    rows = [
        (
            one.objective,
            one.field,
            one.entry,
            one.filled,
            one.applies,
            " ".join(one.sources),
            " ".join(one.aggregates),
        )
        for one in found.chain
    ]
    return as_csv(names, rows)
