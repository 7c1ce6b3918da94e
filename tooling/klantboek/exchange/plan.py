"""What an import would write: every record, every row that does not fit, and a balance of the rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from klantboek import yaml
from klantboek.book import Book
from klantboek.book.reading import read_record
from klantboek.errors import KlantboekError, from_here
from klantboek.exchange.assembly import Assembly, Draft, RowError, RowId
from klantboek.exchange.identity import Numbers, is_file_name
from klantboek.exchange.leftovers import Balance, balances
from klantboek.exchange.mapping import CsvMapping, Entry, Value
from klantboek.exchange.notice import Notice, Weight
from klantboek.exchange.sheet import CSV, FileKind, Row, Sheet
from klantboek.exchange.sources import read_sources
from klantboek.exchange.transforms import CellError, shown
from klantboek.exchange.values import Reader
from klantboek.findings import Finding
from klantboek.shapes import KINDS, shape_of

Told = Callable[[int, int], None]
# What a value's format is refused with; such a record fits, and the linter tells about it.
_FORMAT = "KB105"


@dataclass(frozen=True, eq=False)
class Planned:
    """One record: its text, the row it is made from, and what the book has under that name already.

    ``state`` is "new", "same" (the book has exactly this) or "differs" (the book has something else).
    """

    kind: str
    id: str
    file: str
    value: dict[str, Any]
    text: str
    row: Row | None
    draft: Draft
    state: str
    present: str = ""
    remarks: int = 0


@dataclass(frozen=True, eq=False)
class Plan:
    """What an import comes to."""

    planned: tuple[Planned, ...]
    notices: tuple[Notice, ...]
    balances: tuple[Balance, ...]

    def of(self, state: str) -> list[Planned]:
        """Give the records in this state."""
        return [one for one in self.planned if one.state == state]

    @property
    def fits(self) -> bool:
        """Tell whether every row fits and nothing needs a look."""
        return all(notice.weight is Weight.NOTE for notice in self.notices)


def plan_import(  # noqa: PLR0913 -- a book, what comes into it, and two things that have a usual value
    book: Book,
    mapping: CsvMapping,
    sources: Iterable[Path],
    name: str,
    told: Told | None = None,
    *,
    kind: FileKind = CSV,
) -> Plan:
    """Read the sources, files of one kind, and give what would be written; nothing is written yet.

    ``told`` hears how many of the rows that become records were looked at.
    """
    sheets, strays = read_sources(mapping, sources, name, kind)
    planning = _Planning(book, mapping, sheets)
    planned = planning.records(told or _nobody)
    notices = [*strays, *planning.notices, *(notice for sheet in sheets.values() for notice in sheet.notices)]
    used = {row for one in planned if one.state == "new" for row in one.draft.used}
    present = {row for one in planned if one.state != "new" for row in one.draft.used} - used
    counts, unsaid = balances(mapping, sheets, used, present, notices)
    return Plan(tuple(planned), tuple(sorted({*notices, *unsaid})), counts)


def _nobody(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass
class _Planning:
    book: Book
    mapping: CsvMapping
    sheets: dict[str, Sheet]
    bad: dict[RowId, str] = field(default_factory=dict)
    ids: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    names: dict[tuple[int, int], str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reader = Reader(self.sheets, self.ids, self.book.settings.country)
        self.assembly = Assembly(self.sheets, self.reader, self.bad)

    def records(self, told: Told) -> list[Planned]:
        """Name every record, build them all, and drop those that refer to one that is not there."""
        entries = list(enumerate(self.mapping.entries))
        numbers = Numbers(self.book)
        if numbers.unreadable and any(entry.remember for entry in self.mapping.entries):
            message = f"{numbers.unreadable} relations can't be read: a row that one of them came from would be imported again"
            self.notices.append(Notice("the book", 0, 0, Weight.LOOK, message))
        for place, entry in entries:
            for named in list(self.assembly.wanted(entry.table, entry.only)) if entry.table else ():
                self._name(place, entry, named, numbers)
        planned: list[Planned] = []
        taken: dict[tuple[str, str], Planned] = {}
        seen = 0
        for place, entry in entries:
            rows: list[Row | None] = (
                list(self.assembly.wanted(entry.table, entry.only)) if entry.table else [None]
            )
            for seen, row in enumerate(rows, start=seen + 1):  # noqa: B020 -- counts on from entry to entry
                one = self._record(place, entry, row)
                if one is not None and self._is_free(one, taken):
                    planned.append(one)
                # How many there will be depends on what is refused on the way.
                told(seen, 0)
        return self._without_dangling(planned)

    def _name(self, place: int, entry: Entry, row: Row, numbers: Numbers) -> None:
        """Give the record of a row its name, so that others can refer to it."""
        sheet = self.sheets[row.table]
        key = sheet.key_of(row)
        if entry.remember:
            name = numbers.of(entry.remember, "-".join(key))
        else:
            field_ = next(one for one in entry.fields if one.at.steps == (KINDS[entry.kind].key,))
            try:
                name = str(self.reader.read(field_, row).value) if isinstance(field_, Value) else ""
            except CellError as error:
                self._refuse(RowError(row, field_.column if isinstance(field_, Value) else "", str(error)))
                return
        if not is_file_name(name):
            message = f"{shown(name)} can't name a record: letters, digits, '.', '_' and '-' can, at most 80"
            self._refuse(RowError(row, "", message))
            return
        self.names[(place, row.number)] = name
        if len(key) == 1:
            self.ids.setdefault((row.table, key[0]), (entry.kind, name))

    def _record(self, place: int, entry: Entry, row: Row | None) -> Planned | None:
        """Build one record; rows that do not fit are left out until the rest of it does."""
        while True:
            try:
                value, draft = self.assembly.build(entry, row, self._known(place, entry, row))
            except RowError as error:
                self._refuse(error)
                return None
            if draft.errors:
                for inner in draft.errors:
                    self._refuse(inner)
                continue
            name = self.names[(place, row.number)] if row else str(value[KINDS[entry.kind].key or "code"])
            one, misfits = self._checked(entry, name, row, value, draft)
            if not misfits:
                self._look(one)
                return one
            if not self._blame(misfits, one):
                return None

    def _known(self, place: int, entry: Entry, row: Row | None) -> dict[str, Any]:
        """Give what the mapping does not say: the number of a relation and the row it is remembered by."""
        if not entry.remember or row is None:
            return {}
        key = "-".join(self.sheets[row.table].key_of(row))
        return {
            "number": self.names[(place, row.number)],
            "external_ids": [{"system": entry.remember, "id": key}],
        }

    def _checked(
        self, entry: Entry, name: str, row: Row | None, value: dict[str, Any], draft: Draft
    ) -> tuple[Planned, list[Finding]]:
        """Write the record as text, read it again, and give what its schema refuses."""
        value = {key: value[key] for key in shape_of(entry.kind).properties if key in value}
        text = yaml.write(value)
        file = f"{KINDS[entry.kind].folder}/{name}.yaml"
        record = read_record(entry.kind, name, text.encode(), file)
        if record.document.value is not None and record.document.value != value:
            raise KlantboekError(
                f"{from_here(self.book.root / file)} reads back as something else than was to be written, so nothing was."
            )
        there = self.book.find(entry.kind, name)
        state = "new" if there is None else "same" if there.document.value == value else "differs"
        present = there.document.text if there else ""
        file = there.file if there else file
        remarks = sum(finding.code == _FORMAT for finding in record.findings)
        misfits = [] if record.fits else [one for one in record.findings if one.code != _FORMAT]
        return Planned(entry.kind, name, file, value, text, row, draft, state, present, remarks), misfits

    def _blame(self, misfits: list[Finding], one: Planned) -> bool:
        """Find the rows that made a record not fit; tell whether the rest of it can be tried again."""
        again = True
        for finding in misfits:
            row, column = one.draft.origin(finding.path)
            where = ".".join(map(str, finding.path)) or "the record"
            self._refuse(RowError(row, column, f"{where}: {finding.message}"))
            again = again and row is not None and row is not one.row
        return again

    def _refuse(self, error: RowError) -> None:
        if error.row is None:
            self.notices.append(Notice("the mapping", 0, 0, Weight.LEFT_OUT, error.message))
            return
        self.bad.setdefault((error.row.table, error.row.number), error.message)
        self._note(Weight.LEFT_OUT, error.row, error.column, error.message)

    def _note(self, weight: Weight, row: Row, column: str, message: str) -> None:
        sheet = self.sheets[row.table]
        said = f"{column}: {message}" if column else message
        self.notices.append(Notice(sheet.table.file, row.number, sheet.numbers.get(column, 0), weight, said))

    def _look(self, one: Planned) -> None:
        for look in one.draft.looks:
            self._note(Weight.LOOK, look.row, look.column, look.message)
        if one.state == "differs":
            message = (
                f"{from_here(self.book.root / one.file)} exists and says something else; it was left as it is"
            )
            if one.row:
                self._note(Weight.LOOK, one.row, "", message)
            else:
                self.notices.append(Notice("the mapping", 0, 0, Weight.LOOK, message))

    def _is_free(self, one: Planned, taken: dict[tuple[str, str], Planned]) -> bool:
        """Tell whether no other record of this import has the name, whatever its capitals."""
        other = taken.setdefault((one.kind, one.id.casefold()), one)
        if other is one:
            return True
        source = f"row {other.row.number}" if other.row else "another record"
        message = f"would make {from_here(self.book.root / one.file)}, which {source} makes already"
        self._refuse(RowError(one.row, "", message))
        return False

    def _without_dangling(self, planned: list[Planned]) -> list[Planned]:
        dropped = True
        while dropped:
            there: dict[str, set[str]] = defaultdict(set)
            for one in planned:
                there[one.kind].add(one.id)
            dropped = False
            for one in planned:
                missing = [
                    ref
                    for ref in one.draft.refers
                    if ref[1] not in there[ref[0]] and not self.book.find(*ref)
                ]
                if missing:
                    dropped = True
                    self._refuse(RowError(one.row, "", f"refers to {missing[0][1]}, which was left out"))
            planned = (
                [one for one in planned if one.row is None or (one.row.table, one.row.number) not in self.bad]
                if dropped
                else planned
            )
        return planned
