"""Derived figures on pages: the cells of an aggregate, and its rows about one record."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from klantboek.book.book import RELATION
from klantboek.handbook.cells import Cells
from klantboek.handbook.layout import Section
from klantboek.handbook.listing import EMPTY, MOST, Column, Listing, Sorted, keyed, number_key
from klantboek.handbook.markup import day, drawn_row, escaped, sortable_cell, vouched
from klantboek.handbook.streamed import about
from klantboek.shapes import KINDS

if TYPE_CHECKING:
    from klantboek.aggregates import Column as Derived
    from klantboek.aggregates import Result, Row, Value


# A letter or a digit other than nought.
_SAYS = re.compile(r"[1-9]|[^\W\d_]")
# Numbers that are names, written without marks.
_COUNTED = frozenset(["year", "position"])
Written = Callable[["Row"], Sorted]


def writer(cells: Cells, result: "Result", column: "Derived") -> Written:
    """Give the function that makes a cell of one value of a row."""
    write, place, beside = _telling(cells, column), *_places(result, column)
    return lambda row: write(row[place], row[beside])


def _drawer(cells: Cells, result: "Result", column: "Derived", kind: str) -> "Callable[[Row], Markup]":
    """Give the function that draws one value of a row as a cell of the table of a page; many rows have the same."""
    write, place, beside = _telling(cells, column), *_places(result, column)

    @lru_cache(2**10, typed=True)
    def draw(value: Any, currency: Any) -> Markup:
        return sortable_cell(*write(value, currency), kind)

    return lambda row: draw(row[place], row[beside])


def _places(result: "Result", column: "Derived") -> tuple[int, int]:
    """Give where a value stands in a row, and where its currency does; the same place where it has none."""
    place = result.position(column.name)
    return place, result.position("currency") if column.unit == "money" else place


def _telling(cells: Cells, column: "Derived") -> Callable[[Any, Any], Sorted]:
    """Give the function that makes a cell of a value, and of its currency where it has one."""
    write = _writer(cells, column)
    if column.unit == "money":
        return lambda value, currency: EMPTY if value is None else _amount(cells, value, str(currency))
    return lambda value, _: EMPTY if value is None else (write(value), _KEYS[type(value)](value))


def _amount(cells: Cells, value: "Value", currency: str) -> Sorted:
    if not isinstance(value, int):
        return keyed(str(value))
    return cells.minor(value, currency), str(value)


def _writer(cells: Cells, column: "Derived") -> "Callable[[Value], Markup]":
    """Give the function that writes a value of a column, found by what it is."""
    words, write, name = cells.edition.words, cells.edition.write, _naming(cells, column)
    number: Callable[[Any], str] = write.percent if column.unit == "percent" else write.number
    if column.name in _COUNTED:
        number = str
    ways: Mapping[type, Callable[[Any], Markup]] = {
        str: name,
        bool: lambda value: escaped(words("yes" if value else "no")),
        date: (lambda value: day(write.month(value))) if column.name == "month" else cells.date,
        int: lambda value: escaped(number(value)),
        Decimal: lambda value: escaped(number(value)),
    }
    return lambda value: ways[type(value)](value)


# What a cell is sorted by; one that is told in words by these words.
_KEYS: Mapping[type, Callable[[Any], str]] = {
    str: lambda _: "", bool: lambda _: "", date: date.isoformat, int: str, Decimal: number_key,
}  # fmt: skip


def written(cells: Cells, column: "Derived", value: str) -> Markup:
    """Give the text of a cell as its column has it: by its name, with a link where it has a page."""
    return _naming(cells, column)(value)


def _naming(cells: Cells, column: "Derived") -> Callable[[str], Markup]:
    names, language, to = cells.edition.names, cells.edition.language, column.reference
    if column.choices:
        return lambda value: escaped(column.choices.get(value, {}).get(language, value))
    if to in KINDS:
        return partial(cells.record, to)
    if to.startswith("vocabulary/"):
        return lambda value: escaped(names.term(to.removeprefix("vocabulary/"), value))
    if to == "staff":
        return lambda value: escaped(names.staff(value))
    return lambda value: escaped(names.setting(to, value))


def listing(cells: Cells, result: "Result", behind: Sequence[Sorted] = ()) -> Listing:
    """Give the rows of an aggregate as a table; the currency stands in the amounts already.

    ``behind`` has for each row how many relations are behind it, as a link to them.
    """
    columns = _shown(result)
    language = cells.edition.language
    # Once: the rows may be in a database.
    shown = result.rows[:MOST]
    heads = [_head(one, language, [row[result.position(one.name)] for row in shown]) for one in columns]
    drawers = [_drawer(cells, result, one, head.kind) for one, head in zip(columns, heads, strict=True)]
    rows = ([draw(row) for draw in drawers] for row in shown)
    if behind:
        heads.append(Column(cells.edition.words("figure.behind"), "n"))
        rows = ([*row, sortable_cell(*link_, "n")] for row, link_ in zip(rows, behind, strict=False))
    return Listing(heads, [*map(drawn_row, rows)], max(len(result.rows) - MOST, 0))


def _head(column: "Derived", language: str, values: "Sequence[Value]") -> Column:
    """Give the head of a column; one without any value is shown on request."""
    told = [value for value in values if value is not None]
    kind = "n" if any(map(_is_number, told[:50])) else "c" if _is_coded(column, told[:50]) else ""
    facet = column.name if told and _is_choice(column) else ""
    return Column(column.heading[language], kind, facet, is_extra=bool(values) and not told)


def _is_coded(column: "Derived", values: "Sequence[Value]") -> bool:
    """Tell whether values are numbers of orders or the like, which are not broken at their dashes."""
    return not (column.reference or column.choices) and any(
        isinstance(one, str) and "-" in one and " " not in one for one in values
    )


def _is_choice(column: "Derived") -> bool:
    """Tell whether a column has few values, so that one can be chosen to see its rows."""
    return bool(column.choices) or column.reference in {"staff", "class", "segment", "campaign"}


def _shown(result: "Result") -> "list[Derived]":
    has_money = any(column.unit == "money" for column in result.columns)
    return [
        column
        for column in result.columns
        if not (column.hidden or (has_money and column.name == "currency"))
    ]


def _is_number(value: "Value") -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


class _Told(NamedTuple):
    """A column as it is told: where it stands, where its currency stands or -1, and what is said of a value in one.

    Of a share nought says something too, beside anything else that is said.
    """

    place: int
    currency: int
    tell: "Callable[[Value, str], str]"
    is_share: bool


class _Source(NamedTuple):
    """An aggregate with one row for each record of a kind: its title, the column that names the record, the others."""

    result: "Result"
    title: Markup
    column: str
    others: list[_Told]


def _sources(cells: Cells, kind: str, but: frozenset[str]) -> list[_Source]:
    """Give the aggregates that say something about each record of a kind."""
    return [
        _source(cells, result, key, but)
        for name, result in cells.edition.results.items()
        if name not in but and (key := _only_key(result, kind))
    ]


def _source(cells: Cells, result: "Result", key: str, but: frozenset[str] = frozenset()) -> _Source:
    others = [
        _told(cells, result, one)
        for one in _shown(result)
        if one.name != key and f"{result.aggregate.name}.{one.name}" not in but
    ]
    return _Source(result, _title(cells, result), key, others)


def _only_key(result: "Result", kind: str) -> str:
    """Give the column that names the record, when nothing but it and the currency names a row."""
    keys = [key for key in result.aggregate.key if key != "currency"]
    by_name = {column.name: column for column in result.columns}
    return keys[0] if len(keys) == 1 and by_name[keys[0]].reference == kind else ""


def _title(cells: Cells, result: "Result") -> Markup:
    one = result.aggregate
    title = escaped(one.title[cells.edition.language])
    return vouched(f"<a href={cells.root}figures/{one.name}.html>{title}</a>")


def _told(cells: Cells, result: "Result", column: "Derived") -> _Told:
    """Give how a column is told with its heading; what says nothing is "": blanks and noughts that are no share."""
    write, heading = _writer(cells, column), escaped(column.heading[cells.edition.language])
    is_share = column.unit == "percent"

    def say(value: "Value", currency: str) -> str:
        cell = _amount(cells, value, currency)[0] if column.unit == "money" else write(value)
        return f"<i>{heading}</i> {cell}" if is_share or _SAYS.search(cell) else ""

    # What a relation is called is asked for by each page that says it.
    tell = say if column.reference in KINDS else lru_cache(2**8, typed=True)(say)

    beside = result.position("currency") if column.unit == "money" else -1
    return _Told(result.position(column.name), beside, tell, is_share)


def told(cells: Cells, result: "Result", row: "Row", but: str) -> Markup:
    """Give the figures of a row that say something, each behind its heading, as running text."""
    source = cells.once(("told", result.aggregate.name, but), lambda: _source(cells, result, but))
    return vouched(" · ".join(_says(source, row)))


def _says(source: _Source, row: "Row") -> list[str]:
    said, is_worth_it = [], False
    for place, currency, tell, is_share in source.others:
        value = row[place]
        if value is not None and (text := tell(value, "" if currency < 0 else str(row[currency]))):
            said.append(text)
            is_worth_it = is_worth_it or not is_share or bool(value)
    return said if is_worth_it else []


def derived_section(
    cells: Cells, kind: str, name: str, but: frozenset[str] = frozenset()
) -> Iterator[Section]:
    """Give the section with the derived figures of a record, when there are any.

    ``but`` names those that stand elsewhere: an aggregate, or one column of it as ``<aggregate>.<column>``.
    """
    lines = []
    for source in cells.once(("derived", kind, but), lambda: _sources(cells, kind, but)):
        result, column = source.result, source.column
        rows = about(result, column, name) if kind == RELATION else result.where(column, name)
        facts = [" · ".join(found) for row in rows if (found := _says(source, row))]
        if facts:
            lines.append(f"<dt>{source.title}</dt><dd>{'<br>'.join(facts)}</dd>")
    if lines:
        yield Section("derived", cells.word("derived.title"), vouched(f"<dl>{''.join(lines)}</dl>"))
