"""A book compiled: every table and every aggregate as files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.compute import install, ordered, with_read
from klantboek.aggregates.figures import Figures
from klantboek.aggregates.header import Fault
from klantboek.aggregates.kept import bring_up_to_date
from klantboek.aggregates.own import aggregates_of, own_aggregates
from klantboek.book import Book
from klantboek.linting.sources import Source
from klantboek.tables import LeftOut
from klantboek.tables.files import replaced
from klantboek.tables.ledger_rows import Counted
from klantboek.tables.store import Stored, stored
from klantboek.tables.update import Also, Hearing
from klantboek.tables.written import Written

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Compiled:
    """What was written: how many tables (and how many of them have rows), aggregates, and rows of tables.

    ``registers`` is the book without its relations; ``faults`` say why aggregates of its own are left out;
    ``digest`` names everything that the tables were made of; ``ledgers`` tell what was taken from each; ``untold``
    gives for figures how many rows tell nothing, for they are about few.
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
    untold: Mapping[str, int]


@dataclass(frozen=True)
class Way:
    """How a book is compiled, which changes nothing about what is written.

    ``keeps`` tells whether the tables are kept in .klantboek/ for the next time; ``spark`` is where Spark runs
    that computes the aggregates, "" for the embedded database; ``reading`` and ``writing`` hear how many files
    are read and written, and how many there are. ``also`` gives what takes something else from each
    relation that is read, and ``then`` is done with the tables at hand, when the files stand.
    """

    keeps: bool = True
    spark: str = ""
    reading: Told | None = None
    writing: Told | None = None
    also: Callable[[Book], Also] | None = None
    then: Callable[[Stored], object] | None = None
    through: str = ""


_USUAL = Way()


def compile_book(
    source: Source, as_of: date | None, today: date | None, folder: Path, way: Way = _USUAL
) -> Compiled:
    """Write every table and aggregate of a book below ``folder``, as ``<format>/<name>.<format>``.

    The folder is replaced as a whole: whoever reads it sees the old files or the new ones. The day is chosen as
    ``book.load`` chooses it. Raises what it raises, UnwritableError and AggregateError.
    """
    with stored(source, as_of, today, keeps=way.keeps, hearing=Hearing(way.reading, way.also)) as found:
        aggregates = aggregates_of(found.registers)
        with replaced(folder) as new:
            files = Written(found.connection, folder, new)
            figures = _write(found, aggregates, files, way)
        files.keep()
        if way.then:
            way.then(found)
        rows = _counts(found, [table.name for table in tables.all_tables()])
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
            untold=figures.told,
        )


def _write(found: Stored, aggregates: Sequence[Aggregate], files: Written, way: Way) -> Figures:
    """Write what changed, and take over the files of what did not; give the figures."""
    every = tables.all_tables()
    whole = len(every) + len(aggregates)

    def put(number: int, name: str, key: str, query: str) -> None:
        files.put(name, key, query)
        if way.writing:
            way.writing(number, whole)

    for number, table in enumerate(every, start=1):
        put(number, table.name, f"rows {found.versions[table.name].number}", _sorted(table))
    # Spark reads the tables from the files that are there by now.
    figures = _compute(found, aggregates, files.new, way)
    for number, one in enumerate(aggregates, start=len(every) + 1):
        rows = f"SELECT * FROM {figures.table(one.name)}"  # noqa: S608 -- names are quoted
        put(number, one.name, figures.version(one.name), rows)
    return figures


def _compute(found: Stored, aggregates: Sequence[Aggregate], folder: Path, way: Way) -> Figures:
    """Bring the rows of aggregates up to date, by the database or by Spark."""
    as_of = found.registers.as_of

    def on_spark(stale: Sequence[Aggregate]) -> None:
        from klantboek.aggregates.spark import compute_on, compute_through, session, take_in  # noqa: PLC0415 -- an extra

        install(found.connection, as_of, aggregates=aggregates)
        with TemporaryDirectory(prefix=".spark-", dir=folder.parent) as place:
            needed, read = with_read(stale, aggregates), str(folder / "parquet")
            with session(way.spark) as running:
                if way.through:
                    compute_through(running, needed, as_of, read, place, way.through)
                else:
                    compute_on(running, needed, as_of, read, place)
            take_in(found.connection, stale, place)
        for one in reversed(ordered(aggregates)):
            found.connection.execute(f"DROP VIEW {tables.quoted(one.name)}")

    return bring_up_to_date(found, aggregates, compute=on_spark if way.spark else None)


def _counts(found: Stored, names: Sequence[str]) -> list[int]:
    query = " UNION ALL ".join(
        f"SELECT {place} AS place, COUNT(*) AS rows FROM {tables.quoted(name)}"  # noqa: S608 -- names are quoted
        for place, name in enumerate(names)
    )
    rows = found.connection.execute(f"{query} ORDER BY place").fetchall()
    return [int(count) for _, count in rows]


def _sorted(table: tables.Table) -> str:
    order = ", ".join(f"{tables.quoted(key.name)} NULLS FIRST" for key in table.keys)
    return f"SELECT * FROM {tables.quoted(table.name)} ORDER BY {order}"  # noqa: S608 -- names are quoted
