"""Examples of an aggregate: rows that are given, and the rows that it must give for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from klantboek import tables
from klantboek.aggregates.aggregate import Aggregate
from klantboek.aggregates.compute import Value, install, with_read
from klantboek.aggregates.header import Fault
from klantboek.yaml import Document, read

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Given = Mapping[str, Sequence[Mapping[str, Any]]]
_KEYS = {"name", "as_of", "given", "expect"}
_SHOWN = 3


def database(given: Given) -> "DuckDBPyConnection":
    """Give a database with rows by table; a column that a row doesn't name is null, ``#`` is the row's number."""
    connection = tables.empty()
    book = [{"id": "book", "currency": "EUR", **row} for row in given.get("book", [{}])]
    try:
        for table, rows in {**given, "book": book}.items():
            for number, row in enumerate(rows):
                names = ", ".join(map(tables.quoted, row))
                marks = ", ".join("?" for _ in row)
                values = [str(number) if value == "#" else value for value in row.values()]
                connection.execute(f"INSERT INTO {tables.quoted(table)} ({names}) VALUES ({marks})", values)  # noqa: S608 -- names are quoted
    except BaseException:
        connection.close()
        raise
    return connection


def result_of(
    one: Aggregate, others: Sequence[Aggregate], given: Given, as_of: date, columns: Sequence[str]
) -> list[dict[str, Value]]:
    """Give these columns of the rows of an aggregate over rows that are given, as a case writes them."""
    connection = database(given)
    try:
        install(connection, as_of, aggregates=with_read((one,), others))
        names = ", ".join(map(tables.quoted, columns))
        rows = connection.execute(f"SELECT {names} FROM {tables.quoted(one.name)}").fetchall()  # noqa: S608 -- names are quoted
    finally:
        connection.close()
    return [dict(zip(columns, map(_plain, row), strict=True)) for row in rows]


def columns_asked(expect: Sequence[Mapping[str, Any]], one: Aggregate) -> list[str]:
    """Give the columns that a case is about: those that its rows name."""
    return list(dict.fromkeys(key for row in expect for key in row)) or [one.columns[0].name]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True)
class _Case:
    """A case with the number by which its place is known."""

    number: int
    value: Mapping[str, Any]


def case_faults(one: Aggregate, others: Sequence[Aggregate], file: str, content: bytes) -> list[Fault]:
    """Give all that is wrong with the cases of an aggregate, or with the aggregate by them."""
    document = read(content, file)
    if document.faults:
        places = [(document.span(fault.start, fault.end), fault.message) for fault in document.faults]
        return [Fault(at.line, at.column, message) for at, message in places]
    if not isinstance(document.value, list):
        return [Fault(1, 1, "cases are a list, each with name, as_of, given and expect")]
    cases = [_Case(number, value) for number, value in enumerate(document.value)]
    return [fault for case in cases for fault in _faults(one, others, document, case)]


def _faults(one: Aggregate, others: Sequence[Aggregate], document: Document, case: _Case) -> list[Fault]:
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    value = case.value
    if not _is_case(value):
        return [_fault(document, case, (), "a case has name, as_of, given (rows by table) and expect (rows)")]
    columns = columns_asked(value["expect"], one)
    known = {column.name for column in one.columns}
    strange = [name for name in columns if name not in known]
    if strange:
        return [_fault(document, case, ("expect",), f"the aggregate has no column {strange[0]!r}")]
    try:
        day = date.fromisoformat(value["as_of"])
        found = result_of(one, others, value["given"], day, columns)
    except ValueError:
        return [_fault(document, case, ("as_of",), "as_of is a date such as 2026-11-20")]
    except duckdb.Error as error:
        reason = str(error).splitlines()[0].partition(": ")[2]
        return [_fault(document, case, ("given",), f"the rows can't be used: {reason}")]
    wanted = [{name: row.get(name) for name in columns} for row in value["expect"]]
    if found == wanted:
        return []
    return [_fault(document, case, ("expect",), _difference(value["name"], wanted, found))]


def _is_case(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == _KEYS
        and isinstance(value["name"], str)
        and isinstance(value["as_of"], str)
        and isinstance(value["given"], dict)
        and all(_are_rows(rows) for rows in value["given"].values())
        and _are_rows(value["expect"])
    )


def _are_rows(value: Any) -> bool:
    plain = (str, int, bool, Decimal, type(None))
    return isinstance(value, list) and all(
        isinstance(row, dict) and row and all(isinstance(cell, plain) for cell in row.values())
        for row in value
    )


def _difference(name: str, wanted: list[dict[str, Any]], found: list[dict[str, Any]]) -> str:
    if len(wanted) != len(found):
        return f"case {name!r} expects {len(wanted)} rows, and there are {len(found)}"
    number, (one, other) = next(
        (number, pair) for number, pair in enumerate(zip(wanted, found, strict=True), 1) if pair[0] != pair[1]
    )
    cells = [f"{key} is {other[key]} and not {one[key]}" for key in one if one[key] != other[key]]
    return f"case {name!r}, row {number}: {', '.join(cells[:_SHOWN])}"


def _fault(document: Document, case: _Case, path: tuple[str, ...], message: str) -> Fault:
    place = document.place((case.number, *path))
    return Fault(place.line, place.column, message)
