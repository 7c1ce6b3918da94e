"""The tables of a book kept from one time to the next, so that only what changed is read again."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from klantboek.book import Book
from klantboek.book.book import RELATION
from klantboek.book.files import BookFile, reading_order
from klantboek.book.load import day_of, read_all
from klantboek.house import libraries
from klantboek.linting.database import close_to_others
from klantboek.linting.kept import kept_file
from klantboek.linting.kept import version as version_of_reading
from klantboek.linting.sources import FolderSource, RevisionSource, Source
from klantboek.tables import noted
from klantboek.tables.database import can_name, connected, create, describe, literal, load_lines, quoted
from klantboek.tables.definition import all_tables, relation_tables, roots
from klantboek.tables.ledger_rows import Counted, digest_of, put_ledgers
from klantboek.tables.left_out import LeftOut, left_out, rows_of
from klantboek.tables.rows import add_record, stated
from klantboek.tables.touched import Version, create_versions, new_versions, versions_of
from klantboek.tables.update import Hearing, relations_of, update

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KIND = "tables.duckdb"
# Rows wait on disk when they take more memory than this.
_MEMORY = "1GB"
_META = "CREATE TABLE IF NOT EXISTS kept.meta (name VARCHAR, value VARCHAR)"
_NOBODY = Hearing()


@dataclass(frozen=True)
class Stored:
    """A database with every table of a book, its registers, and what is not in it.

    ``versions`` names the rows of each table: while the database is kept, one number stands for the same rows.
    ``ledgers`` tell what was taken from each. ``born`` tells this database from any other that was made before it or
    after, whose names may stand for other rows. ``before`` names the rows as they were until now; where they are others
    by a few relations only, ``touched`` has these by table.
    """

    connection: "DuckDBPyConnection"
    file: Path
    registers: Book
    left_out: tuple[LeftOut, ...]
    versions: Mapping[str, Version]
    ledgers: tuple[Counted, ...]
    born: str = ""
    before: Mapping[str, Version] = field(default_factory=dict)
    touched: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The name of everything that the tables were made of."""
        return _digest(self.connection)


@contextmanager
def stored(  # noqa: PLR0913 -- what has a default is given by name
    source: Source,
    as_of: date | None,
    today: date | None,
    *,
    keeps: bool = True,
    hearing: Hearing = _NOBODY,
    registers: Book | None = None,
) -> Iterator[Stored]:
    """Give the tables of a book, brought up to date; the day is chosen as ``book.load`` chooses it.

    ``registers`` are all records that are no relations, where they were read. Raises what ``book.load`` raises.
    """
    files = source.files()
    registers = registers or _registers(source, files, as_of, today)
    bringing = _Bringing(source, registers, relations_of(files), hearing)
    with TemporaryDirectory(prefix="klantboek-") as aside:
        keeps = keeps and isinstance(source, FolderSource) and can_name(source.root)
        file = kept_file(source.root, _KIND) if keeps else None
        found = bringing.up_to_date(file, Path(aside))
        try:
            yield found
        finally:
            found.connection.close()


@dataclass(frozen=True)
class State:
    """A book at a moment: its files and the day that counts, which is chosen as ``book.load`` chooses it.

    ``registers`` are all records that are no relations, on that day, where they were read.
    """

    source: Source
    as_of: date | None
    today: date | None = None
    keeps: bool = True
    registers: Book | None = None


@contextmanager
def reading(state: State) -> Iterator[Stored]:
    """Give the tables of a book, brought up to date, in a database that can't be changed any more."""
    with stored(
        state.source, state.as_of, state.today, keeps=state.keeps, registers=state.registers
    ) as found:
        found.connection.close()
        connection = connected(found.file, read_only=True)
        try:
            yield replace(found, connection=connection)
        finally:
            connection.close()


def registers_of(state: State) -> Book:
    """Read all records of a book that are no relations."""
    return _registers(state.source, state.source.files(), state.as_of, state.today)


def _registers(source: Source, files: Iterable[BookFile], as_of: date | None, today: date | None) -> Book:
    """Read all records that are no relations."""
    others = [file for file in files if file.kind != RELATION or file.refused]
    if isinstance(source, RevisionSource):
        source.read_ahead([file.below for file in others if not file.refused])
    records, strays = read_all(others, source.content)
    day = day_of(source.root, records, strays, as_of, today)
    return Book(
        source.root, day, tuple(records), tuple(strays), standing=source.state_of, beside=source.beside
    )


