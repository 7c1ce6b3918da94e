"""Tables as files: Parquet for programs, CSV for spreadsheets, JSON for everything else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from klantboek.errors import KlantboekError
from klantboek.tables.database import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMATS = ("parquet", "csv", "json")
_OPTIONS = {
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "csv": "FORMAT csv, HEADER true",
    "json": "FORMAT json, ARRAY true",
}
# A spreadsheet takes a cell that starts like this for a formula, and a formula can send data away.
# The last four are the wide forms, which some spreadsheets read as the narrow ones.
FORMULA = "^[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20]"


class UnwritableError(KlantboekError):
    """The files of the tables can't be written."""

    exit_code = 10

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The tables can't be written to {folder}: {reason.splitlines()[0]}",
            "Check that the folder may be written and the disk has room; the old files are as they were.",
        )


def write(connection: "DuckDBPyConnection", name: str, select: str, folder: Path) -> None:
    """Write the rows of a SELECT as ``<format>/<name>.<format>`` below the folder.

    In CSV a text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are
    columns of their own type and stay as they are. Parquet and JSON hold the text as it is.
    Raises UnwritableError.
    """
    import duckdb  # noqa: PLC0415 -- 0.1 s to import

    for form in FORMATS:
        file = folder / form / f"{name}.{form}"
        file.parent.mkdir(exist_ok=True)
        rows = _guarded(connection, select) if form == "csv" else select
        try:
            connection.execute(f"COPY ({rows}) TO {literal(str(file))} ({_OPTIONS[form]})")
        except duckdb.IOException as error:
            raise UnwritableError(folder, str(error)) from error


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of ``folder`` when the block ends well, and only then.

    Raises UnwritableError.
    """
    if any("\ud800" <= one <= "\udfff" for one in str(folder)):
        raise UnwritableError(folder, "the name of the folder is not UTF-8")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise UnwritableError(folder, error.strerror or str(error)) from error
    try:
        new = beside / "new"
        new.mkdir()
        yield new
        _swap(new, folder, beside / "old")
    except OSError as error:
        raise UnwritableError(folder, error.strerror or str(error)) from error
    finally:
        rmtree(beside, ignore_errors=True)


def _swap(new: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise


def _guarded(connection: "DuckDBPyConnection", select: str) -> str:
    described = connection.execute(f"DESCRIBE {select}").fetchall()
    return f"SELECT {', '.join(_cell(name, kind) for name, kind, *_ in described)} FROM ({select})"  # noqa: S608 -- names are quoted


def _cell(name: str, kind: str) -> str:
    column = quoted(name)
    if kind != "VARCHAR":
        return column
    return f"regexp_replace({column}, {literal(FORMULA)}, '''\\0') AS {column}"
