"""Rows to the value of one record: joins, groups, lists, and what each value came from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from klantboek.exchange.mapping import Entry, Field, Group, Items, Only, Rows, Value
from klantboek.exchange.sheet import Row, Sheet
from klantboek.exchange.transforms import CellError
from klantboek.exchange.values import Reader
from klantboek.findings import Path
from klantboek.shapes import Shape, Type, shape_of

RowId = tuple[str, int]
# What transforms gave for fields beside their own.
_Beside = list[tuple[tuple[str, ...], Any]]


class RowError(ValueError):
    """A row that does not fit, and the column that shows it ("" when no single one does)."""

    def __init__(self, row: Row | None, column: str, message: str) -> None:
        super().__init__(message)
        self.row = row
        self.column = column
        self.message = message


@dataclass(frozen=True)
class Look:
    """A value that was kept, and that somebody should look at."""

    row: Row
    column: str
    message: str


@dataclass
class Draft:
    """What building a record gathers beside its value."""

    origins: dict[Path, tuple[Row | None, str]] = field(default_factory=dict)
    used: set[RowId] = field(default_factory=set)
    refers: set[tuple[str, str]] = field(default_factory=set)
    looks: list[Look] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def absorb(self, inner: "Draft") -> None:
        """Take over what a part of the record gathered, now that the part stays."""
        self.origins |= inner.origins
        self.used |= inner.used
        self.refers |= inner.refers
        self.looks += inner.looks
        self.errors += inner.errors

    def origin(self, path: Path) -> tuple[Row | None, str]:
        """Give the row and column of the value at a path, or of the nearest one above it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.origins:
                return self.origins[path[:length]]
        return None, ""


@dataclass(frozen=True)
class _Built:
    """An object: whether its row gave it anything, and whether the mapping asks its row at all."""

    value: dict[str, Any]
    given: bool
    asked: bool

    @property
    def stays(self) -> bool:
        return self.given or not self.asked


@dataclass(frozen=True)
class Spot:
    """Where in a record building is: the row, the row above it, the path, and what is gathered there."""

    row: Row | None
    above: Row | None
    path: Path
    draft: Draft


