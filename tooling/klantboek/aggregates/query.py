"""SQL that a user writes, over the tables and aggregates of a book."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.compute import install
from klantboek.aggregates.figures import Figures
from klantboek.aggregates.kept import Made, figures
from klantboek.aggregates.own import aggregates_of, own_aggregates
from klantboek.aggregates.untold import smallest_of
from klantboek.errors import KlantboekError
from klantboek.tables.store import State, registers_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


# What shows names that a question does not name, and what the lists of them begin with.
_SHOWING = frozenset(["show", "describe", "pragma", "information_schema", "sqlite_master", "sqlite_schema"])
_CATALOGUES = ("duckdb_", "pg_", "pragma_")


class QueryError(KlantboekError):
    """SQL that can't be run: one message, and the name that was most likely meant."""

    exit_code = 2

    def __init__(self, text: str) -> None:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        message = re.sub(r"^[A-Z][A-Za-z]+(?: [A-Za-z]+)? Error: ", "", lines[0] if lines else "it failed")
        message = re.sub(r' on database "[^"]*" which is attached in read-only mode', "", message)
        super().__init__(f"The query can't be run: {message.rstrip('.!')}.", _help(text))


@dataclass(frozen=True)
class Question:
    """SQL, and the figures that it may read besides the aggregates."""

    sql: str
    made: Made | None = None


@dataclass(frozen=True)
class Answer:
    """What a query gives: the names of its columns, and its rows; and how many files are not in what was asked.

    ``left_out`` counts records, ``faulty`` the files of aggregates of the book's own; ``untold`` gives for figures
    that were asked how many rows tell nothing, for they are about groups of fewer than ``smallest``.
    """

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    left_out: int = 0
    faulty: int = 0
    untold: tuple[tuple[str, int], ...] = ()
    smallest: int = 0


@dataclass(frozen=True)
class Entry:
    """A table, an aggregate or a prediction in the list of what can be asked.

    ``rows`` is None of a prediction that is not made yet.
    """

    name: str
    rows: int | None
    description: str
    kind: str


def query(state: State, asked: Question) -> Answer:
    """Run SQL over a book, shut off from files and the network. Raises QueryError.

    Figures are read by their names; what is kept of them is not computed again.
    """
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    _refuse_odd(asked.sql)
    with _ready(state, asked) as found:
        connection = found.connection
        try:
            _refuse_several(connection, asked.sql)
            connection.execute(asked.sql)
            # Nothing but spaces or comments gives no description at all.
            names = tuple(str(column[0]) for column in connection.description or ())
            lacking = replace(_lacking(found), untold=tuple(found.told.items()))
            return replace(lacking, names=names, rows=connection.fetchall() if names else [])
        except duckdb.Error as error:
            raise QueryError(_said(found, asked, error)) from None


def write_answer(state: State, asked: Question, folder: Path, name: str) -> Path:
    """Run SQL over a book as ``query`` does, and write its rows as Parquet to a new file in a folder of our own.

    Raises QueryError.
    """
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    _refuse_odd(asked.sql)
    file = folder / f"{name}.parquet"
    with _ready(state, asked, folder) as found:
        try:
            _refuse_several(found.connection, asked.sql)
            rows = found.connection.sql(asked.sql)
            if rows is None:
                raise QueryError("it gives no rows to write")
            rows.write_parquet(str(file))
        except duckdb.Error as error:
            raise QueryError(_said(found, asked, error)) from None
    return file


def _lacking(found: Figures) -> Answer:
    faulty = {file for file, _ in found.registers.once(own_aggregates).faults}
    left_out = sum(one.reason != tables.TOMBSTONE for one in found.left_out)
    return Answer((), [], left_out, len(faulty), smallest=smallest_of(found.registers))


def _refuse_odd(sql: str) -> None:
    if not sql.isascii() and any("\ud800" <= one <= "\udfff" for one in sql):
        raise QueryError("it holds a byte that is no UTF-8")


def _refuse_several(connection: "DuckDBPyConnection", sql: str) -> None:
    """Refuse all but one statement: of several only the last would be answered."""
    if (many := len(connection.extract_statements(sql))) > 1:
        raise QueryError(f"it holds {many} statements, and one is answered")


