"""The relations of a book brought into its tables file by file: what is there already is not read again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from klantboek.book import Book, Record
from klantboek.book.book import RELATION
from klantboek.book.files import BookFile
from klantboek.book.reading import quickest_record
from klantboek.linting.sources import Source, content_id
from klantboek.tables.database import literal, load_file, quoted
from klantboek.tables.definition import relation_tables
from klantboek.tables.ledger_rows import ledger_tables, of_ledgers
from klantboek.tables.left_out import DOES_NOT_FIT, SAME_NAME, TOMBSTONE, UNREADABLE, LeftOut
from klantboek.tables.noted import Noted, forget, note, noted_of, said_of
from klantboek.tables.rows import add_record
from klantboek.tables.spool import Spool
from klantboek.tables.table import Table
from klantboek.tables.touched import Touched, differing, rows_about

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Told = Callable[[int, int], None]
# So many relations are gathered before their rows go to the database, and so many before they go to disk.
_A_LOAD = 10_000
_A_GATHERING = 250


class Also(Protocol):
    """Takes something else from each relation that is read."""

    def take(self, file: BookFile, content: str, record: Record, reason: str) -> None:
        """Take a relation, with the id of its content, and why it is not in the tables ("" when it is)."""


@dataclass(frozen=True)
class Hearing:
    """Who hears how many files are read of how many, and what takes something else from each relation."""

    told: Told | None = None
    also: Callable[[Book], Also] | None = None


@dataclass(frozen=True)
class Update:
    """What was done: the relations whose rows changed, by table, and those that are left out."""

    changed: Touched
    left_out: tuple[LeftOut, ...]


def update(
    connection: "DuckDBPyConnection", source: Source, files: list[BookFile], registers: Book, hearing: Hearing
) -> Update:
    """Make the tables of relations agree with the files of a source, inside a transaction of the caller."""
    known = _known(connection)
    first = _first_of_each(files)
    ids = source.known() if known else {}
    # What could not be read has no id, nor has what git does not know.
    todo = [file for name, file in first.items() if known.get(name, b"") != ids.get(name)]
    changed = Touched()
    _let_go(connection, [name for name in known if name not in first], changed)
    _Filling(connection, source, known, registers, hearing).fill(todo, changed)
    return Update(changed, _left_out(connection, files, first))


def _let_go(connection: "DuckDBPyConnection", names: list[str], changed: Touched) -> None:
    """Take the rows of files out that are no longer there."""
    rows: dict[str, list[str]] = {}
    for one in noted_of(connection, names).values():
        for table in one.said:
            rows.setdefault(table, []).append(one.id)
            changed.add(table, one.id)
            changed.tell(table, None)
    _take_out(connection, rows)
    if names:
        forget(connection, names)


def _first_of_each(files: Iterable[BookFile]) -> dict[str, BookFile]:
    """Give by its name the first file of each number: as in ``Book.find`` it is the one that counts."""
    found: dict[str, BookFile] = {}
    for file in files:
        found.setdefault(file.stem, file)
    return {file.name: file for file in found.values()}


def _known(connection: "DuckDBPyConnection") -> dict[str, bytes]:
    """Give the ids of the contents of all files, by their names."""
    return dict(connection.execute("SELECT name, unhex(coalesce(content, '')) FROM kept.files").fetchall())


def _take_out(connection: "DuckDBPyConnection", rows: Mapping[str, list[str]]) -> None:
    """Take the rows about some relations out, those of each table."""
    for table in relation_tables():
        if ids := rows.get(table.name):
            key = quoted(table.keys[0].name)
            # The bounds let the database pass over what it need not read.
            some = f"{key} BETWEEN {literal(min(ids))} AND {literal(max(ids))} AND {key} IN (SELECT unnest($ids))"
            connection.execute(
                f"DELETE FROM {quoted(table.name)} WHERE {some}{_of_records(table)}",  # noqa: S608 -- names are quoted
                {"ids": ids},
            )


def _of_records(table: Table) -> str:
    """Give the condition that spares the rows of ledgers, which go by themselves."""
    spares = table in ledger_tables(relation_tables()[0])
    return f" AND NOT {of_ledgers(table)}" if spares else ""


def _left_out(
    connection: "DuckDBPyConnection", files: Iterable[BookFile], first: Mapping[str, BookFile]
) -> tuple[LeftOut, ...]:
    rows = connection.execute("SELECT name, reason FROM kept.files WHERE reason <> ''").fetchall()
    reasons = {
        **dict.fromkeys((file.name for file in files if file.name not in first), SAME_NAME),
        **dict(rows),
    }
    return tuple(
        LeftOut(RELATION, file.stem, file.name, reasons[file.name]) for file in files if file.name in reasons
    )


class _Filling:
    """Files read, and their rows put into the tables a load at a time."""

    def __init__(
        self,
        connection: "DuckDBPyConnection",
        source: Source,
        known: Mapping[str, bytes],
        registers: Book,
        hearing: Hearing,
    ) -> None:
        self._connection = connection
        self._source = source
        self._known = known
        self._currency = registers.settings.currency
        self._told = hearing.told
        self._also = hearing.also(registers) if hearing.also else None
        self._top = relation_tables()[0]
        self._done = self._whole = 0

    def fill(self, files: list[BookFile], changed: Touched) -> None:
        """Read what is new or different."""
        self._whole = len(files)
        for some in _parts(files, _A_LOAD):
            with Spool(table.name for table in relation_tables()) as spool:
                load = _Load(spool, changed)
                for few in _parts(some, _A_GATHERING):
                    read = {file.name: one for file in few if (one := self._read(file)) is not None}
                    load.add(read, noted_of(self._connection, read.keys() & self._known.keys()))
                    spool.flush()
                load.store(self._connection)

    def _read(self, file: BookFile) -> "_Rows | None":
        """Read a file; None when it is the one that is known."""
        self._done += 1
        if self._told:
            self._told(self._done, self._whole)
        try:
            content = self._source.content(file)
        except OSError:
            return _Rows("", file.stem, UNREADABLE)
        found = content_id(content)
        if self._known.get(file.name) == found:
            return None
        record, reason = _read(file, content)
        rows = _Rows(found.hex(), file.stem, reason)
        if not reason:
            lines: dict[str, list[str]] = {table.name: [] for table in relation_tables()}
            add_record(self._top, file.stem, record.document.value, self._currency, lines)
            rows.lines.update((name, some) for name, some in lines.items() if some)
        if self._also is not None:
            self._also.take(file, found.hex(), record, reason)
        return rows


@dataclass(frozen=True)
class _Rows:
    """A relation that was read: the id of its content, its number, why it is left out, and else its rows as lines."""

    content: str
    id: str
    reason: str
    lines: dict[str, list[str]] = field(default_factory=dict)


class _Load:
    """Rows that go to the database together, and those that make room for them.

    Of a record of which one thing changed most tables have the very rows that they had: those stay where they are.
    """

    def __init__(self, spool: Spool, changed: Touched) -> None:
        self._spool = spool
        self._changed = changed
        self._gone: dict[str, list[str]] = {}
        self._come: dict[str, list[str]] = {}
        self._noted: dict[str, Noted] = {}

    def add(self, read: Mapping[str, _Rows], known: Mapping[str, Noted]) -> None:
        """Add relations, by the names of their files; of those that are known there is what was noted."""
        for name, one in read.items():
            before = known[name].said if name in known else {}
            said = said_of(one.lines)
            self._noted[name] = Noted(one.content, one.id, one.reason, said)
            for table, lines in one.lines.items():
                if before.get(table) != said[table]:
                    self._spool.lines[table] += lines
                    self._come.setdefault(table, []).append(one.id)
                    self._changed.add(table, one.id)
            for table in before:
                if before[table] != said.get(table):
                    self._gone.setdefault(table, []).append(one.id)
                    self._changed.add(table, one.id)

    def store(self, connection: "DuckDBPyConnection") -> None:
        """Put everything in its place."""
        changed = [
            table for table in relation_tables() if table.name in self._gone or table.name in self._come
        ]
        # Rows that come or go need not be looked at: then every column changed.
        replaced = [one for one in changed if self._gone.get(one.name) == self._come.get(one.name)]
        before = {one.name: rows_about(connection, one, self._gone[one.name]) for one in replaced}
        _take_out(connection, self._gone)
        for table in changed:
            if file := self._spool.file(table.name):
                load_file(connection, quoted(table.name), table.columns, file)
            was = before.get(table.name)
            now = None if was is None else rows_about(connection, table, self._gone[table.name])
            self._changed.tell(table.name, differing(table, was, now))
        if self._noted:
            note(connection, self._noted)


def _parts(files: list[BookFile], size: int) -> Iterator[list[BookFile]]:
    return (files[start : start + size] for start in range(0, len(files), size))


def relations_in(source: Source) -> list[BookFile]:
    """Give the files of a book that hold relations and can be in the tables: the first of each number."""
    return list(_first_of_each(relations_of(source.files())).values())


def relations_of(files: Iterable[BookFile]) -> list[BookFile]:
    """Give the files that hold relations."""
    return [file for file in files if file.kind == RELATION and not file.refused]


def record_of_file(source: Source, file: BookFile) -> tuple[str, Record, str] | None:
    """Read a relation: the id of its content, and why it is not in the tables; None when it can't be read."""
    try:
        content = source.content(file)
    except OSError:
        return None
    return content_id(content).hex(), *_read(file, content)


def _read(file: BookFile, content: bytes) -> tuple[Record, str]:
    """Read a relation, and say why it is not to be in the tables."""
    record = quickest_record(RELATION, file.stem, content, file.name)
    if not record.fits:
        return record, DOES_NOT_FIT
    return record, TOMBSTONE if record.document.value.get("tombstone") else ""
