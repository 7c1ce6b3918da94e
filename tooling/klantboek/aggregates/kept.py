"""The rows of figures, kept in the database of the tables: each is computed again only when what it is made of changed.

with figures(State(FolderSource(root), None, today)) as found:
    found.registers                                  # the book without its relations
    found.rows("top_products")                       # rows in their order, a few at a time
    found.about("relation_activity", ["R-00001"])    # {"R-00001": [row, ...]}
    found.result("rfm_groups")                       # all rows at once, as a Result
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.alone import about_relations, make_again
from klantboek.aggregates.arrays import Cells, put_in
from klantboek.aggregates.compute import Result, explained, ordered, with_read, words
from klantboek.aggregates.figures import Figures, fetched, name_table, table_of, told_of
from klantboek.aggregates.functions import FUNCTIONS, define
from klantboek.aggregates.notes import Notes
from klantboek.aggregates.own import aggregates_of
from klantboek.aggregates.untold import is_limited, limits, untold, without
from klantboek.aggregates.versions import rows_read
from klantboek.tables.database import connected, create_table, literal, quoted
from klantboek.tables.definition import relation_tables
from klantboek.tables.store import State, Stored, stored
from klantboek.tables.table import Column
from klantboek.tables.touched import Version

Compute = Callable[[Sequence[Aggregate]], None]

_MEMORY = "256MB"


@dataclass(frozen=True)
class Made:
    """Figures that are not computed by SQL: what they are, which figures they are made of, and how.

    ``columns`` are those of the table of each, of which some may stand for no figure; ``make`` gives their rows a few
    at a time, by the name of the table. ``program`` names what makes them: they are made again when it changes.
    """

    aggregates: tuple[Aggregate, ...]
    columns: Mapping[str, Sequence[Column]]
    reads: tuple[str, ...]
    program: str
    make: Callable[[Figures], Iterable[tuple[str, Sequence[Cells]]]]


@contextmanager
def figures(
    state: State,
    names: Collection[str] | None = None,
    memory: str = _MEMORY,
    made: Made | None = None,
) -> Iterator[Figures]:
    """Give the figures of a book, brought up to date: those named, or all.

    The database can't be changed by then, and takes no more ``memory`` (what it likes where that is "").
    Raises what ``book.load`` raises, AggregateError and FigureError.
    """
    with stored(
        state.source, state.as_of, state.today, keeps=state.keeps, registers=state.registers
    ) as found:
        every = (*aggregates_of(found.registers), *(made.aggregates if made else ()))
        kept = bring_up_to_date(found, every if names is None else _named(every, names), made)
        found.connection.close()
        connection = connected(found.file, read_only=True)
        try:
            if memory:
                connection.execute(f"SET memory_limit = {literal(memory)}")
            yield replace(kept, connection=connection)
        finally:
            connection.close()


def _named(every: Sequence[Aggregate], names: Collection[str]) -> list[Aggregate]:
    return [one for one in every if one.name in names]


def bring_up_to_date(
    found: Stored,
    wanted: Sequence[Aggregate],
    made: Made | None = None,
    compute: Compute | None = None,
) -> Figures:
    """Compute what is wanted and not as it is kept.

    What is kept of figures that the book has no more is forgotten. ``compute`` makes tables of aggregates in
    another way than by the database itself. Raises AggregateError and FigureError.
    """
    every = aggregates_of(found.registers)
    keeping = _Keeping(found, made)
    keeping.forget(every)
    define(found.connection)
    by_sql = ordered(with_read(_with_sources(wanted, every, made), every))
    keeping.compute(by_sql, compute)
    if made is not None and any(one in made.aggregates for one in wanted):
        keeping.make()
    else:
        keeping.adopt()
    told = keeping.leave_out(by_sql)
    kept = [one for one in (*by_sql, *(made.aggregates if made else ())) if one.name in keeping.versions]
    by_name = {one.name: one for one in kept}
    versions = {**keeping.versions, **{name: key for name, (key, _) in told.items()}}
    left_out = {name: rows for name, (_, rows) in told.items()}
    return Figures(found.connection, found.registers, by_name, versions, left_out, found.left_out, found.born)


def _with_sources(
    wanted: Iterable[Aggregate], every: Sequence[Aggregate], made: Made | None
) -> list[Aggregate]:
    """Give the aggregates among the wanted, and those that the others are made of."""
    by_name = {one.name: one for one in every}
    names = {one.name for one in wanted}
    if made is not None and names & {one.name for one in made.aggregates}:
        names |= set(made.reads)
    return [by_name[name] for name in sorted(names & by_name.keys())]


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


class _Keeping:
    """Figures computed and kept; ``versions`` names the rows of each figure that is up to date.

    A figure is known by what it is made of, which are the versions of what it reads. Where its rows turn out to be
    the ones that were there, it keeps its version: what reads it need not be computed again.
    """

    def __init__(self, found: Stored, made: Made | None) -> None:
        self._found = found
        self._connection = found.connection
        self._made = made
        self._shared = repr((FUNCTIONS, found.registers.as_of))
        for schema in ("figures", "told"):
            self._connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        self._notes = Notes(found.connection)
        self.versions: dict[str, str] = {}
        self._before: dict[str, str] = {}
        self._touched = dict(found.touched)
        self._known = {name: (key, version) for name, (key, version, _) in self._notes.of("figures").items()}

    def forget(self, every: Iterable[Aggregate]) -> None:
        """Forget the figures of a book's own that it has no more."""
        if self._made is None:
            return
        gone = sorted(self._known.keys() - self._made.columns.keys() - {one.name for one in every})
        with self._notes.changing("figures") as noted:
            for name in gone:
                self._connection.execute(f"DROP TABLE IF EXISTS {table_of(name)}")
                self._connection.execute(f"DROP TABLE IF EXISTS {told_of(name)}")
                noted[name] = None

    def _key(self, one: Aggregate, versions: Mapping[str, str], tables: Mapping[str, Version]) -> str:
        return _digest(self._shared, one.sql, sorted(rows_read(one, versions, tables).items()))

    def _few(self, one: Aggregate) -> frozenset[str]:
        """Give the relations of which the rows of a figure can be made again alone; none where that won't do."""
        then, now = (
            rows_read(one, self._before, self._found.before),
            rows_read(one, self.versions, self._found.versions),
        )
        read = [name for name in now if then.get(name) != now[name]]
        if not one.alone or self._known.get(one.name, ("",))[0] != self._key(
            one, self._before, self._found.before
        ):
            return frozenset()
        if any(name not in self._touched for name in read):
            return frozenset()
        return frozenset().union(*(self._touched[name] for name in read))

    def compute(self, aggregates: Sequence[Aggregate], compute: Compute | None) -> None:
        """Compute aggregates that are made of something else by now, each after what it reads."""
        stale = self._stale(aggregates)
        if stale and compute is not None:
            compute(stale)
        with self._notes.changing("figures") as noted:
            for one in aggregates:
                key = self._key(one, self.versions, self._found.versions)
                known, version = self._known.get(one.name, ("", ""))
                self._before[one.name] = version
                if known != key:
                    if compute is None:
                        self._compute(one, aggregates)
                    version = self._version(one)
                    noted[one.name] = key, version, 0
                self.versions[one.name] = version
                if stale:
                    # What is computed after it may read it.
                    name_table(self._connection, one.name, table_of(one.name))

    def _compute(self, one: Aggregate, aggregates: Iterable[Aggregate]) -> None:
        sql = re.sub(r"\$as_of\b", f"DATE '{self._found.registers.as_of.isoformat()}'", one.sql)
        table = table_of(one.name)
        with explained(one):
            if few := self._few(one):
                read = about_relations(words(one), {other.name: other for other in aggregates})
                make_again(self._connection, table, sql, read, few)
                self._touched[one.name] = few
            else:
                self._connection.execute(f"CREATE OR REPLACE TABLE {table} AS {sql}")

    def _stale(self, aggregates: Sequence[Aggregate]) -> list[Aggregate]:
        """Give what may have to be computed: what is made of something else, or reads what may have to be."""
        for one in aggregates:
            key = self._key(one, self.versions, self._found.versions)
            known, version = self._known.get(one.name, ("", ""))
            self.versions[one.name] = version if known == key else f"stale {key}"
        found = [one for one in aggregates if self.versions[one.name].startswith("stale")]
        for one in aggregates:
            del self.versions[one.name]
        return found

    def _version(self, one: Aggregate) -> str:
        """Name the rows of a figure, by what stands in them and in which order."""
        listed = ", ".join(quoted(column.name) for column in one.columns)
        rows = self._connection.execute(
            f"SELECT COUNT(*), CAST(SUM(hash(rowid, {listed})) AS VARCHAR) FROM {table_of(one.name)}"  # noqa: S608 -- names are quoted
        )
        return _digest(one.sql, rows.fetchone())

    def make(self) -> None:
        """Make the figures that are not computed by SQL, unless they are made of the same."""
        made = self._made
        if made is None or self.adopt():
            return
        by_name = {one.name: one for one in aggregates_of(self._found.registers) if one.name in made.reads}
        read = Figures(self._connection, self._found.registers, by_name, self.versions)
        key = self._key_of_made(made)
        with self._notes.changing("figures") as noted:
            for name, columns in made.columns.items():
                create_table(self._connection, table_of(name), columns)
                noted[name] = key, key, 0
            for name, cells in made.make(read):
                put_in(self._connection, table_of(name), made.columns[name], cells)
        self.versions |= dict.fromkeys(made.columns, key)

    def adopt(self) -> bool:
        """Take the figures that are not computed by SQL as they are kept, if they are made of the same."""
        made = self._made
        if made is None or any(name not in self.versions for name in made.reads):
            return False
        key = self._key_of_made(made)
        if any(self._known.get(name, ("", ""))[0] != key for name in made.columns):
            return False
        self.versions |= dict.fromkeys(made.columns, key)
        return True

    def _key_of_made(self, made: Made) -> str:
        of_relations = {table.name for table in relation_tables()}
        registers = [
            (name, one.number) for name, one in self._found.versions.items() if name not in of_relations
        ]
        reads = [(name, self.versions[name]) for name in made.reads]
        return _digest(self._shared, made.program, reads, sorted(registers))

    def leave_out(self, aggregates: Iterable[Aggregate]) -> dict[str, tuple[str, int]]:
        """Leave small groups out of figures, where the book asks that; give those that have any.

        For each figure its key, and how many rows lost their numbers.
        """
        book = self._found.registers
        noted = {name: (key, rows) for name, (key, _, rows) in self._notes.of("told").items()}
        for one in aggregates:
            if not is_limited(one, book, outside=False):
                noted.pop(one.name, None)
                continue
            # Which groups are parts of which depends on the products.
            key = _digest(self.versions[one.name], limits(book), self._found.versions["products"].number)
            if noted.get(one.name, ("", 0))[0] != key:
                noted[one.name] = key, self._leave_out(one, key)
        names = {one.name for one in aggregates}
        return {name: (key, rows) for name, (key, rows) in noted.items() if rows and name in names}

    def _leave_out(self, one: Aggregate, key: str) -> int:
        table = table_of(one.name)
        rows = tuple(fetched(self._connection, f"SELECT * FROM {table}"))  # noqa: S608 -- names are quoted
        gone = untold(Result(one, rows), self._found.registers, outside=False)
        with self._notes.changing("told") as noted:
            noted[one.name] = key, key, len(gone)
            if gone:
                self._connection.execute(
                    f"CREATE OR REPLACE TABLE {told_of(one.name)} AS {without(one, gone, table)}"
                )
        return len(gone)
