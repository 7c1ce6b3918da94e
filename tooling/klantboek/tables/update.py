"""The relations of a book brought into its tables file by file: what is there already is not read again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from klantboek.book import Book, Record
from klantboek.book.book import RELATION
from klantboek.book.files import BookFile
from klantboek.book.reading import quickest_record
from klantboek.linting.sources import Source, content_id
from klantboek.tables.database import load_file, load_lines, quoted
from klantboek.tables.definition import roots
from klantboek.tables.ledger_rows import ledger_tables, of_ledgers
from klantboek.tables.left_out import DOES_NOT_FIT, SAME_NAME, TOMBSTONE, UNREADABLE, LeftOut
from klantboek.tables.rows import add_record, text
from klantboek.tables.spool import Spool
from klantboek.tables.table import Column, Holds, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Told = Callable[[int, int], None]
# So many relations are gathered before their rows go to the database, and so many before they go to disk.
_A_LOAD = 10_000
_A_GATHERING = 250
_FILES = tuple(Column(name, Holds.TEXT, "") for name in ("name", "content", "id", "reason"))


@dataclass(frozen=True)
class Known:
    """What the database knows of a file: the id of its content, and why it is left out ("" when it is not)."""

    content: str
    reason: str


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
    """What was done: the tables that changed, and the relations that are left out."""

    changed: frozenset[str]
    left_out: tuple[LeftOut, ...]


def relation_tables() -> tuple[Table, ...]:
    """Give the tables of relations, the one of the relations themselves first."""
    return tuple(next(top for top in roots() if top.kind == RELATION).walk())


def update(
    connection: "DuckDBPyConnection", source: Source, files: list[BookFile], registers: Book, hearing: Hearing
) -> Update:
    """Make the tables of relations agree with the files of a source, inside a transaction of the caller."""
    known = _known(connection)
    first = _first_of_each(files)
    ids = {name: one.hex() for name, one in source.known().items()} if known else {}
    gone = [name for name in known if name not in first]
    todo = [
        file
        for name, file in first.items()
        if name not in known or known[name].reason == UNREADABLE or ids.get(name) != known[name].content
    ]
    changed = _take_out(connection, gone)
    changed |= _Filling(connection, source, known, registers, hearing).fill(todo)
    return Update(frozenset(changed), _left_out(connection, files, first))


def _first_of_each(files: Iterable[BookFile]) -> dict[str, BookFile]:
    """Give by its name the first file of each number: as in ``Book.find`` it is the one that counts."""
    found: dict[str, BookFile] = {}
    for file in files:
        found.setdefault(file.stem, file)
    return {file.name: file for file in found.values()}


def _known(connection: "DuckDBPyConnection") -> dict[str, Known]:
    rows = connection.execute("SELECT name, content, reason FROM kept.files").fetchall()
    return {name: Known(content, reason) for name, content, reason in rows}


def _sums(connection: "DuckDBPyConnection", names: list[str]) -> dict[str, object]:
    """Give for each table a number that stands for all rows of these files, in whatever order."""
    _list(connection, "named", names)
    found: dict[str, object] = {}
    for table in relation_tables():
        key = quoted(table.keys[0].name)
        query = (
            f"SELECT COUNT(*), bit_xor(hash(t)) FROM {quoted(table.name)} t WHERE {key} IN"  # noqa: S608 -- names are quoted
            " (SELECT id FROM kept.files SEMI JOIN named USING (name))"
        )
        found[table.name] = connection.execute(query).fetchone()
    return found


def _list(connection: "DuckDBPyConnection", table: str, names: list[str]) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest($names) AS name", {"names": names}
    )


def _take_out(connection: "DuckDBPyConnection", names: list[str]) -> set[str]:
    """Take the rows of files out; give the tables that had any."""
    if not names:
        return set()
    _list(connection, "gone", names)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE gone_ids AS SELECT id FROM kept.files SEMI JOIN gone USING (name) WHERE reason = ''"
    )
    changed = set()
    for table in relation_tables():
        key = quoted(table.keys[0].name)
        done = connection.execute(
            f"DELETE FROM {quoted(table.name)} WHERE {key} IN (SELECT id FROM gone_ids){_of_records(table)}"  # noqa: S608 -- names are quoted
        ).fetchone()
        if done and done[0]:
            changed.add(table.name)
    connection.execute("DELETE FROM kept.files WHERE name IN (SELECT name FROM gone)")
    return changed


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
        known: Mapping[str, Known],
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

    def fill(self, files: list[BookFile]) -> set[str]:
        """Read what is new or different; give the tables that changed."""
        changed: set[str] = set()
        done = 0
        for start in range(0, len(files), _A_LOAD):
            some = files[start : start + _A_LOAD]
            with Spool(table.name for table in relation_tables()) as spool:
                noted: dict[str, tuple[str, str, str]] = {}
                for number, file in enumerate(some, start=1):
                    self._add(file, spool.lines, noted)
                    if number % _A_GATHERING == 0:
                        spool.flush()
                    done += 1
                    if self._told:
                        self._told(done, len(files))
                changed |= self._store(spool, noted)
        return changed

    def _add(
        self, file: BookFile, lines: dict[str, list[str]], noted: dict[str, tuple[str, str, str]]
    ) -> None:
        try:
            content = self._source.content(file)
        except OSError:
            noted[file.name] = ("", file.stem, UNREADABLE)
            return
        found = content_id(content).hex()
        before = self._known.get(file.name)
        if before is not None and before.content == found:
            return
        record, reason = _read(file, content)
        noted[file.name] = (found, file.stem, reason)
        if not reason:
            add_record(self._top, file.stem, record.document.value, self._currency, lines)
        if self._also is not None:
            self._also.take(file, found, record, reason)

    def _store(self, spool: Spool, noted: Mapping[str, tuple[str, str, str]]) -> set[str]:
        replaced = [name for name in noted if name in self._known]
        before = _sums(self._connection, replaced) if replaced else {}
        changed = _take_out(self._connection, replaced)
        for table in relation_tables():
            if file := spool.file(table.name):
                load_file(self._connection, quoted(table.name), table.columns, file)
                changed.add(table.name)
        load_lines(self._connection, "kept.files", _FILES, _lines(noted))
        if replaced and len(replaced) == len(noted):
            # Of a record of which one thing changed, most tables have the very rows that they had.
            after = _sums(self._connection, replaced)
            changed = {name for name in changed if before[name] != after[name]}
        return changed


def _lines(noted: Mapping[str, tuple[str, str, str]]) -> list[str]:
    return [",".join(map(text, (name, *facts))) for name, facts in noted.items()]


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
