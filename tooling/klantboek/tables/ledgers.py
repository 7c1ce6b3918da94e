"""Ledgers: orders and web visits in bulk, as rows of CSV or Parquet, read one at a time.

A file in the folder ledgers/ is named by what it holds: ``orders-2025.csv``, ``web_visits.parquet``. A row has
the ``relation`` and the values of one order line or one visit; its columns are named by their path in the record
(``date``, ``origin.kind``, ``lines.product``). Rows of one order stand together; what belongs to the order itself
is read from its first row, and is the same or empty in the others.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from tempfile import NamedTemporaryFile
from typing import Any

from klantboek.book import Book
from klantboek.book.beside import LEDGERS, SideFile
from klantboek.errors import nearest
from klantboek.shapes import Shape, Type, shape_of
from klantboek.tables.database import connected, literal

# What ledgers can hold: lists of a relation, each with the list in its items that has a row for each entry, and
# the key by which rows of one item are known.
KINDS: Mapping[str, tuple[str, str]] = {"orders": ("lines", "number"), "web_visits": ("", "")}
_NAME = re.compile(rf"({'|'.join(KINDS)})(?:[-_.].*)?")
_RELATION = "relation"
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,5})?")
_BOOLEANS = {"true": True, "false": False}
_AT_ONCE = 10_000
_LONGEST_CELL = 1_000_000


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a row, or with a file; ``line`` is that of a CSV file, the number of the row in Parquet."""

    line: int
    message: str
    help: str = ""


@dataclass
class Item:
    """One order or visit of a relation, and the line on which each of its rows begins.

    Its decimals are floats, of fifteen digits at most.
    """

    relation: str
    value: dict[str, Any]
    lines: list[int] = field(default_factory=list)


def kind_of(file: SideFile) -> str:
    """Give what a ledger holds, by its name; "" for a file that is none."""
    found = _NAME.fullmatch(file.stem)
    return found[1] if found and file.ending in {"csv", "parquet"} else ""


def ledgers_of(book: Book) -> list[SideFile]:
    """Give the ledgers of a book that can be read, by name."""
    return [file for file in book.files_in(LEDGERS) if kind_of(file) and not file.refused]


@dataclass(frozen=True)
class _Column:
    """Where the cells of a column go: keys from the item, or from its entry when ``is_inner``."""

    name: str
    steps: tuple[str, ...]
    read: Callable[[str], Any]
    is_inner: bool


def read_ledger(file: SideFile) -> Iterator[Item | Wrong]:
    """Read the items of a ledger one after the other, with what is wrong among them."""
    kind = kind_of(file)
    try:
        with _rows(file) as (names, rows):
            columns = [_column(kind, name) for name in names]
            faults = list(_wrong_columns(kind, names, columns))
            yield from faults
            if not faults:
                yield from _items(kind, names.index(_RELATION), columns, rows)
    except OSError as error:
        yield Wrong(1, f"this file can't be read: {error.strerror or error}")
    except UnicodeDecodeError as error:
        yield Wrong(
            1, f"this file is not UTF-8 (byte {error.start + 1:,})", "Save it as UTF-8 where it comes from."
        )
    except csv.Error as error:
        yield Wrong(1, f"this file is not CSV: {error}")


_Rows = Iterator[tuple[int, Sequence[str | None]]]


@contextmanager
def _rows(file: SideFile) -> Iterator[tuple[list[str], _Rows]]:
    """Give the names of the columns, and the rows with their numbers; empty cells are None."""
    if file.ending == "parquet":
        with _parquet(file) as found:
            yield found
        return
    stream = (
        file.path.open(encoding="utf-8-sig", newline="")
        if file.path is not None
        else io.StringIO(file.read().decode("utf-8-sig"), newline="")
    )
    with stream:
        head = stream.readline()
        reader = csv.reader(stream, delimiter=";" if ";" in head else ",", strict=True)
        names = next(csv.reader([head], delimiter=";" if ";" in head else ","), [])
        csv.field_size_limit(_LONGEST_CELL)
        yield [name.strip() for name in names], _numbered(reader)


def _numbered(reader: Any) -> _Rows:
    first = 2
    for row in reader:
        yield first, row
        first = reader.line_num + 2


