"""A book compiled without identity: numbers replaced, days coarsened, free text gone, small groups left out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate, Column
from klantboek.aggregates.compute import Result, compute, install
from klantboek.aggregates.files import Columns, put
from klantboek.aggregates.own import aggregates_of
from klantboek.aggregates.suppression import Grouped, suppressed, with_coarser, years
from klantboek.book import Book
from klantboek.linting.sources import Source
from klantboek.tables.anonymous import NAMING, codes, known, month, pseudonym, select
from klantboek.tables.files import replaced, write
from klantboek.tables.store import stored

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Where book.yaml states no smallest group.
SMALLEST = 5
# Of one relation a number of days says on which day something was; in steps of a month it doesn't.
_DAYS = 30
_TIMES = {"month", "year"}
_NUMBERS = (
    "BOOLEAN",
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UBIGINT",
    "DECIMAL",
    "DOUBLE",
    "FLOAT",
)


@dataclass(frozen=True)
class More:
    """Figures that are not made by SQL: from which others, how, and what their columns hold."""

    reads: tuple[str, ...]
    columns: Columns
    make: Callable[[Book, Mapping[str, Result]], Mapping[str, Result]]


@dataclass(frozen=True)
class Anonymous:
    """What was written, and what was left out: ``rows`` of small groups, and figures that don't count people."""

    folder: Path
    as_of: date
    smallest: int
    tables: int
    figures: int
    rows: int
    left_out: tuple[str, ...]


def compile_anonymous(
    source: Source, days: tuple[date | None, date | None], folder: Path, key: str, more: More | None = None
) -> Anonymous:
    """Write the tables and figures of a book without identity below ``folder``, as ``<format>/<name>.<format>``.

    ``days`` are the day that counts as today, and today, as for ``book.load``. ``key`` is a secret of this run
    alone: with the same one the same pseudonyms come out, and nobody who lacks it can try numbers out.
    """
    with stored(source, *days) as found:
        connection, book = found.connection, found.registers
        aggregates = aggregates_of(book)
        install(connection, book.as_of, kept=True, aggregates=aggregates)
        made = _made(connection, book, aggregates, more)
        allowed = codes(book)
        writer = _Writer(connection, book, key, allowed)
        with replaced(folder) as new:
            for table in tables.all_tables():
                write(connection, table.name, select(table, key, allowed), new)
            for one in (*aggregates, *made):
                writer.write(one, new)
        return Anonymous(
            folder,
            book.as_of,
            writer.smallest,
            len(tables.all_tables()),
            len(aggregates) + len(made) - len(writer.left_out),
            writer.rows,
            tuple(writer.left_out),
        )


def _made(
    connection: "DuckDBPyConnection", book: Book, aggregates: Sequence[Aggregate], more: More | None
) -> list[Aggregate]:
    if more is None:
        return []
    results = {one.name: compute(connection, one) for one in aggregates if one.name in more.reads}
    made = more.make(book, results)
    for name, result in made.items():
        put(connection, result, more.columns[name])
    return [result.aggregate for result in made.values()]


def groups_people(one: Aggregate) -> bool:
    """Tell whether the rows of a figure are groups of relations, and not relations."""
    return not any(column.reference == "relation" and column.name in one.key for column in one.columns)


