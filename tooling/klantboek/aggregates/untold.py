"""Rows of figures about groups of too few people: which they are, where they are left out, and how."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate, Column
from klantboek.aggregates.compute import Result, Row
from klantboek.aggregates.suppression import Grouped, suppressed, with_coarser, years
from klantboek.book import Book

# Where book.yaml states no smallest group, and not where small ones are left out.
SMALLEST, SUPPRESS = 5, "opinions"
PLACE = '"#place"'


def smallest_of(book: Book) -> int:
    """Give of how many people a group has at least to be, to be told of."""
    stated: int | None = book.settings.analysis.smallest_group
    return SMALLEST if stated is None else stated


def limits(book: Book) -> tuple[int, str]:
    """Give all that says which rows are left out inside the house: the smallest group, and of which figures."""
    return smallest_of(book), book.settings.analysis.suppress or SUPPRESS


def groups_people(one: Aggregate) -> bool:
    """Tell whether the rows of a figure are groups of relations, and not relations."""
    if any(column.reference == "relation" and column.name in one.key for column in one.columns):
        return False
    return bool(one.people) or not one.fields or any(field.startswith("relation") for field in one.fields)


def is_limited(one: Aggregate, book: Book, *, outside: bool) -> bool:
    """Tell whether small groups are left out of a figure.

    ``outside`` is for who may not see single relations. For whoever may, the book says of which figures: of none,
    of those that tell what people answered when they were asked, or of all about groups.
    """
    if not groups_people(one):
        return False
    _, suppress = limits(book)
    return outside or suppress == "always" or (suppress == "opinions" and one.opinions)


def is_untold(one: Aggregate, row: Row) -> bool:
    """Tell whether a row of a figure lost its numbers."""
    cells = zip(one.columns, row, strict=True)
    return bool(one.people) and all(value is None or _stays(column, one) for column, value in cells)


def untold(result: Result, book: Book, *, outside: bool) -> frozenset[int]:
    """Give the places of the rows that are not told; no totals are made over currencies, or what stands apart.

    Outside no number of people in a row may be too small, inside the group itself, which the first one counts.
    A figure that does not count its people tells nothing.
    """
    one = result.aggregate
    if not one.people:
        return frozenset(range(len(result.rows)))
    apart = [result.position(name) for name in one.key if name == "currency" or name in one.apart]
    tables_: dict[tuple[Any, ...], list[int]] = {}
    for place, row in enumerate(result.rows):
        tables_.setdefault(tuple(row[at] for at in apart), []).append(place)
    coarser = _coarser(book)
    gone: set[int] = set()
    for places in tables_.values():
        rows = [_grouped(result, result.rows[place], coarser, outside=outside) for place in places]
        gone.update(places[number] for number in suppressed(rows, smallest_of(book)))
    return frozenset(gone)


def _coarser(book: Book) -> Mapping[str, Mapping[str, str]]:
    return {"product": {one.code: one.category or "" for one in book.nodes("product")}}


def _grouped(
    result: Result, row: tuple[Any, ...], coarser: Mapping[str, Mapping[str, str]], *, outside: bool
) -> Grouped:
    one = result.aggregate
    keys = [
        column
        for column in one.columns
        if column.name in one.key and column.name not in {"currency", *one.apart}
    ]
    people = [row[result.position(name)] for name in one.people]
    if not outside:
        people = [number for number in people if number is not None][:1]
    return Grouped(
        tuple(_groups(column, row[result.position(column.name)], coarser) for column in keys),
        tuple(int(number or 0) for number in people),
    )


def _groups(column: Column, value: object, coarser: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    if column.reference in coarser:
        return with_coarser(value, coarser[column.reference])
    return years(value)


def told(result: Result, book: Book, *, outside: bool = False) -> Result:
    """Give a figure without its small groups, where those are left out.

    Such a row keeps its key and loses the rest. A figure that does not count its people keeps no rows at all.
    """
    one = result.aggregate
    if not is_limited(one, book, outside=outside):
        return result
    if not one.people:
        return Result(one, ())
    gone = untold(result, book, outside=outside)
    if not gone:
        return result
    kept = [_stays(column, one) for column in one.columns]
    rows = (
        tuple(value if stays else None for value, stays in zip(row, kept, strict=True))
        if place in gone
        else row
        for place, row in enumerate(result.rows)
    )
    return Result(one, tuple(rows))


def without(one: Aggregate, gone: Collection[int], table: str = "") -> str:
    """Give the SELECT of what ``told`` gives, from a table (as SQL writes it) or from the one of its name."""
    table = table or tables.quoted(one.name)
    if not one.people:
        return f"SELECT * FROM {table} WHERE FALSE"  # noqa: S608 -- names are quoted
    return f"SELECT {', '.join(_cells(one, sorted(gone)))} FROM {numbered(table)}"  # noqa: S608 -- names are quoted


def _cells(one: Aggregate, gone: Sequence[int]) -> Iterator[str]:
    for column in one.columns:
        name = tables.quoted(column.name)
        yield name if _stays(column, one) else f"{hidden(name, gone)} AS {name}"


def _stays(column: Column, one: Aggregate) -> bool:
    return column.name in {*one.key, "currency"}


def numbered(table: str) -> str:
    """Give the rows of a table with their places, which count from 1, as SQL."""
    return f"(SELECT *, row_number() OVER () AS {PLACE} FROM {table})"  # noqa: S608 -- names are quoted


def hidden(expression: str, gone: Sequence[int]) -> str:
    """Give the SQL of a value that stands only in the rows that are told."""
    places = ", ".join(str(place + 1) for place in gone)
    return f"CASE WHEN {PLACE} IN ({places}) THEN NULL ELSE {expression} END"