@contextmanager
def _parquet(file: SideFile) -> Iterator[tuple[list[str], _Rows]]:
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    with _on_disk(file) as place:
        connection = connected(None)
        try:
            source = f"read_parquet({literal(place)})"
            names = [str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]  # noqa: S608 -- a literal
            connection.execute(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {source}")  # noqa: S608 -- a literal
            yield names, _fetched(connection)
        except duckdb.Error as error:
            raise OSError(None, str(error).splitlines()[0]) from None
        finally:
            connection.close()


@contextmanager
def _on_disk(file: SideFile) -> Iterator[str]:
    """Give where a file is on disk; one that only git has is there for as long as it is asked for."""
    if file.path is not None:
        yield str(file.path)
        return
    with NamedTemporaryFile(suffix=".parquet") as stream:
        stream.write(file.read())
        stream.flush()
        yield stream.name


def _fetched(connection: Any) -> _Rows:
    number = 1
    while rows := connection.fetchmany(_AT_ONCE):
        for row in rows:
            yield number, row
            number += 1


@cache
def columns_of(kind: str) -> Mapping[str, tuple[Shape, bool]]:
    """Give the values that columns can hold by their names, and whether they are of an entry of the inner list."""
    item = shape_of("relation").properties[kind].items or Shape("", Type.OBJECT)
    inner = KINDS[kind][0]
    found: dict[str, tuple[Shape, bool]] = {}

    def gather(shape: Shape, before: str, *, is_inner: bool) -> None:
        for name, below in shape.properties.items():
            if below.type is Type.OBJECT and not _needs_a_list(below):
                gather(below, f"{before}{name}.", is_inner=is_inner)
            elif name == inner and not before and below.items is not None:
                gather(below.items, f"{name}.", is_inner=True)
            elif below.type not in {Type.OBJECT, Type.LIST, Type.OPEN}:
                found[f"{before}{name}"] = (below, is_inner)

    gather(item, "", is_inner=False)
    return found


def _needs_a_list(shape: Shape) -> bool:
    """Tell whether an object can't be told in cells: an address needs a list of what it is used for."""
    return any(one.required and one.type is Type.LIST for one in shape.properties.values())


def _column(kind: str, name: str) -> _Column | None:
    if name == _RELATION:
        return _Column(name, (), str, is_inner=False)
    if name not in columns_of(kind):
        return None
    shape, is_inner = columns_of(kind)[name]
    steps = tuple(name.split("."))
    return _Column(name, steps[1:] if is_inner else steps, _READ.get(shape.type, str), is_inner)


def _wrong_columns(kind: str, names: list[str], columns: list[_Column | None]) -> Iterator[Wrong]:
    known = [_RELATION, *columns_of(kind)]
    for name, column in zip(names, columns, strict=True):
        if column is None:
            near = nearest(name, known)
            advice = f"Did you mean {near}?" if near else f"The columns are {', '.join(known)}."
            yield Wrong(1, f"a ledger of {kind} has no column {name!r}", advice)
        elif names.count(name) > 1:
            yield Wrong(1, f"the column {name} is there more than once")
    needed = [_RELATION, KINDS[kind][1]] if KINDS[kind][1] else [_RELATION]
    for name in needed:
        if name not in names:
            yield Wrong(
                1, f"the column {name} is missing", f"The first row names the columns: {', '.join(known)}."
            )


def _number(text: str) -> Any:
    return float(text) if _NUMBER.fullmatch(text) else text


def _integer(text: str) -> Any:
    return int(text) if _INTEGER.fullmatch(text) else text


_READ: dict[Type, Callable[[str], Any]] = {
    Type.NUMBER: _number,
    Type.MONEY: _number,
    Type.INTEGER: _integer,
    Type.BOOLEAN: lambda text: _BOOLEANS.get(text, text),
}


def _items(kind: str, at: int, columns: list[_Column | None], rows: _Rows) -> Iterator[Item | Wrong]:
    inner, key = KINDS[kind]
    outer = [(place, one) for place, one in enumerate(columns) if one and one.steps and not one.is_inner]
    entry = [(place, one) for place, one in enumerate(columns) if one and one.is_inner]
    item: Item | None = None
    for line, row in rows:
        if len(row) != len(columns):
            yield Wrong(line, f"this row has {len(row)} cells, and there are {len(columns)} columns")
            continue
        relation = row[at] or ""
        value = _filled(row, outer)
        if (
            key
            and item
            and relation in {"", item.relation}
            and value.get(key, item.value.get(key)) == item.value.get(key)
        ):
            if differs := [name for name in value if value[name] != item.value.get(name)]:
                yield Wrong(line, f"{differs[0]} is not what the first row of this order says")
                continue
        else:
            if item is not None:
                yield item
            item = Item(relation, value)
            if inner:
                item.value[inner] = []
        item.lines.append(line)
        if inner:
            item.value[inner].append(_filled(row, entry))
    if item is not None:
        yield item


def _filled(row: Sequence[str | None], columns: list[tuple[int, _Column]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, column in columns:
        text = row[place]
        if not text:
            continue
        into = found
        for step in column.steps[:-1]:
            into = into.setdefault(step, {})
        into[column.steps[-1]] = column.read(text)
    return found
