"""Files of text of which few rows changed: what stands around those is copied from the files before."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from klantboek.tables.database import literal, quoted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

# With more rows than this in between it is quicker, and takes less room, to write the file as a whole.
MOST_CHANGED = 5000
_AT_ONCE = 1 << 18
_LINE_END = 10
# How a file ends when its last row does, and what stands between two rows instead.
_ENDS = {"csv": (b"\n", b"\n"), "json": (b"\n]\n", b",\n")}


@dataclass(frozen=True)
class Changed:
    """Which rows are others than those before: all but so many first and last ones, of so many before and now."""

    first: int
    last: int
    before: int
    now: int

    @property
    def between(self) -> int:
        """How many rows there are now that are not the ones before."""
        return self.now - self.first - self.last


def changed_rows(connection: "DuckDBPyConnection", before: Path, now: Path) -> Changed | None:
    """Compare the rows of two files of Parquet; None when too much changed, or their columns did, or one has none."""
    if (columns := _columns(connection, before)) != _columns(connection, now):
        return None
    old, new = (_hashes(connection, [name for name, _ in columns], file) for file in (before, now))
    most = min(len(old), len(new))
    first = _alike(old[:most], new[:most])
    # A last row has another end in JSON than the others: it is never a first one.
    last = _alike(old[::-1][: most - first], new[::-1][: most - first])
    first = first if last else min(first, most - 1)
    found = Changed(first, last, len(old), len(new))
    return found if most and found.between <= MOST_CHANGED else None


def _columns(connection: "DuckDBPyConnection", file: Path) -> list[tuple[str, str]]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(file))})").fetchall()  # noqa: S608 -- a literal
    return [(name, kind) for name, kind, *_ in rows]


def _hashes(connection: "DuckDBPyConnection", columns: list[str], file: Path) -> "NDArray[np.uint64]":
    listed = ", ".join(map(quoted, columns))
    query = f"SELECT hash({listed}) AS said FROM read_parquet({literal(str(file))})"  # noqa: S608 -- names are quoted
    found: NDArray[np.uint64] = connection.execute(query).fetchnumpy()["said"]
    return found


def _alike(some: "NDArray[np.uint64]", others: "NDArray[np.uint64]") -> int:
    """Count the values from the first one on that are the same."""
    different = some != others
    return int(different.argmax()) if different.any() else len(some)


def splice(form: str, before: Path, file: Path, changed: Changed) -> bool:
    """Put what stands around the changed rows in a file that holds only those; tell whether it could be done.

    It can't where rows have line ends inside, so that the lines before can't be told apart.
    """
    whole, starts = _lines(before, (1, 1 + changed.first, 1 + changed.before - changed.last))
    end, joint = _ENDS[form]
    if whole != changed.before + end.count(b"\n"):
        return False
    head, until, since = starts
    middle = file.read_bytes()[head:] if changed.between else b""
    if changed.between and changed.last:
        middle = middle.removesuffix(end) + joint
    with before.open("rb") as source, file.open("wb") as target:
        _copy(source, target, until)
        target.write(middle)
        if changed.last:
            source.seek(since)
            _copy(source, target, before.stat().st_size - since)
    return True


def _lines(file: Path, wanted: tuple[int, ...]) -> tuple[int, list[int]]:
    """Count the lines of a file, and give where some of them begin, which are in their order and count from 0."""
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    lines = place = 0
    starts: list[int] = []
    with file.open("rb") as stream:
        while some := stream.read(_AT_ONCE):
            count = int(np.count_nonzero(np.frombuffer(some, np.uint8) == _LINE_END))
            while len(starts) < len(wanted) and wanted[len(starts)] <= lines + count:
                starts.append(place + _start(some, wanted[len(starts)] - lines))
            lines, place = lines + count, place + len(some)
    return lines, starts


def _start(some: bytes, line: int) -> int:
    """Give where a line begins, of those that begin after the first line end."""
    at = 0
    for _ in range(line):
        at = some.index(b"\n", at) + 1
    return at


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size:
        some = source.read(min(size, _AT_ONCE))
        target.write(some)
        size -= len(some)
