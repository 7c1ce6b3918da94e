"""A book compiled: every table and every aggregate as files."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.compute import install, ordered, with_read, words
from klantboek.aggregates.functions import FUNCTIONS
from klantboek.aggregates.header import Fault
from klantboek.aggregates.own import aggregates_of, own_aggregates
from klantboek.book import Book
from klantboek.linting.sources import Source
from klantboek.tables import LeftOut
from klantboek.tables.files import replaced
from klantboek.tables.ledger_rows import Counted
from klantboek.tables.store import Stored, stored
from klantboek.tables.written import Written

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Compiled:
    """What was written: how many tables (and how many of them have rows), aggregates, and rows of tables.

    ``registers`` is the book without its relations; ``faults`` say why aggregates of its own are left out;
    ``digest`` names everything that the tables were made of; ``ledgers`` tell what was taken from each.
    """

    folder: Path
    registers: Book
    tables: int
    filled: int
    aggregates: int
    rows: int
    left_out: tuple[LeftOut, ...]
    faults: tuple[tuple[str, Fault], ...]
    digest: str
    ledgers: tuple[Counted, ...]


@dataclass(frozen=True)
class Way:
    """How a book is compiled, which changes nothing about what is written.

    ``keeps`` tells whether the tables are kept in .klantboek/ for the next time; ``spark`` is where Spark runs
    that computes the aggregates, "" for the embedded database; ``reading`` and ``writing`` hear how many files
    are read and written, and how many there are.
    """

    keeps: bool = True
    spark: str = ""
    reading: Told | None = None
    writing: Told | None = None


_USUAL = Way()


def compile_book(
    source: Source, as_of: date | None, today: date | None, folder: Path, way: Way = _USUAL
) -> Compiled:
    """Write every table and aggregate of a book below ``folder``, as ``<format>/<name>.<format>``.

    The folder is replaced as a whole: whoever reads it sees the old files or the new ones. The day is chosen as
    ``book.load`` chooses it. Raises what it raises, UnwritableError and AggregateError.
    """
    with stored(source, as_of, today, keeps=way.keeps, told=way.reading) as found:
        aggregates = aggregates_of(found.registers)
        with replaced(folder) as new:
            files = Written(found.connection, folder, new)
            _write(found, aggregates, files, way)
        files.keep()
        rows = [_count(found, table.name) for table in tables.all_tables()]
        return Compiled(
            folder=folder,
            registers=found.registers,
            tables=len(rows),
            filled=sum(map(bool, rows)),
            aggregates=len(aggregates),
            rows=sum(rows),
            left_out=found.left_out,
            faults=found.registers.once(own_aggregates).faults,
            digest=found.digest,
            ledgers=found.ledgers,
        )


def _write(found: Stored, aggregates: Sequence[Aggregate], files: Written, way: Way) -> None:
    """Write what changed, and take over the files of what did not."""
    keys = _keys(found, aggregates)
    everything = [(table.name, _sorted(table)) for table in tables.all_tables()]
    everything += [(one.name, f"SELECT * FROM {tables.quoted(one.name)}") for one in aggregates]  # noqa: S608 -- names are quoted
    stale = with_read([one for one in aggregates if not files.has(one.name, keys[one.name])], aggregates)
    computed = False
    for number, (name, query) in enumerate(everything, start=1):
        if number > len(tables.all_tables()) and not computed:
            # Spark reads the tables from the files that are there by now.
            _compute(found, stale, files.new, way.spark)
            computed = True
        files.put(name, keys[name], query)
        if way.writing:
            way.writing(number, len(everything))


def _compute(found: Stored, aggregates: Sequence[Aggregate], folder: Path, spark: str) -> None:
    """Make tables of aggregates, by the database or by Spark."""
    as_of = found.registers.as_of
    if not spark or not aggregates:
        install(found.connection, as_of, kept=True, aggregates=aggregates)
        return
    from klantboek.aggregates.spark import compute_on, session, take_in  # noqa: PLC0415 -- an extra

    install(found.connection, as_of, aggregates=aggregates)
    with TemporaryDirectory(prefix=".spark-", dir=folder.parent) as place:
        with session(spark) as running:
            compute_on(running, aggregates, as_of, str(folder / "parquet"), place)
        take_in(found.connection, aggregates, place)


def _keys(found: Stored, aggregates: Iterable[Aggregate]) -> dict[str, str]:
    """Name what each file holds: the rows of a table; the SELECT of an aggregate, the day, and the rows that it reads."""
    keys = {name: f"rows {number}" for name, number in found.versions.items()}
    shared = repr((FUNCTIONS, found.registers.as_of))
    for one in ordered(tuple(aggregates)):
        reads = [(name, keys[name]) for name in sorted(words(one)) if name in keys]
        keys[one.name] = hashlib.sha256(repr((shared, one.sql, reads)).encode()).hexdigest()
    return keys


def _count(found: Stored, table: str) -> int:
    row = found.connection.execute(f"SELECT COUNT(*) FROM {tables.quoted(table)}").fetchone()  # noqa: S608 -- the name is quoted
    return int(row[0]) if row else 0


def _sorted(table: tables.Table) -> str:
    order = ", ".join(f"{tables.quoted(key.name)} NULLS FIRST" for key in table.keys)
    return f"SELECT * FROM {tables.quoted(table.name)} ORDER BY {order}"  # noqa: S608 -- names are quoted