class _Writer:
    """Writes figures; ``rows`` counts those of small groups, ``left_out`` are figures that don't count people."""

    def __init__(
        self, connection: "DuckDBPyConnection", book: Book, key: str, allowed: Mapping[str, Sequence[str]]
    ) -> None:
        self._connection = connection
        self._key = key
        self._allowed = allowed
        self._coarser = {
            "product": {one.code: one.category or "" for one in book.nodes("product")},
        }
        stated = book.settings.analysis.smallest_group
        self.smallest: int = SMALLEST if stated is None else stated
        self.rows = 0
        self.left_out: list[str] = []

    def write(self, one: Aggregate, folder: Path) -> None:
        """Write a figure, or note that it has no place here."""
        grouped = groups_people(one)
        if grouped and not one.people and _is_of_relations(one):
            self.left_out.append(one.name)
            return
        gone = self._gone(one) if grouped and one.people else frozenset()
        self.rows += len(gone)
        kept = list(self._kept(one, gone, grouped=grouped))
        names = ", ".join(f"{expression} AS {tables.quoted(name)}" for name, expression in kept)
        # The order of a file is that of what stands in it: the order of relations would tell who is who.
        order = ", ".join(str(number) for number in range(1, len(kept) + 1))
        rows = f"SELECT *, row_number() OVER () AS {_PLACE} FROM {tables.quoted(one.name)}"  # noqa: S608 -- names are quoted
        write(self._connection, one.name, f"SELECT {names} FROM ({rows}) ORDER BY {order}", folder)  # noqa: S608 -- names are quoted

    def _kept(self, one: Aggregate, gone: frozenset[int], *, grouped: bool) -> Iterator[tuple[str, str]]:
        described = self._connection.execute(f"DESCRIBE {tables.quoted(one.name)}").fetchall()
        kinds = {str(name): str(kind) for name, kind, *_ in described}
        hidden = f"{_PLACE} IN ({', '.join(str(place + 1) for place in sorted(gone))})" if gone else ""
        for column in one.columns:
            expression = self._expression(
                column, kinds[column.name], is_key=column.name in one.key, grouped=grouped
            )
            if expression and hidden and column.name not in one.key:
                expression = f"CASE WHEN {hidden} THEN NULL ELSE {expression} END"
            if expression:
                yield column.name, expression

    def _expression(self, column: Column, kind: str, *, is_key: bool, grouped: bool) -> str:
        """Give the SQL of a column; "" when it is left out."""
        name = tables.quoted(column.name)
        if column.reference in NAMING:
            return pseudonym(column.reference, name, self._key)
        if kind == "VARCHAR":
            if column.name in {"currency", *_TIMES}:
                return name
            otherwise = pseudonym(column.name, name, self._key) if is_key else "NULL"
            return known(name, tuple(column.choices) or self._allowed.get(column.reference, ()), otherwise)
        if kind == "DATE":
            return month(name)
        if not kind.startswith(_NUMBERS):
            # Lists and moments of a book's own figures: nobody said what stands in them.
            return ""
        is_time = column.unit == "days" or column.name.startswith("days_")
        if is_time and not grouped:
            return f"CAST(FLOOR({name} / {_DAYS}) * {_DAYS} AS BIGINT)"
        return name

    def _gone(self, one: Aggregate) -> frozenset[int]:
        """Give the places of the rows that are not told; totals add no currencies up."""
        result = compute(self._connection, one)
        by_currency: dict[Any, list[int]] = {}
        for place, row in enumerate(result.rows):
            unit = row[result.position("currency")] if "currency" in one.key else None
            by_currency.setdefault(unit, []).append(place)
        gone: set[int] = set()
        for places in by_currency.values():
            rows = [self._grouped(result, result.rows[place]) for place in places]
            gone.update(places[number] for number in suppressed(rows, self.smallest))
        return frozenset(gone)

    def _grouped(self, result: Result, row: tuple[Any, ...]) -> Grouped:
        one = result.aggregate
        keys = [column for column in one.columns if column.name in one.key and column.name != "currency"]
        return Grouped(
            tuple(self._groups(column, row[result.position(column.name)]) for column in keys),
            tuple(int(row[result.position(name)] or 0) for name in one.people),
        )

    def _groups(self, column: Column, value: object) -> tuple[str, ...]:
        if column.reference in self._coarser:
            return with_coarser(value, self._coarser[column.reference])
        return years(value)


_PLACE = '"#place"'


def _is_of_relations(one: Aggregate) -> bool:
    return not one.fields or any(field.startswith("relation") for field in one.fields)
