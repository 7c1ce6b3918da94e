"""One file as rows: read strictly, one row at a time, only the columns that are used."""

import codecs
import csv
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from klantboek.errors import KlantboekError
from klantboek.exchange.mapping import Table
from klantboek.exchange.notice import Notice, Weight

# Longer than any text in a record; what is longer is a picture, or a quote that was never closed.
CELL = 1024 * 1024
_CHUNK = 1024 * 1024


class SourceError(KlantboekError):
    """A file that can't be read as the mapping says."""


Rows = Iterator[list[str] | csv.Error]


@dataclass(frozen=True)
class FileKind:
    """A kind of files that tables are read from.

    ``ending`` is that of their names, with its dot. ``rows`` opens the file of a table and gives its rows as texts, the
    names of the columns first; it raises SourceError. ``file_of`` gives the name of a file from what a mapping calls it,
    where one file holds several tables: each needs a name of its own, by which its rows are told.
    """

    ending: str
    rows: Callable[[Table, Path], AbstractContextManager[Rows]]
    file_of: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number counts from 1 with the header, as a spreadsheet shows it."""

    table: str
    number: int
    cells: tuple[str, ...]


@dataclass(eq=False)
class Sheet:
    """The rows of one table; ``columns`` tells where in a row's cells a used column is."""

    table: Table
    columns: dict[str, int]
    numbers: dict[str, int]
    read: int = 0
    empty: int = 0
    rows: list[Row] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    by_key: dict[tuple[str, ...], Row] = field(default_factory=dict)

    def cell(self, row: Row, column: str) -> str:
        """Give the text of a cell, without spaces around it; "" for the table's words for nothing."""
        text = row.cells[self.columns[column]].strip(" \t")
        return "" if text in self.table.format.nulls else text

    def key_of(self, row: Row) -> tuple[str, ...]:
        """Give the cells that name this row."""
        return tuple(self.cell(row, column) for column in self.table.key)

    def note(self, weight: Weight, row: int, message: str, column: str = "") -> None:
        """Say something about a row."""
        self.notices.append(Notice(self.table.file, row, self.numbers.get(column, 0), weight, message))


def read_header(kind: FileKind, table: Table, file: Path) -> list[str]:
    """Give the names of the columns; raises SourceError when they can't be told apart."""
    with kind.rows(table, file) as rows:
        header = next(rows, None)
    if isinstance(header, csv.Error) or not header:
        raise SourceError(
            f"{table.file} has no first row with the names of its columns.", "Add one, or name another file."
        )
    names = [name.strip() for name in header]
    if any("\0" in name for name in names):
        raise SourceError(
            f"{table.file} holds NUL bytes.",
            f"It may be UTF-16: declare `encoding: utf-16` for the table {table.name}.",
        )
    for number, name in enumerate(names, 1):
        if not name or name in names[: number - 1]:
            what = f"is called {name!r} like one before it" if name else "has no name"
            raise SourceError(
                f"{table.file}: column {number} {what}.",
                "Give every column a name of its own in the first row.",
            )
    return names


def read_sheet(kind: FileKind, table: Table, file: Path, header: list[str], used: set[str]) -> Sheet:
    """Read all rows; the ones that can't be rows become notices."""
    kept = [name for name in header if name in used]
    places = [header.index(name) for name in kept]
    sheet = Sheet(
        table, {name: i for i, name in enumerate(kept)}, {name: i for i, name in enumerate(header, 1)}
    )
    with kind.rows(table, file) as rows:
        next(rows)
        for number, cells in enumerate(rows, 2):
            _take(sheet, number, cells, len(header), places)
    if table.format.encoding not in {"utf-8-sig", "utf-16"} and _is_utf8(file):
        sheet.note(
            Weight.LOOK,
            0,
            f"is read as {table.format.encoding}, but is also valid UTF-8: look at a name with an accent",
        )
    return sheet


def _take(sheet: Sheet, number: int, cells: list[str] | csv.Error, width: int, places: list[int]) -> None:
    if isinstance(cells, csv.Error):
        sheet.read += 1
        sheet.note(
            Weight.LEFT_OUT,
            number,
            f"can't be read: {cells}; look for a quote too many or one that is never closed",
        )
        return
    if not any(cell.strip() for cell in cells):
        sheet.empty += 1
        return
    sheet.read += 1
    if len(cells) != width:
        mended = _mend(cells, sheet.table.format.delimiter) if sheet.table.format.mend else cells
        if len(mended) != width:
            sheet.note(Weight.LEFT_OUT, number, f"has {len(cells)} cells where the first row has {width}")
            return
        sheet.note(
            Weight.NOTE,
            number,
            f"had {len(cells)} cells; mended to {width} by taking a delimiter with a space behind it as text",
        )
        cells = mended
    row = Row(sheet.table.name, number, tuple(cells[place] for place in places))
    if sheet.table.key and not _keyed(sheet, row):
        return
    sheet.rows.append(row)


def _keyed(sheet: Sheet, row: Row) -> bool:
    key = sheet.key_of(row)
    missing = [column for column, cell in zip(sheet.table.key, key, strict=True) if not cell]
    if missing:
        sheet.note(Weight.LEFT_OUT, row.number, f"the key {missing[0]} is empty", missing[0])
        return False
    first = sheet.by_key.setdefault(key, row)
    if first is not row:
        names = ", ".join(sheet.table.key)
        sheet.note(
            Weight.LEFT_OUT,
            row.number,
            f"the key {names} is the same as in row {first.number}",
            sheet.table.key[0],
        )
        return False
    return True


def _mend(cells: list[str], delimiter: str) -> list[str]:
    mended = cells[:1]
    for cell in cells[1:]:
        if cell.startswith(" "):
            mended[-1] += delimiter + cell
        else:
            mended.append(cell)
    return mended


@contextmanager
def _rows(table: Table, file: Path) -> Iterator[Rows]:
    """Open the file as rows; what can't be decoded raises SourceError with the place."""
    limit = csv.field_size_limit(CELL)
    try:
        with file.open(encoding=table.format.encoding, newline="") as stream:
            yield _each(csv.reader(stream, delimiter=table.format.delimiter, strict=True))
    except OSError as error:
        raise SourceError(f"{file} can't be read: {error.strerror}.") from None
    except UnicodeError:
        raise _undecodable(table, file) from None
    finally:
        csv.field_size_limit(limit)


CSV = FileKind(".csv", _rows)


def _each(reader: Iterator[list[str]]) -> Rows:
    while True:
        try:
            yield next(reader)
        except csv.Error as error:
            yield error
        except StopIteration:
            return


def _undecodable(table: Table, file: Path) -> SourceError:
    """Find the first byte that the encoding doesn't know."""
    decoder = codecs.getincrementaldecoder(table.format.encoding)()
    offset, lines = 0, 1
    with file.open("rb") as stream:
        while line := stream.readline(_CHUNK):
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(line)
            except UnicodeError as error:
                start = error.start if isinstance(error, UnicodeDecodeError) else 0
                offset += start - pending
                break
            offset, lines = offset + len(line), lines + line.endswith(b"\n")
    other = "cp1252 (older Excel files)" if table.format.encoding.startswith("utf") else "utf-8-sig"
    return SourceError(
        f"{table.file} is not {table.format.encoding}: the byte at position {offset} (line {lines}) does not fit.",
        f"Declare how it was saved under tables, {table.name}, encoding; try {other}.",
    )


def _is_utf8(file: Path) -> bool:
    decoder, ascii_only = codecs.getincrementaldecoder("utf-8")(), True
    with file.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
                ascii_only = ascii_only and chunk.isascii()
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return not ascii_only
