"""The balance of an import: each row that was read is used, was there already, or is told about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from klantboek.exchange.assembly import RowId
from klantboek.exchange.mapping import CsvMapping, Field, Group, Items, Rows
from klantboek.exchange.notice import Notice, Weight
from klantboek.exchange.sheet import Row, Sheet


@dataclass(frozen=True)
class Balance:
    """The rows of one table: ``read`` is ``used`` + ``present`` + ``left_out``; empty rows count apart."""

    file: str
    read: int
    used: int
    present: int
    left_out: int
    empty: int


def balances(
    mapping: CsvMapping,
    sheets: dict[str, Sheet],
    used: set[RowId],
    present: set[RowId],
    notices: Iterable[Notice],
) -> tuple[tuple[Balance, ...], list[Notice]]:
    """Count the rows of every table, and give a notice for each row that nothing has told about yet."""
    told = {(notice.file, notice.row) for notice in notices if notice.weight is Weight.LEFT_OUT}
    reasons = _Reasons(mapping, sheets, used | present)
    counts, unsaid = [], []
    for name, sheet in sheets.items():
        ids = {(name, row.number) for row in sheet.rows}
        mine, there = len(ids & used), len(ids & present)
        counts.append(
            Balance(sheet.table.file, sheet.read, mine, there, sheet.read - mine - there, sheet.empty)
        )
        for row in sheet.rows:
            if (name, row.number) not in used | present and (sheet.table.file, row.number) not in told:
                column, message = reasons.of(row)
                place = sheet.numbers.get(column, 0)
                unsaid.append(Notice(sheet.table.file, row.number, place, Weight.LEFT_OUT, message))
    return tuple(counts), unsaid


class _Reasons:
    """Why rows are in no record: through the joins that could have taken them."""

    def __init__(self, mapping: CsvMapping, sheets: dict[str, Sheet], taken: set[RowId]) -> None:
        self._sheets = sheets
        self._taken = taken
        self._joins: dict[str, list[tuple[Rows, str]]] = defaultdict(list)
        self._above: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], Row]] = {}
        for entry in mapping.entries:
            for one, table in _rows(entry.fields, entry.table):
                self._joins[one.table].append((one, table))

    def of(self, row: Row) -> tuple[str, str]:
        """Give the column that shows it ("" when none does) and the reason."""
        column, message = "", "no record of the mapping takes this row"
        for one, above in self._joins[row.table]:
            if not one.join:
                continue
            sheet, first = self._sheets[row.table], next(iter(one.join))
            found = self._index(above, tuple(one.join.values())).get(
                tuple(sheet.cell(row, name) for name in one.join)
            )
            file = self._sheets[above].table.file
            if found is None:
                column, message = first, f"{first}: no usable row of {file} has this {one.join[first]}"
            elif (above, found.number) not in self._taken:
                return "", f"left out together with row {found.number} of {file}, which it belongs to"
        return column, message

    def _index(self, table: str, columns: tuple[str, ...]) -> dict[tuple[str, ...], Row]:
        index = self._above.get((table, columns))
        if index is None:
            sheet = self._sheets[table]
            index = {
                tuple(sheet.cell(row, column) for column in columns): row for row in reversed(sheet.rows)
            }
            self._above[(table, columns)] = index
        return index


def _rows(fields: tuple[Field, ...], table: str) -> Iterator[tuple[Rows, str]]:
    for one in fields:
        if isinstance(one, Rows):
            yield one, table
            yield from _rows(one.fields, one.table)
        elif isinstance(one, Group):
            yield from _rows(one.fields, table)
        elif isinstance(one, Items):
            for item in one.items:
                yield from _rows(item, table)
