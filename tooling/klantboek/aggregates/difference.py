"""One question asked of two states of a book: the rows that came, went and changed."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from klantboek.aggregates.query import Answer, QueryError, Question, write_answer
from klantboek.tables import literal, quoted
from klantboek.tables.store import State

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CHANGE = "change"


def difference(
    then: State,
    now: State,
    asked: Question,
    keys: Sequence[str] = (),
    file: Path | None = None,
) -> Answer:
    """Give the rows in which the answers differ, each with its ``change``: new, gone, or was and is for one that changed.

    ``keys`` are the columns by which a row is known; when none are given, the fewest first columns that name
    every row of both answers, and the whole row when it takes all of them. With a ``file`` the rows are also
    written there, as Parquet. Raises QueryError.
    """
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    with TemporaryDirectory(prefix="klantboek-") as place:
        folder = Path(place)
        files = {
            "older": write_answer(then, asked, folder, "older"),
            "newer": write_answer(now, asked, folder, "newer"),
        }
        connection = duckdb.connect(":memory:", config={"threads": 1})
        try:
            for name, one in files.items():
                connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({literal(str(one))})")  # noqa: S608 -- a literal
            query = _compared(connection, keys)
            if file is not None:
                connection.execute(f"COPY ({query}) TO {literal(str(file))} (FORMAT parquet)")
            names = tuple(str(one[0]) for one in connection.execute(query).description or ())
            return Answer(names, connection.fetchall())
        except duckdb.Error as error:
            raise QueryError(str(error)) from None
        finally:
            connection.close()


def _columns(connection: "DuckDBPyConnection", name: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(f"DESCRIBE {name}").fetchall()}


def _compared(connection: "DuckDBPyConnection", keys: Sequence[str]) -> str:
    older, newer = (_columns(connection, name) for name in ("older", "newer"))
    if list(older) != list(newer):
        raise QueryError(
            f"its columns are not those of then ({', '.join(older)}): name them instead of writing *"
        )
    if CHANGE in newer:
        raise QueryError(f"its answer has a column {CHANGE!r} already: call it otherwise")
    if strange := [key for key in keys if key not in newer]:
        raise QueryError(f"its answer has no column {strange[0]!r} to know rows by")
    names = list(newer)
    if keys and not _names_all(connection, keys):
        raise QueryError(f"several rows have the same {', '.join(keys)}")
    return _rows(names, list(keys) or _naming(connection, names))


def _naming(connection: "DuckDBPyConnection", names: Sequence[str]) -> list[str]:
    """Give the fewest first columns that name every row, or all of them."""
    found = (names[:count] for count in range(len(names)) if _names_all(connection, names[:count]))
    return list(next(found, names))


def _names_all(connection: "DuckDBPyConnection", names: Sequence[str]) -> bool:
    for table in ("older", "newer"):
        listed = ", ".join(map(quoted, names)) or "1"
        query = (
            f"SELECT COUNT(*), (SELECT COUNT(*) FROM (SELECT DISTINCT {listed} FROM {table})) FROM {table}"  # noqa: S608 -- names are quoted
        )
        found = connection.execute(query).fetchone()
        if found is None or found[0] > found[1]:
            return False
    return True


def _rows(names: Sequence[str], known: Sequence[str]) -> str:
    """Give the SELECT of the rows that differ, in the order of what they are known by."""
    if list(known) == list(names):
        listed = ", ".join(map(quoted, names))
        return (
            f"SELECT * FROM (SELECT 'gone' AS {CHANGE}, * FROM (FROM older EXCEPT ALL FROM newer)"  # noqa: S608 -- names are quoted
            f" UNION ALL SELECT 'new', * FROM (FROM newer EXCEPT ALL FROM older)) ORDER BY {listed}, {CHANGE}"
        )
    same = " AND ".join(f"o.{quoted(key)} IS NOT DISTINCT FROM n.{quoted(key)}" for key in known) or "TRUE"
    others = [name for name in names if name not in known]
    differs = " OR ".join(f"o.{quoted(name)} IS DISTINCT FROM n.{quoted(name)}" for name in others)
    order = ", ".join((*map(quoted, known), f"{CHANGE} DESC"))
    return (
        f"SELECT * FROM (SELECT 'gone' AS {CHANGE}, * FROM older o WHERE NOT EXISTS (FROM newer n WHERE {same})"  # noqa: S608 -- names are quoted
        f" UNION ALL SELECT 'new', * FROM newer n WHERE NOT EXISTS (FROM older o WHERE {same})"
        f" UNION ALL SELECT 'was', o.* FROM older o JOIN newer n ON {same} WHERE {differs}"
        f" UNION ALL SELECT 'is', n.* FROM older o JOIN newer n ON {same} WHERE {differs}) ORDER BY {order}"
    )
