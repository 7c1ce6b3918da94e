"""``klantboek predict``: what relations will probably do, and what that was worth on the past."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from klantboek.cli.options import book_options, today
from klantboek.cli.screen import paint, say_next
from klantboek.errors import UnknownNameError
from klantboek.plain import plain

if TYPE_CHECKING:
    from klantboek.aggregates import Result
    from klantboek.book import Book
    from klantboek.predictions.lines import Line
    from klantboek.predictions.predicted import Predictions
    from klantboek.predictions.told import Estimate

_TABLES = ("relation_outlook", "next_channel", "next_product", "response_chance", "prediction_tests")
_MOST = 20
_Rows = list[tuple[object, ...]]


@click.command()
@click.argument("relations", nargs=-1, metavar="[RELATION]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="How it is printed; csv and json hold everything. [default: table]",
)
@click.option(
    "--table",
    "name",
    type=click.Choice(_TABLES),
    default=None,
    help="Which of the predictions csv and json hold. [default: csv relation_outlook, json all]",
)
@book_options
def command(
    relations: tuple[str, ...], form: str, name: str | None, folder: Path | None, as_of: datetime | None
) -> None:
    """Say what relations are likely to do.

    How likely they are to buy, how often, what, through which channel, and to respond. Each figure stands with the interval that holds 95 of 100 estimates, and what it rests on. Where the data
    is too thin nothing is said, with the reason. First stands what the predictions were worth on the past of
    this book, beside the simplest forecast there is; where they are not surely better, the simplest is used.

    With RELATION, a number such as R-00042, everything about that relation.
    """
    from klantboek.aggregates.kept import figures
    from klantboek.book import find_book
    from klantboek.linting.sources import FolderSource
    from klantboek.predictions.predicted import predict_from
    from klantboek.predictions.results import READS, predictions_of
    from klantboek.tables.store import State

    source = FolderSource(find_book(folder or Path.cwd()))
    with figures(State(source, as_of.date() if as_of else None, today()), READS) as read:
        book = read.registers
        found = predict_from(book, read)
        known = {str(name) for (name,) in read.connection.execute("SELECT id FROM relations").fetchall()}
    rows = predictions_of(found, book.settings.currency)
    if form == "csv":
        _print_csv(rows[name or _TABLES[0]], relations)
    elif form == "json":
        _print_json(book, found, {one: rows[one] for one in ([name] if name else _TABLES)}, relations)
    elif relations:
        for relation in relations:
            if relation not in known:
                raise UnknownNameError(
                    "relation", relation, sorted(known), 'klantboek query "select id from relations"'
                )
            _one(book, found, relation)
    else:
        _all(book, found, rows)


def _kept(result: "Result", relations: tuple[str, ...]) -> list[tuple[Any, ...]]:
    if not relations or all(one.name != "relation" for one in result.columns):
        return list(result.rows)
    return [row for relation in relations for row in result.where("relation", relation)]


def _print_csv(result: "Result", relations: tuple[str, ...]) -> None:
    from klantboek.tables.printed import as_csv

    click.echo(as_csv([one.name for one in result.columns], _kept(result, relations)), nl=False)


def _print_json(
    book: "Book", found: "Predictions", results: "Mapping[str, Result]", relations: tuple[str, ...]
) -> None:
    from klantboek.tables.printed import as_json

    head = f'{{\n"as_of": "{book.as_of}",\n"weeks_ahead": {found.asked.weeks}'
    tables = [
        f'"{name}": {as_json([one.name for one in result.columns], _kept(result, relations)).strip()}'
        for name, result in results.items()
    ]
    click.echo(",\n".join([head, *tables]) + "\n}")


def _print(names: tuple[str, ...], rows: _Rows) -> None:
    from klantboek.tables.printed import as_table

    wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(as_table(names, rows, wide), nl=False)


def _all(book: "Book", found: "Predictions", results: "Mapping[str, Result]") -> None:
    click.echo(f"Looking {found.asked.weeks} weeks ahead from {book.as_of}.")
    for line in _rests(found):
        click.echo(f"  {plain(line)}")
    click.echo("\n" + paint("What the predictions were worth on the past", "bold"))
    tests = results["prediction_tests"]
    _print(
        ("prediction", "measure", "tried on", "model", "simplest", "gain", "gain from", "gain to", "used"),
        [_test(tests, row) for row in tests.rows],
    )
    for name, reason in found.verdicts:
        click.echo(f"  {name}: {plain(str(reason))}")
    outlook = results["relation_outlook"]
    place = outlook.position("purchases")
    spoken = [row for row in outlook.rows if row[place] is not None]
    if spoken:
        click.echo("\n" + paint("The relations with most to expect", "bold"))
        best = sorted(spoken, key=lambda row: (-float(str(row[place])), str(row[0])))[:_MOST]
        _print(*_filled(_HEADS, [_line(book, results, row) for row in best]))
        click.echo("  channel and product: the likeliest, if it buys")
    click.echo(
        f"\n{len(outlook.rows)} relations bought; of {len(outlook.rows) - len(spoken)} nothing is said."
    )
    say_next("klantboek predict R-00001 tells all about one relation, and why.")


def _filled(names: tuple[str, ...], rows: _Rows) -> tuple[tuple[str, ...], _Rows]:
    """Give the columns in which anything stands."""
    kept = [place for place in range(len(names)) if any(row[place] is not None for row in rows)]
    return tuple(names[place] for place in kept), [tuple(row[place] for place in kept) for row in rows]


_HEADS = (
    "relation",
    "customer %",
    "buys %",
    "purchases",
    "purchases from",
    "purchases to",
    "turnover",
    "channel",
    "product",
)


def _rests(found: "Predictions") -> Iterator[str]:
    outlook = found.outlook
    buying, spend = outlook.buying.value, outlook.spend.value
    many = f"{buying.relations} relations, {buying.repeat_buyers} of them repeat buyers" if buying else ""
    yield (
        f"purchases: a model fitted on {many} ({buying.sureness})"
        if buying
        else f"purchases: {outlook.buying.reason}"
    )
    many = f"{spend.repeat_buyers} repeat buyers" if spend else ""
    yield (
        f"amounts: a model fitted on {many} ({spend.sureness})"
        if spend
        else f"amounts: {outlook.spend.reason}"
    )
    if (total := outlook.total.value) is not None:
        yield (
            f"purchase days of all together: {total.value:.0f} ({total.low:.0f}-{total.high:.0f})"
            f", by {'the model' if outlook.method == 'model' else 'repeating the past'}"
        )


def _test(tests: "Result", row: tuple[Any, ...]) -> tuple[object, ...]:
    words = {one.name: one for one in tests.columns}
    kept = ("relations", "model", "naive", "gain", "gain_low", "gain_high")

    def said(name: str) -> str:
        value = row[tests.position(name)]
        return "nothing" if value is None else words[name].choices[str(value)]["en"]

    return said("prediction"), said("measure"), *(row[tests.position(one)] for one in kept), said("method")


def _line(book: "Book", results: "Mapping[str, Result]", row: tuple[Any, ...]) -> tuple[object, ...]:
    outlook = results["relation_outlook"]
    at = outlook.position
    return (
        row[0],
        row[at("active")],
        row[at("buys")],
        *(row[at(one)] for one in ("purchases", "purchases_low", "purchases_high")),
        _amount(row[at("value_minor")], book.settings.currency),
        *(
            _first(results[name], str(row[0]), what)
            for name, what in (("next_channel", "channel"), ("next_product", "product"))
        ),
    )


def _amount(minor: int | None, currency: str) -> str | None:
    from klantboek.book.minor import major_units

    return None if minor is None else f"{major_units(minor, currency):.0f}"


def _first(result: "Result", relation: str, column: str) -> object:
    rows = result.where("relation", relation)
    return rows[0][result.position(column)] if rows else None


def _one(book: "Book", found: "Predictions", relation: str) -> None:
    from klantboek.predictions.lines import about

    click.echo(paint(plain(relation), "bold"))
    known = about(found, relation)
    if known is None:
        click.echo("  It bought nothing, and no campaign reached it: there is nothing to say.")
        return
    if known.repeats:
        click.echo(f"  bought on {known.repeats + 1} days in {known.weeks} weeks")
    for one in known.spoken:
        click.echo(
            f"  {_LABELS[one.key].format(weeks=found.asked.weeks)}: {plain(_words(one, book.settings.currency))}"
        )
    for reason, keys in known.silences:
        click.echo(f"  {plain(str(reason))}; so nothing about:")
        click.echo("    " + "; ".join(_LABELS[key].format(weeks=found.asked.weeks) for key in keys))


_LABELS = {
    "active": "still a customer",
    "buys": "buys within {weeks} weeks",
    "purchases": "purchase days within {weeks} weeks",
    "spend": "amount of a purchase",
    "value": "turnover within {weeks} weeks, worth today",
    "channel": "next channel, if it buys",
    "product": "next product, if it buys",
    "response": "responds to the next campaign",
}


def _words(one: "Line", currency: str) -> str:
    rest = "" if one.own else "; that of all, for its own says no more"
    if one.options:
        return (
            ", ".join(f"{option.code} {_figure(option.chance, one.unit, currency)}" for option in one.options)
            + rest
        )
    return _figure(one.told.value, one.unit, currency) + rest if one.told and one.told.value else ""


def _figure(one: "Estimate", unit: str, currency: str) -> str:
    from klantboek.book.minor import printed

    parts = (one.value, one.low, one.high)
    if unit == "chance":
        middle, low, high = (f"{100 * part:.0f}" for part in parts)
        return f"{middle} % ({low}-{high})"
    if unit == "money":
        middle, low, high = (printed(round(part), currency) for part in parts)
        return f"{middle} {currency} ({low}-{high})"
    return "{:.1f} ({:.1f}-{:.1f})".format(*parts)
