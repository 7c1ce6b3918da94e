"""Pairs of relations that are probably one party, as pages show them."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from klantboek.book import Node
from klantboek.book.node import record_of
from klantboek.book.record import Record
from klantboek.handbook import links
from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import waterfall
from klantboek.handbook.edition import Edition
from klantboek.handbook.reasons import reason_text
from klantboek.shapes import shape_of

if TYPE_CHECKING:
    from klantboek.duplicates import Pair
    from klantboek.duplicates.judgements import OpenPair
    from klantboek.duplicates.sides import Row

PAGE = "pairs.html"
_MINUS = "\N{MINUS SIGN}"
_NEARLY, _VERY, _FAIRLY, _MOST = 0.99, 0.9, 0.7, 0.9999
_TONES = {"new": "accent", "changed": "warn", "unsure": "warn"}
# What is compared side by side, and the property whose title stands before it.
_ROWS = {
    "other names": ("organisation", "trade_names"), "born": ("person", "birth_date"), "registered": ("registrations",),
    "addresses": ("addresses",), "e-mail": ("emails",), "phone": ("phones",), "websites": ("websites",),
    "accounts": ("payment", "accounts"), "contacts": ("contacts",),
}  # fmt: skip


class Side(NamedTuple):
    """One relation of a pair: its page, name, number and place."""

    href: str
    name: str
    number: str
    city: str


class Step(NamedTuple):
    """A line of the waterfall: what was compared, what it adds or takes, and the bar of it."""

    text: str
    bits: str
    bar: Markup


class Compared(NamedTuple):
    """What two relations say of one thing, each value with whether the other says it too."""

    label: Markup
    a: list[tuple[str, bool]]
    b: list[tuple[str, bool]]


class Said(NamedTuple):
    """What somebody judged: the verdict, who and when, why, and the page of it."""

    verdict: str
    by: str
    on: Markup
    reason: str
    href: str


class Twin(NamedTuple):
    """An open pair as a page shows it."""

    anchor: str
    a: Side
    b: Side
    sure: str
    percent: str
    state: str
    tone: str
    before: Said | None
    rows: list[Compared]
    steps: list[Step]
    total: Step
    review: str


class Waiting(NamedTuple):
    """Two relations that were judged the same and are two records still."""

    a: Side
    b: Side
    said: Said


def twin(edition: Edition, one: "OpenPair", cells: Cells) -> Twin:
    """Give an open pair with its waterfall."""
    pair, words = one.pair, edition.words
    *steps, total = _steps(edition, pair)
    return Twin(
        anchor(pair),
        side(edition, pair.a, cells),
        side(edition, pair.b, cells),
        sure(edition, pair),
        percent(edition, pair),
        words(f"pairs.state.{one.state}"),
        _TONES[one.state],
        said(edition, one.judgement, cells) if one.judgement is not None else None,
        list(_rows(edition, pair, cells)),
        steps,
        total,
        "klantboek duplicates --review" + (" --unsure" if one.state == "unsure" else ""),
    )


def waiting(edition: Edition, judgement: Node, cells: Cells) -> Waiting:
    """Give a pair that waits to be merged."""
    return Waiting(
        side(edition, judgement.a, cells), side(edition, judgement.b, cells), said(edition, judgement, cells)
    )


def twins(edition: Edition, record: Record, cells: Cells) -> list[tuple[Side, str, str]]:
    """Give who else a relation may be: the other one, the probability, and where the pair stands."""
    return [
        (
            side(edition, one.pair.b if one.pair.a == record.id else one.pair.a, cells),
            percent(edition, one.pair),
            f"{cells.root}{PAGE}#{anchor(one.pair)}",
        )
        for one in edition.twins.get(record.id, ())
    ]


def anchor(pair: "Pair") -> str:
    """Give where a pair stands on the page of pairs."""
    return f"{pair.a}_{pair.b}"


def side(edition: Edition, number: str, cells: Cells) -> Side:
    """Give one relation of a pair."""
    found = edition.book.find("relation", number)
    if found is None:
        return Side("", number, number, "")
    return Side(
        cells.root + links.href(edition.page_of(found)), edition.names.record(found), number, _city(found)
    )


def _city(record: Record) -> str:
    addresses = record.document.value.get("addresses", ()) if record.fits else ()
    return next((str(one["city"]) for one in addresses if "city" in one), "")


def sure(edition: Edition, pair: "Pair") -> str:
    """Say in words how sure it is that two are one."""
    bounds = ((_NEARLY, "nearly"), (_VERY, "very"), (_FAIRLY, "fairly"), (0.0, "perhaps"))
    return edition.words(f"pairs.sure.{next(name for least, name in bounds if pair.probability >= least)}")


def percent(edition: Edition, pair: "Pair") -> str:
    """Write the probability that two are one; never as a certainty."""
    decimals = 2 if pair.probability >= _NEARLY else 0
    number = Decimal(f"{100 * min(pair.probability, _MOST):.{decimals}f}")
    return edition.write.percent(number)


def said(edition: Edition, judgement: Node, cells: Cells) -> Said:
    """Give what somebody judged."""
    record = record_of(judgement)
    return Said(
        edition.words.choice("verdict", judgement.verdict),
        edition.names.staff(judgement.by) if judgement.by else "",
        cells.date(judgement.on),
        judgement.reason or "",
        cells.root + links.href(edition.page_of(record)),
    )


def _steps(edition: Edition, pair: "Pair") -> Iterator[Step]:
    """Give the lines of the waterfall; the last one is the sum."""
    first, *others = (reason.weight for reason in pair.reasons)
    bars = waterfall(first, others)
    for reason, bar in zip(pair.reasons, bars, strict=False):
        yield Step(reason_text(reason.text, edition.language), _signed(edition, reason.weight), bar)
    yield Step(edition.words("pairs.together"), _signed(edition, pair.weight), bars[-1])


def _signed(edition: Edition, weight: float) -> str:
    number = edition.write.number(Decimal(f"{abs(weight):.1f}"))
    return f"{_MINUS if weight < 0 else '+'}{number}"


def _rows(edition: Edition, pair: "Pair", cells: Cells) -> Iterator[Compared]:
    from klantboek.duplicates.sides import side_by_side  # noqa: PLC0415 -- numbers take their time to import

    for row in side_by_side(edition.book, pair.a, pair.b):
        if row.label in _ROWS:
            yield _compared(edition, row, cells)


def _compared(edition: Edition, row: "Row", cells: Cells) -> Compared:
    shape = shape_of("relation")
    for name in _ROWS[row.label]:
        shape = shape.properties[name]
    ways: dict[str, Callable[[str], str]] = {
        "phone": edition.write.phone,
        "registered": partial(_registered, edition),
    }
    write = ways.get(row.label, str)
    one, two = (
        [(write(text), number < row.shared) for number, text in enumerate(texts)] for texts in (row.a, row.b)
    )
    return Compared(cells.label(shape), one, two)


def _registered(edition: Edition, text: str) -> str:
    """Write a registration with what its number is called."""
    name, _, number = text.partition(" ")
    shape = shape_of("relation").properties["registrations"].properties.get(name)
    return f"{edition.title_of(shape)} {number}" if shape is not None else text