@dataclass(frozen=True)
class _Bringing:
    """What the tables are made of."""

    source: Source
    registers: Book
    relations: list[BookFile]
    hearing: Hearing

    def up_to_date(self, file: Path | None, aside: Path) -> Stored:
        """Use the database that was kept, or make it anew; one aside when neither can be."""
        import duckdb  # noqa: PLC0415 -- 0.1 s to import

        for tries in (1, 2):
            if file is None:
                break
            try:
                return self._in(file, aside)
            except (duckdb.Error, OSError) as error:
                # Another run may be at it. Else it is broken, or the disk is full.
                if tries > 1 or "lock" in str(error):
                    break
                with suppress(OSError):
                    forget(file)
        return self._in(aside / _KIND, aside)

    def _in(self, file: Path, aside: Path) -> Stored:
        connection = connected(file)
        close_to_others(file)
        try:
            connection.execute(f"SET memory_limit = '{_MEMORY}'")
            connection.execute(f"SET temp_directory = {literal(str(aside))}")
            connection.execute("BEGIN")
            self._begin(connection)
            changed = self._with_registers(connection)
            done = update(connection, self.source, self.relations, self.registers, self.hearing)
            ledgers, added = self._with_ledgers(connection)
            before, others = versions_of(connection), changed | added
            changes = {**done.changed.tables, **dict.fromkeys(others)}
            versions = new_versions(connection, before, changes)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        gone = sorted((*left_out(self.registers), *done.left_out), key=lambda one: reading_order(one.file))
        return Stored(
            connection,
            file,
            self.registers,
            tuple(gone),
            versions,
            ledgers,
            born(connection),
            before,
            {table: few for table, few in done.changed.few.items() if table not in others},
        )

    def _begin(self, connection: "DuckDBPyConnection") -> None:
        """Begin anew when what is there was made by another version, or in another currency."""
        stated = repr((_version(), self.registers.settings.currency))
        connection.execute("CREATE SCHEMA IF NOT EXISTS kept")
        connection.execute(_META)
        if _meta(connection).get("context") == stated:
            return
        for schema in ("kept", "figures", "told", "checklist"):
            connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'"
        ).fetchall():
            connection.execute(f"DROP TABLE {quoted(name)}")
        connection.execute("CREATE SCHEMA kept")
        noted.create(connection)
        connection.execute(_META)
        connection.execute("CREATE TABLE kept.born AS SELECT CAST(uuid() AS VARCHAR) AS name")
        create(connection)
        describe(connection)
        create_versions(connection)
        _set_meta(connection, "context", stated)

    def _with_registers(self, connection: "DuckDBPyConnection") -> frozenset[str]:
        """Put the registers in the place of those that were there; give the tables that changed."""
        lines: dict[str, list[str]] = {table.name: [] for table in all_tables()}
        for top in roots():
            if top.kind != RELATION:
                for record in rows_of(self.registers, top.kind):
                    value = stated(self.registers, record)
                    add_record(top, record.id, value, self.registers.settings.currency, lines)
        changed = set()
        known = _meta(connection)
        relations = {table.name for table in relation_tables()}
        for table in all_tables():
            if table.name in relations:
                continue
            said = hashlib.sha256("\n".join(lines[table.name]).encode("utf-8", "surrogatepass")).hexdigest()
            if known.get(f"rows of {table.name}") != said:
                connection.execute(f"DELETE FROM {quoted(table.name)}")  # noqa: S608 -- names are quoted
                if lines[table.name]:
                    load_lines(connection, quoted(table.name), table.columns, lines[table.name])
                _set_meta(connection, f"rows of {table.name}", said)
                changed.add(table.name)
        return frozenset(changed)

    def _with_ledgers(self, connection: "DuckDBPyConnection") -> tuple[tuple[Counted, ...], set[str]]:
        """Take the ledgers in, if anything that their rows depend on changed."""
        known, said = _meta(connection), digest_of(connection, self.registers)
        if known.get("ledgers") == said:
            return tuple(Counted(**one) for one in json.loads(known["counted"])), set()
        counted, changed = put_ledgers(
            connection, self.registers, relation_tables()[0], self.registers.settings.currency
        )
        _set_meta(connection, "ledgers", said)
        _set_meta(connection, "counted", json.dumps([vars(one) for one in counted]))
        return tuple(counted), changed


def forget(file: Path) -> None:
    """Remove a database with what it left beside it."""
    for one in (file, file.with_name(f"{file.name}.wal")):
        one.unlink(missing_ok=True)


def born(connection: "DuckDBPyConnection") -> str:
    """Give what tells a database from any other."""
    ((found,),) = connection.execute("SELECT name FROM kept.born").fetchall()
    return str(found)


def _meta(connection: "DuckDBPyConnection") -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM kept.meta").fetchall())


def _set_meta(connection: "DuckDBPyConnection", name: str, value: str) -> None:
    connection.execute("DELETE FROM kept.meta WHERE name = $name", {"name": name})
    connection.execute("INSERT INTO kept.meta VALUES ($name, $value)", {"name": name, "value": value})


def _digest(connection: "DuckDBPyConnection") -> str:
    found = hashlib.sha256()
    for query in ("FROM kept.meta ORDER BY name", "SELECT name, content FROM kept.files ORDER BY name"):
        for row in connection.execute(query).fetchall():
            found.update(repr(row).encode())
    return found.hexdigest()


@cache
def _version() -> str:
    found = hashlib.sha256(version_of_reading().encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        found.update(module.read_bytes())
    found.update(repr(libraries(["duckdb"])).encode())
    return found.hexdigest()