class Assembly:
    """Builds records from sheets; rows in ``bad`` are passed over."""

    def __init__(self, sheets: Mapping[str, Sheet], reader: Reader, bad: Mapping[RowId, object]) -> None:
        self._sheets = sheets
        self._reader = reader
        self._bad = bad
        self._joins: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[Row]]] = {}

    def build(self, entry: Entry, row: Row | None, known: dict[str, Any]) -> tuple[dict[str, Any], Draft]:
        """Give the value of one record, ``known`` in it; raises RowError when its own row does not fit."""
        draft = Draft()
        if row:
            draft.used.add((row.table, row.number))
        spot = Spot(row, None, (), draft)
        return self._object(entry.fields, spot, shape_of(entry.kind), known).value, draft

    def wanted(self, table: str, only: Only) -> Iterable[Row]:
        """Give the rows of a table that count: not bad, and among the values of ``only``."""
        sheet = self._sheets[table]
        for row in sheet.rows:
            if (table, row.number) not in self._bad and all(sheet.cell(row, c) in v for c, v in only.items()):
                yield row

    def _object(
        self, fields: tuple[Field, ...], spot: Spot, shape: Shape, known: dict[str, Any] | None = None
    ) -> _Built:
        value: dict[str, Any] = dict(known or {})
        given, asked = False, False
        spot.draft.origins[spot.path] = (spot.row, "")
        beside: _Beside = []
        for one in fields:
            made, fed = self._field(one, spot, beside)
            asked = asked or fed
            if made is not None:
                given = given or fed
                _put(value, one.at.steps, made)
        for steps, extra in beside:
            _put_beside(value, shape, steps, extra)
        built = _Built(_ordered(value, shape), given, asked)
        if built.stays:
            self._complete(fields, value, shape, spot.row)
        return built

    def _field(self, one: Field, spot: Spot, beside: _Beside) -> tuple[Any, bool]:
        """Build one field; the second value tells whether its value comes from a row."""
        if isinstance(one, Value):
            return self._value(one, spot, beside)
        if isinstance(one, Rows):
            return self._rows(one, spot) or None, True
        if isinstance(one, Items):
            return self._items(one, spot) or None, True
        if self._same(one, spot):
            return None, True
        inner = replace(spot, path=(*spot.path, *one.at.steps), draft=Draft())
        built = self._object(one.fields, inner, one.at.shape)
        if not built.stays:
            return None, True
        spot.draft.absorb(inner.draft)
        return built.value, built.asked

    def _items(self, one: Items, spot: Spot) -> list[Any]:
        found: list[Any] = []
        for fields in one.items:
            inner = replace(spot, path=(*spot.path, *one.at.steps, len(found)), draft=Draft())
            built = self._object(fields, inner, one.inside)
            if built.stays:
                found.append(built.value)
                spot.draft.absorb(inner.draft)
        return found

    def _value(self, one: Value, spot: Spot, beside: _Beside) -> tuple[Any, bool]:
        row, draft = spot.row, spot.draft
        draft.origins[(*spot.path, *one.at.steps)] = (row, one.column)
        if row is None or not (one.column or one.template):
            return one.constant, False
        try:
            made = self._reader.read(one, row)
        except CellError as error:
            raise RowError(row, one.column, str(error)) from None
        draft.used |= made.used
        draft.refers |= made.refers
        if made.look:
            draft.looks.append(Look(row, one.column, made.look))
        beside += [((*one.at.steps[:-1], name), extra) for name, extra in made.beside.items()]
        return (made.value, True) if made.value is not None else (one.default, one.default is None)

    def _rows(self, one: Rows, spot: Spot) -> list[Any]:
        found: list[Any] = []
        for item in self._joined(one, spot.row):
            path = (*spot.path, *one.at.steps, len(found))
            inner = Spot(item, spot.row, path, Draft(used={(item.table, item.number)}))
            try:
                built = self._object(one.fields, inner, one.inside)
            except RowError as error:
                spot.draft.errors.append(error)
                continue
            found.append(built.value)
            spot.draft.absorb(inner.draft)
        return found

    def _joined(self, one: Rows, row: Row | None) -> Iterable[Row]:
        if not one.join or row is None:
            return self.wanted(one.table, one.only)
        mine = tuple(one.join)
        index = self._joins.get((one.table, mine))
        if index is None:
            index = self._joins[(one.table, mine)] = defaultdict(list)
            sheet = self._sheets[one.table]
            for item in sheet.rows:
                index[tuple(sheet.cell(item, column) for column in mine)].append(item)
        above = self._sheets[row.table]
        wanted = index.get(tuple(above.cell(row, column) for column in one.join.values()), [])
        sheet = self._sheets[one.table]
        return [
            item
            for item in wanted
            if (item.table, item.number) not in self._bad
            and all(sheet.cell(item, c) in v for c, v in one.only.items())
        ]

    def _same(self, one: Group, spot: Spot) -> bool:
        row, above = spot.row, spot.above
        if not one.unless or row is None or above is None:
            return False
        mine, theirs = self._sheets[row.table], self._sheets[above.table]
        return all(mine.cell(row, a) == theirs.cell(above, b) for a, b in one.unless.items())

    def _complete(
        self, fields: tuple[Field, ...], value: dict[str, Any], shape: Shape, row: Row | None
    ) -> None:
        for name, needed in shape.properties.items():
            if needed.required and name not in value:
                source = next((one for one in fields if one.at.steps == (name,)), None)
                if isinstance(source, Rows):
                    raise RowError(
                        row,
                        "",
                        f"has no usable rows in {self._sheets[source.table].table.file}, and {needed.path} needs them",
                    )
                column = source.column if isinstance(source, Value) else ""
                raise RowError(
                    row, column, f"gives nothing for {needed.path}, which every record needs there"
                )


def _put(value: dict[str, Any], steps: tuple[str, ...], made: Any) -> None:
    for step in steps[:-1]:
        value = value.setdefault(step, {})
    value[steps[-1]] = made


def _put_beside(value: dict[str, Any], shape: Shape, steps: tuple[str, ...], extra: Any) -> None:
    """Put what a transform gave beside its value: only where the shape has it and the mapping says nothing."""
    for step in steps[:-1]:
        if step not in value:
            return
        value, shape = value[step], shape.properties[step]
    if steps[-1] in shape.properties:
        value.setdefault(steps[-1], extra)


def _ordered(value: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Put keys in the order of the schema; keys that the book declares itself stay as they came."""
    if shape.type is Type.OPEN:
        return value
    return {
        name: _ordered(value[name], inside) if isinstance(value[name], dict) else value[name]
        for name, inside in shape.properties.items()
        if name in value
    }