def day_of(state: State) -> date:
    """Give the day that counts in a book at a moment."""
    return registers_of(state).as_of


def own_of(state: State) -> Sequence[Aggregate]:
    """Give the aggregates of a book's own that can be used."""
    return registers_of(state).once(own_aggregates).aggregates


def contents(state: State, made: Made | None = None) -> tuple[list[Entry], Answer]:
    """Give every figure and every table with the number of its rows, and what is lacking in them.

    Aggregates are computed for that; predictions are not made.
    """
    predicted = made.aggregates if made else ()
    names = [one.name for one in aggregates_of(registers_of(state))]
    with figures(state, names, "", made) as found:
        found.name()
        every = [one for one in found.aggregates.values() if one not in predicted]
        said = [(one.name, one.answers["en"], "aggregate") for one in every]
        said += [(one.name, one.answers["en"], "prediction") for one in predicted]
        said += [(table.name, table.description, "table") for table in tables.all_tables()]
        entries = [
            Entry(
                name,
                None
                if kind == "prediction" and name not in found.versions
                else _count(found.connection, name),
                _line(text),
                kind,
            )
            for name, text, kind in said
        ]
        return entries, _lacking(found)


@contextmanager
def _ready(state: State, asked: Question, open_: Path | None = None) -> Iterator[Figures]:
    """Give the figures that SQL names; the others are there where it looks around."""
    words = re.findall(r"[a-z_][a-z0-9_]*", asked.sql.lower())
    with figures(state, frozenset(words), "", asked.made) as found:
        found.name()
        # Elsewhere "desc" is how rows are ordered.
        if words[:1] == ["desc"] or any(one in _SHOWING or one.startswith(_CATALOGUES) for one in words):
            _install_others(found)
        tables.lock(found.connection, open_)
        told = {name: rows for name, rows in found.told.items() if name in words}
        yield replace(found, told=told)


def _install_others(found: Figures) -> None:
    """Let every figure be known by its name: the database takes as long for that as to compute them."""
    others = [one for one in aggregates_of(found.registers) if one.name not in found.aggregates]
    install(found.connection, found.registers.as_of, aggregates=others)


def _said(found: Figures, asked: Question, error: Exception) -> str:
    """Give what the database says of a question; where a name is unknown it may mean one that was not there."""
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    if isinstance(error, duckdb.CatalogException):
        try:
            _install_others(found)
            found.connection.execute(asked.sql)
        except duckdb.Error as again:
            return str(again)
    return str(error)


def _count(connection: "DuckDBPyConnection", name: str) -> int:
    found = connection.execute(f"SELECT COUNT(*) FROM {tables.quoted(name)}").fetchone()  # noqa: S608 -- the name is quoted
    return int(found[0]) if found else 0


def _line(text: str) -> str:
    """Give the first sentence."""
    return re.split(r"(?<=[.?!])\s(?=[A-Z])", text, maxsplit=1)[0]


def _help(text: str) -> str:
    if "statements, and one is answered" in text:
        return "Ask one at a time; what is used within a question is named before it: WITH name AS (SELECT …) SELECT …"
    if "file system operations are disabled" in text or "disabled through configuration" in text:
        return "A query reads the book and nothing else: no files, no network."
    if "read-only mode" in text:
        return "A query reads the book and changes nothing: change its records."
    if "pytz" in text:
        return "A moment with a time zone can't be shown: cast it to DATE or to VARCHAR."
    if near := re.search(r"Did you mean \"([^\"]+)\"|Candidate bindings: (.+)", text):
        names = (near[1] and f'"{near[1]}"') or near[2].strip()
        return f"Did you mean {names}? `klantboek query` lists the tables, `klantboek query --schema TABLE` its columns."
    if re.search(r"syntax error at or near \"(?i:from|on|to|order)\"", text):
        return 'Columns named like words of SQL (from, on, to, order) stand in double quotes: select "from".'
    return "`klantboek query` lists the tables, `klantboek query --schema TABLE` its columns."
