"""Derived figures on pages: the cells of an aggregate, and its rows about one record."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from klantboek.handbook.cells import Cells
from klantboek.handbook.charts import Point, bars, line
from klantboek.handbook.layout import Section
from klantboek.handbook.listing import EMPTY, MOST, Column, Listing, Sorted, keyed
from klantboek.handbook.markup import NOTHING, joined, link, pairs
from klantboek.shapes import KINDS

if TYPE_CHECKING:
    from klantboek.aggregates import Column as Derived
    from klantboek.aggregates import Result, Row, Value


def figure(cells: Cells, result: "Result", column: "Derived", row: "Row") -> Sorted:
    """Give one value of an aggregate as a cell."""
    value = row[result.position(column.name)]
    if value is None:
        return EMPTY
    write, words = cells.edition.write, cells.edition.words
    if column.unit == "money" and isinstance(value, int):
        currency = row[result.position("currency")]
        return keyed(escape(write.minor(value, str(currency))), value)
    if isinstance(value, bool):
        return keyed(words("yes" if value else "no"))
    if isinstance(value, date):
        return keyed(cells.date(value), value)
    if isinstance(value, int | Decimal):
        if column.name in {"year", "position"}:
            return keyed(escape(str(value)), value)
        shown = (
            value if isinstance(value, int) or column.unit == "percent" else Decimal(f"{value.normalize():f}")
        )
        return keyed(escape(write.percent(shown) if column.unit == "percent" else write.number(shown)), value)
    return keyed(_text(cells, column, value))


def _text(cells: Cells, column: "Derived", value: str) -> Markup:
    if column.choices:
        return escape(column.choices.get(value, {}).get(cells.edition.language, value))
    names = cells.edition.names
    if column.reference in KINDS:
        return cells.record(column.reference, value)
    if column.reference.startswith("vocabulary/"):
        return escape(names.term(column.reference.removeprefix("vocabulary/"), value))
    if column.reference == "staff":
        return escape(names.staff(value))
    return escape(names.setting(column.reference, value))


def listing(cells: Cells, result: "Result") -> Listing:
    """Give the rows of an aggregate as a table; the currency stands in the amounts already."""
    columns = _shown(result)
    language = cells.edition.language
    numbers = [any(_is_number(row[result.position(one.name)]) for row in result.rows[:50]) for one in columns]
    return Listing(
        [
            Column(one.heading[language], "n" if number else "")
            for one, number in zip(columns, numbers, strict=True)
        ],
        [[figure(cells, result, one, row) for one in columns] for row in result.rows[:MOST]],
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
    value = float(height) if isinstance(height, int | Decimal) else 0.0
    text = figure(cells, result, y, row)[0]
    return Point(label, value / 100 if y.unit == "money" else value, text.striptags())


def _label(cells: Cells, column: "Derived", value: "Value") -> str:
    if isinstance(value, date):
        return cells.edition.write.month(value)
    if isinstance(value, str) and len(value) == 7 and value[4] == "-":  # noqa: PLR2004 -- 2026-11
        return cells.edition.write.month(date.fromisoformat(f"{value}-01"))
    return _text(cells, column, value).striptags() if isinstance(value, str) else str(value)


def facts_about(cells: Cells, kind: str, name: str) -> list[tuple[Markup, Markup]]:
    """Give what the aggregates with one row for each record of this kind say about one: (link to it, facts)."""
    found = []
    for result in cells.edition.results.values():
        column = _only_key(result, kind)
        rows = result.where(column, name) if column else ()
        if column and rows:
            facts = [
                (
                    escape(one.heading[cells.edition.language]),
                    joined(", ", _all(cells, result, one, rows)),
                )
                for one in _shown(result)
                if one.name != column
            ]
            found.append((_title(cells, result), pairs(fact for fact in facts if fact[1])))
    return found


def _all(cells: Cells, result: "Result", column: "Derived", rows: "Sequence[Row]") -> Iterator[Markup]:
    return (cell for row in rows if (cell := figure(cells, result, column, row)[0]))


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
    found = facts_about(cells, kind, name)
    if found:
        yield Section("derived", cells.edition.words("derived.title"), "groups", found)
