"""The files that an import is given, matched with the tables of its mapping."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from klantboek.errors import nearest
from klantboek.exchange.mapping import CsvMapping, Table, Use, uses
from klantboek.exchange.mapping_file import MappingError
from klantboek.exchange.notice import Notice, Weight
from klantboek.exchange.sheet import CSV, FileKind, Sheet, SourceError, read_header, read_sheet
from klantboek.findings import Finding, Place, Severity

_WHY = "Every column is either used or left out for a reason, so that nothing vanishes without a word."


def read_sources(
    mapping: CsvMapping, sources: Iterable[Path], name: str, kind: FileKind = CSV
) -> tuple[dict[str, Sheet], list[Notice]]:
    """Read the file of every table; what the mapping does not name is noticed.

    Raises SourceError for a file that is missing or can't be read, MappingError for columns that do not match.
    """
    files, strays = _files(mapping, sources, kind)
    tables = [table for table in mapping.tables.values() if not table.leave_all]
    headers = {table.name: read_header(kind, table, files[table.name]) for table in tables}
    used = list(uses(mapping))
    findings = [finding for table in tables for finding in _mismatches(table, headers[table.name], used)]
    findings += [
        _unread(mapping.tables[use.table], use) for use in used if mapping.tables[use.table].leave_all
    ]
    if findings:
        raise MappingError(name, findings)
    wanted: dict[str, set[str]] = defaultdict(set)
    for use in used:
        wanted[use.table].add(use.column)
    sheets = {t.name: read_sheet(kind, t, files[t.name], headers[t.name], wanted[t.name]) for t in tables}
    return sheets, strays


def _files(
    mapping: CsvMapping, sources: Iterable[Path], kind: FileKind
) -> tuple[dict[str, Path], list[Notice]]:
    found: dict[str, list[Path]] = defaultdict(list)
    for source in sources:
        for file in sorted(source.glob(f"*{kind.ending}")) if source.is_dir() else [source]:
            if file.resolve() not in (other.resolve() for other in found[file.name]):
                found[file.name].append(file)
    files: dict[str, Path] = {}
    for table in mapping.tables.values():
        called = kind.file_of(table.file)
        named = found.get(called, [])
        if len(named) > 1:
            raise SourceError(f"{called} was given twice: {named[0]} and {named[1]}.", "Name one of them.")
        if not named:
            near = nearest(called, found)
            advice = f"Did you mean {near!r}?" if near else "Name the file, or the folder it is in."
            raise SourceError(
                f"The table {table.name} is read from {called}, which is not among the files given.",
                advice,
            )
        files[table.name] = named[0]
    known = {kind.file_of(table.file) for table in mapping.tables.values()}
    message = "no table of the mapping names this file, so nothing of it was read"
    return files, [Notice(name, 0, 0, Weight.LOOK, message) for name in sorted(found) if name not in known]


def _mismatches(table: Table, header: list[str], used: list[Use]) -> list[Finding]:
    mine = [use for use in used if use.table == table.name]
    found = [
        _finding(use.place, f"{table.file} has no column {use.column!r}", _advice(use.column, header))
        for use in mine
        if use.column not in header
    ]
    found += [
        _finding(table.place, f"{table.file} has no column {name!r} to leave out", _advice(name, header))
        for name in table.leave
        if name not in header
    ]
    taken = {use.column for use in mine} | set(table.leave)
    for name in header:
        if name not in taken:
            advice = "Map it to a field, or name it under leave with the reason."
            found.append(_finding(table.place, f"the column {name!r} of {table.file} goes nowhere", advice))
    return found


def _advice(name: str, header: list[str]) -> str:
    if len(header) == 1:
        return "The first row has one column only: look whether the delimiter is right."
    near = nearest(name, header)
    return f"Did you mean {near!r}?" if near else f"There are: {', '.join(header)}."


def _unread(table: Table, use: Use) -> Finding:
    return _finding(
        use.place, f"the table {table.name} is left out as a whole, so {use.column!r} can't be used"
    )


def _finding(place: Place, message: str, advice: str = "") -> Finding:
    return Finding("KB101", Severity.ERROR, "mapping", (), place, message, _WHY, advice)
