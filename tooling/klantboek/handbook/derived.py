"""Derived figures on pages: the cells of an aggregate, and its rows about one record."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from klantboek.book.minor import major_units
from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import Point, bars, line
from klantboek.handbook.layout import Section
from klantboek.handbook.listing import EMPTY, MOST, Column, Listing, Sorted, keyed
from klantboek.handbook.markup import NOTHING, escaped, joined, link, pairs, vouched
from klantboek.shapes import KINDS

if TYPE_CHECKING:
    from klantboek.aggregates import Column as Derived
    from klantboek.aggregates import Result, Row, Value


Written = Callable[["Row"], Sorted]


def writer(cells: Cells, result: "Result", column: "Derived") -> Written:
    """Give the function that makes a cell of one value of a row."""
    place = result.position(column.name)
    write = _writer(cells, column)
    if column.unit == "money":
        currency = result.position("currency")
        return lambda row: EMPTY if row[place] is None else _amount(cells, row[place], str(row[currency]))
    return lambda row: EMPTY if (value := row[place]) is None else write(value)


def _amount(cells: Cells, value: "Value", currency: str) -> Sorted:
    if not isinstance(value, int):
        return keyed(str(value))
    return escaped(cells.edition.write.minor(value, currency)), str(value)


def _writer(cells: Cells, column: "Derived") -> "Callable[[Value], Sorted]":
    number = cells.edition.write.percent if column.unit == "percent" else cells.edition.write.number
    words = cells.edition.words

    def write(value: "Value") -> Sorted:
        if isinstance(value, bool):
            return keyed(words("yes" if value else "no"))
        if isinstance(value, date):
            return keyed(cells.date(value), value)
        if isinstance(value, int | Decimal):
            if column.name in {"year", "position"}:
                return escaped(str(value)), str(value)
            if isinstance(value, Decimal) and column.unit != "percent":
                return keyed(number(Decimal(f"{value.normalize():f}")), value)
            return keyed(number(value), value)
        return keyed(_text(cells, column, str(value)))

    return write


def _text(cells: Cells, column: "Derived", value: str) -> Markup:
    if column.choices:
        return escaped(column.choices.get(value, {}).get(cells.edition.language, value))
    names = cells.edition.names
    if column.reference in KINDS:
        return cells.record(column.reference, value)
    if column.reference.startswith("vocabulary/"):
        return escaped(names.term(column.reference.removeprefix("vocabulary/"), value))
    if column.reference == "staff":
        return escaped(names.staff(value))
    return escaped(names.setting(column.reference, value))


def listing(cells: Cells, result: "Result") -> Listing:
    """Give the rows of an aggregate as a table; the currency stands in the amounts already."""
    columns = _shown(result)
    language = cells.edition.language
    numbers = [any(_is_number(row[result.position(one.name)]) for row in result.rows[:50]) for one in columns]
    writers = [writer(cells, result, one) for one in columns]
    return Listing(
        [
            Column(one.heading[language], "n" if number else "")
            for one, number in zip(columns, numbers, strict=True)
        ],
        [[write(row) for write in writers] for row in result.rows[:MOST]],
        max(len(result.rows) - MOST, 0),
    )


def _shown(result: "Result") -> "list[Derived]":
    has_money = any(column.unit == "money" for column in result.columns)
    return [column for column in result.columns if not (has_money and column.name == "currency")]


def _is_number(value: "Value") -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def chart(cells: Cells, result: "Result") -> Markup:
    """Draw the chart that an aggregate asks for, in the currency of the book where it has amounts."""
    wanted = result.aggregate.chart
    if wanted is None or not result.rows:
        return NOTHING
    by_name = {column.name: column for column in result.columns}
    x, y = by_name[wanted.x], by_name[wanted.y]
    home = cells.edition.book.settings.currency
    rows = result.where("currency", home) if y.unit == "money" else result.rows
    points = [_point(cells, result, (x, y), row) for row in rows if row[result.position(y.name)] is not None]
    write = cells.edition.write

    def mark(height: float) -> str:
        return (
            write.whole_money(int(height), home)
            if y.unit == "money"
            else write.number(Decimal(f"{height:g}"))
        )

    if not points:
        return NOTHING
    draw = line if wanted.kind == "line" else bars
    return draw(result.aggregate.title[cells.edition.language], points[-36:], mark)


def _point(cells: Cells, result: "Result", columns: "tuple[Derived, Derived]", row: "Row") -> Point:
    x, y = columns
    along, height = row[result.position(x.name)], row[result.position(y.name)]
    label = _label(cells, x, along)
    if y.unit == "money" and isinstance(height, int):
        height = major_units(height, str(row[result.position("currency")]))
    value = float(height) if isinstance(height, int | Decimal) else 0.0
    text = writer(cells, result, y)(row)[0]
    return Point(label, value, text.striptags())


def _label(cells: Cells, column: "Derived", value: "Value") -> str:
    if isinstance(value, date):
        return cells.edition.write.month(value)
    if isinstance(value, str) and len(value) == 7 and value[4] == "-":  # noqa: PLR2004 -- 2026-11
        return cells.edition.write.month(date.fromisoformat(f"{value}-01"))
    return _text(cells, column, value).striptags() if isinstance(value, str) else str(value)


class _Source(NamedTuple):
    """An aggregate with one row for each record of a kind: its title, the column that names the record, the others."""

    result: "Result"
    title: Markup
    column: str
    others: list[tuple[Markup, Written]]


def _sources(cells: Cells, kind: str) -> list[_Source]:
    """Give the aggregates that say something about each record of a kind."""
    return [
        _source(cells, result, key)
        for result in cells.edition.results.values()
        if (key := _only_key(result, kind))
    ]


def _source(cells: Cells, result: "Result", key: str) -> _Source:
    others = [
        (escaped(one.heading[cells.edition.language]), writer(cells, result, one))
        for one in _shown(result)
        if one.name != key
    ]
    return _Source(result, _title(cells, result), key, others)


def _only_key(result: "Result", kind: str) -> str:
    """Give the column that names the record, when nothing but it and the currency names a row."""
    keys = [key for key in result.aggregate.key if key != "currency"]
    by_name = {column.name: column for column in result.columns}
    return keys[0] if len(keys) == 1 and by_name[keys[0]].reference == kind else ""


def _title(cells: Cells, result: "Result") -> Markup:
    one = result.aggregate
    return link(f"{cells.root}figures/{one.name}.html", one.title[cells.edition.language])


def derived_section(cells: Cells, kind: str, name: str) -> Iterator[Section]:
    """Give the section with the derived figures of a record, when there are any."""
    groups = []
    for source in cells.once(("derived", kind), lambda: _sources(cells, kind)):
        rows = source.result.where(source.column, name)
        if rows:
            written = [
                (label, joined(", ", [cell for row in rows if (cell := write(row)[0])]))
                for label, write in source.others
            ]
            facts = pairs([fact for fact in written if fact[1]])
            groups.append(f'<div class="group"><h3>{source.title}</h3><dl>{facts}</dl></div>')
    if groups:
        inside = vouched(f'<div class="groups">{"".join(groups)}</div>')
        yield Section("derived", cells.edition.words("derived.title"), inside)
