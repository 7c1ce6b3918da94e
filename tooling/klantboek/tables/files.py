"""Tables as files: Parquet for programs, CSV for spreadsheets, JSON for everything else."""

from pathlib import Path
from typing import TYPE_CHECKING

from klantboek.tables.database import literal, quoted
from klantboek.tables.replaced import UnwritableError, replaced
from klantboek.tables.spliced import changed_rows, splice

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["FORMATS", "FORMULA", "UnwritableError", "replaced", "write"]

FORMATS = ("parquet", "csv", "json")
_OPTIONS = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER true",
    "json": "FORMAT json, ARRAY true",
}
_PLACE = "file_row_number"
# A spreadsheet takes a cell that starts like this for a formula, and a formula can send data away.
# The last four are the wide forms, which some spreadsheets read as the narrow ones.
FORMULA = "^[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20]"


def write(
    connection: "DuckDBPyConnection", name: str, select: str, folder: Path, before: Path | None = None
) -> None:
    """Write the rows of a SELECT as ``<format>/<name>.<format>`` below the folder.

    In CSV a text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are
    columns of their own type and stay as they are. Parquet and JSON hold the text as it is. Below ``before`` stand
    the files of the same name as this wrote them before: where few rows are others, the text around those is theirs.
    Raises UnwritableError.
    """
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    def path(form: str, below: Path = folder) -> Path:
        return below / form / f"{name}.{form}"

    def copy(rows: str, form: str) -> None:
        path(form).parent.mkdir(exist_ok=True)
        try:
            connection.execute(f"COPY ({rows}) TO {literal(str(path(form)))} ({_OPTIONS[form]})")
        except duckdb.IOException as error:
            raise UnwritableError(folder, str(error)) from error

    first, *others = FORMATS
    copy(_openly(connection, select), first)
    # The rows are sorted once: the first file holds them in their order.
    written = f"SELECT * FROM read_parquet({literal(str(path(first)))})"  # noqa: S608 -- a literal
    changed = changed_rows(connection, path(first, before), path(first)) if before else None
    few = _only(path(first), changed.places) if changed else ""
    for form in others:
        rows = _guarded(connection, written) if form == "csv" else written
        if changed is not None and before is not None:
            copy(_guarded(connection, few) if form == "csv" else few, form)
            if splice(form, path(form, before), path(form), changed):
                continue
        copy(rows, form)


def _only(file: Path, places: list[int]) -> str:
    """Give the SELECT of the rows of a file of Parquet at some places, which count from 0, in their order."""
    listed = ", ".join(map(str, places)) or "-1"
    numbered = f"read_parquet({literal(str(file))}, file_row_number = true)"
    return f"SELECT * EXCLUDE ({_PLACE}) FROM {numbered} WHERE {_PLACE} IN ({listed})"  # noqa: S608 -- numbers


def _openly(connection: "DuckDBPyConnection", select: str) -> str:
    """Give a SELECT of which any column may be empty, for all the database knows.

    Else columns that are never empty by the statistics of a table are written in another way, and those count
    rows that are gone too. The statistics themselves must stay: without them sorting takes twice the memory.
    """
    described = connection.execute(f"DESCRIBE {select}").fetchall()
    columns = ", ".join(f"TRY({quoted(name)}) AS {quoted(name)}" for name, *_ in described)
    return f"SELECT {columns} FROM ({select})"  # noqa: S608 -- names are quoted


def _guarded(connection: "DuckDBPyConnection", select: str) -> str:
    described = connection.execute(f"DESCRIBE {select}").fetchall()
    return f"SELECT {', '.join(_cell(name, kind) for name, kind, *_ in described)} FROM ({select})"  # noqa: S608 -- names are quoted


def _cell(name: str, kind: str) -> str:
    column = quoted(name)
    if kind != "VARCHAR":
        return column
    return f"regexp_replace({column}, {literal(FORMULA)}, '''\\0') AS {column}"
