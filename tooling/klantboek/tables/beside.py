"""What another part keeps of each relation beside the tables: only what changed is made again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from klantboek.book import Book, Record
from klantboek.book.files import BookFile
from klantboek.tables.database import create_table, load_file, quoted
from klantboek.tables.rows import text
from klantboek.tables.spool import Spool
from klantboek.tables.store import Stored
from klantboek.tables.table import Column, Holds
from klantboek.tables.update import record_of_file, relations_in

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from klantboek.linting.sources import Source

_A_GATHERING = 250
_FILES, _RELATION = "files", Column("relation", Holds.TEXT, "")
_COLUMNS_OF_FILES = tuple(Column(name, Holds.TEXT, "") for name in ("name", "content"))
# The name of a table, and a line of CSV without the number of the relation that it begins with.
Kept = tuple[str, str]


@dataclass(frozen=True)
class Beside:
    """What is kept: tables with their columns after the number of the relation, in a schema of their own.

    ``key`` names all that rows depend on besides their relation; ``rows`` gives those of a relation, of which it is
    told why it is not in the tables of the book ("" when it is).
    """

    schema: str
    tables: Mapping[str, Sequence[Column]]
    key: str
    rows: Callable[[Record, str], Iterator[Kept]]

    def columns(self, name: str) -> Sequence[Column]:
        """Give the columns of a table, the number of the relation first."""
        return (_RELATION, *(_COLUMNS_OF_FILES if name == _FILES else self.tables[name]))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all tables."""
        return (_FILES, *self.tables)

    def table(self, name: str) -> str:
        """Give a table as SQL writes it."""
        return f"{self.schema}.{quoted(name)}"


class Gatherer:
    """Gathers while the tables of a book are brought up to date; what waits for them lies on disk."""

    def __init__(self, keeping: Callable[[Book], Beside]) -> None:
        self._keeping = keeping
        self._spool: Spool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._spool is not None:
            self._spool.__exit__()
            self._spool = None

    def begin(self, registers: Book) -> Self:
        """Begin with a book; once more when the tables are made once more."""
        self.__exit__()
        self._beside = self._keeping(registers)
        self._lines = self._spool = Spool(self._beside.names).__enter__()
        self._taken: dict[str, str] = {}
        return self

    def take(self, file: BookFile, content: str, record: Record, reason: str) -> None:
        """Take a relation that was read, with the id of its content, and why it is not in the tables."""
        self._taken[file.name] = content
        lines, number = self._lines.lines, text(file.stem)
        lines[_FILES].append(f"{number},{text(file.name)},{text(content)}")
        for name, line in self._beside.rows(record, reason):
            lines[name].append(f"{number},{line}")
        if len(self._taken) % _A_GATHERING == 0:
            self._lines.flush()

    def finish(self, found: Stored, source: "Source") -> None:
        """Read what is not there yet, and put everything in its place."""
        connection, beside = found.connection, self._beside
        known = _begun(connection, beside)
        wanted = dict(connection.execute("SELECT name, content FROM kept.files").fetchall())
        lacking = {
            name
            for name, content in wanted.items()
            if content is not None and name not in self._taken and known.get(name) != content
        }
        for file in relations_in(source) if lacking else ():
            if file.name not in lacking:
                continue
            seen = record_of_file(source, file)
            if seen is not None and seen[0] == wanted[file.name]:
                self.take(file, *seen)
        gone = known.keys() - wanted.keys()
        if not self._taken and not gone:
            return
        connection.execute("BEGIN")
        _take_out(connection, beside, [*gone, *self._taken])
        for name in beside.names:
            if lines := self._lines.file(name):
                load_file(connection, beside.table(name), beside.columns(name), lines)
        connection.execute("COMMIT")


def _begun(connection: "DuckDBPyConnection", beside: Beside) -> Mapping[str, str]:
    """Give the files of which something is kept, with the ids of their contents; none when it was something else."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {beside.schema}")
    made = f"{beside.schema}.made"
    connection.execute(f"CREATE TABLE IF NOT EXISTS {made} (key VARCHAR)")
    if connection.execute(f"SELECT key FROM {made}").fetchall() == [(beside.key,)]:  # noqa: S608 -- names from here
        return dict(connection.execute(f"SELECT name, content FROM {beside.table(_FILES)}").fetchall())  # noqa: S608 -- names from here
    connection.execute("BEGIN")
    for name in beside.names:
        create_table(connection, beside.table(name), beside.columns(name))
    connection.execute(f"DELETE FROM {made}")  # noqa: S608 -- names from here
    connection.execute(f"INSERT INTO {made} VALUES ($key)", {"key": beside.key})  # noqa: S608 -- names from here
    connection.execute("COMMIT")
    return {}


def _take_out(connection: "DuckDBPyConnection", beside: Beside, names: Iterable[str]) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE gathered AS SELECT relation FROM {beside.table(_FILES)}"  # noqa: S608 -- names from here
        " WHERE name IN (SELECT unnest($names))",
        {"names": list(names)},
    )
    for name in beside.names:
        connection.execute(
            f"DELETE FROM {beside.table(name)} WHERE relation IN (SELECT relation FROM gathered)"  # noqa: S608 -- names from here
        )
