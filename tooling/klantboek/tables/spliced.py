"""Files of text of which few rows changed: what stands around those is copied from the files before."""

import os
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from io import FileIO
from itertools import accumulate
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from klantboek.tables.database import literal, quoted

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

# With more rows than this that are others it is quicker, and takes less room, to write the file as a whole.
MOST_CHANGED = 5000
_AT_ONCE = 1 << 18
_LINE_END = 10
# How a file ends when its last row does, and what stands between two rows instead.
_ENDS = {"csv": (b"\n", b"\n"), "json": (b"\n]\n", b",\n")}


class Run(NamedTuple):
    """Rows that are others: those from ``start`` until ``before`` were there, and now those until ``now`` are."""

    start: int
    before: int
    now: int


@dataclass(frozen=True)
class Changed:
    """Which rows are others than those before, of so many before and now: in several places only where each has as many."""

    before: int
    now: int
    runs: tuple[Run, ...]

    @property
    def places(self) -> list[int]:
        """The places now of the rows that are not the ones before."""
        return [place for run in self.runs for place in range(run.start, run.now)]

    @property
    def ends_with_another(self) -> bool:
        """Tell whether the last row is another one, which brings its end with it."""
        return bool(self.runs) and self.runs[-1].now == self.now


def changed_rows(connection: "DuckDBPyConnection", before: Path, now: Path) -> Changed | None:
    """Compare the rows of two files of Parquet; None when too much changed, or their columns did, or one has none."""
    if (columns := _columns(connection, before)) != _columns(connection, now):
        return None
    old, new = (_hashes(connection, [name for name, _ in columns], file) for file in (before, now))
    if not min(len(old), len(new)):
        return None
    runs = _runs(old != new) if len(old) == len(new) else (_between(old, new),)
    found = Changed(len(old), len(new), runs)
    return found if sum(run.now - run.start for run in runs) <= MOST_CHANGED else None


def _columns(connection: "DuckDBPyConnection", file: Path) -> list[tuple[str, str]]:
    rows = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(file))})").fetchall()  # noqa: S608 -- a literal
    return [(name, kind) for name, kind, *_ in rows]


def _hashes(connection: "DuckDBPyConnection", columns: list[str], file: Path) -> "NDArray[np.uint64]":
    listed = ", ".join(map(quoted, columns))
    query = f"SELECT hash({listed}) AS said FROM read_parquet({literal(str(file))})"  # noqa: S608 -- names are quoted
    found: NDArray[np.uint64] = connection.execute(query).fetchnumpy()["said"]
    return found


def _runs(different: "NDArray[np.bool_]") -> tuple[Run, ...]:
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    edges = np.flatnonzero(np.diff(different, prepend=False, append=False)).tolist()
    return tuple(Run(start, end, end) for start, end in zip(edges[::2], edges[1::2], strict=True))


def _between(old: "NDArray[np.uint64]", new: "NDArray[np.uint64]") -> Run:
    """Give all rows but the first and last ones that are the same."""
    most = min(len(old), len(new))
    first = _alike(old[:most], new[:most])
    # A last row has another end in JSON than the others: it is never a first one.
    last = _alike(old[::-1][: most - first], new[::-1][: most - first])
    first = first if last else min(first, most - 1)
    return Run(first, len(old) - last, len(new) - last)


def _alike(some: "NDArray[np.uint64]", others: "NDArray[np.uint64]") -> int:
    """Count the values from the first one on that are the same."""
    different = some != others
    return int(different.argmax()) if different.any() else len(some)


def splice(form: str, before: Path, file: Path, changed: Changed) -> bool:
    """Put what stands around the changed rows in a file that holds only those; tell whether it could be done.

    It can't where rows have line ends inside, so that the lines before can't be told apart.
    """
    rows = file.read_bytes()
    texts = _texts(form, rows[rows.index(b"\n") + 1 :], changed)
    if texts is None:
        return False
    # The lines before from which nothing is taken over, and those from which all is again, in turns.
    edges = [1 + row for run in changed.runs for row in (run.start, run.before)]
    if changed.ends_with_another:
        edges.pop()
    with before.open("rb", buffering=0) as source, file.open("wb") as target:
        lines = _around(source, target, edges, texts)
    return lines == changed.before + _ENDS[form][0].count(b"\n")


def _around(source: FileIO, target: IO[bytes], edges: Sequence[int], texts: Sequence[bytes]) -> int:
    """Copy a file but for some lines, with texts in their place; count its lines."""
    import numpy as np  # noqa: PLC0415 -- 0.1 s to import

    lines = passed = 0
    # One piece of memory for all: new ones would be wiped by the system each time.
    held = bytearray(_AT_ONCE)
    while size := source.readinto(held):
        some = memoryview(held)[:size]
        is_end = np.frombuffer(some, np.uint8) == _LINE_END
        count, at = int(np.count_nonzero(is_end)), 0
        until = bisect_right(edges, lines + count)
        ends = np.flatnonzero(is_end) if until > passed else is_end
        for number in range(passed, until):
            place = int(ends[edges[number] - lines - 1]) + 1
            if number % 2 == 0:
                target.write(some[at:place])
                target.write(texts[number // 2])
            at = place
        if until % 2 == 0:
            target.write(some[at:] if at else some)
        lines, passed = lines + count, until
        _let_go(source)
    return lines


def _let_go(source: FileIO) -> None:
    """Let the system forget what was read: the copy takes its room in memory, where new room costs more than all else."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(source.fileno(), 0, source.tell(), os.POSIX_FADV_DONTNEED)


def _texts(form: str, rows: bytes, changed: Changed) -> list[bytes] | None:
    """Give the text of each run from that of all changed rows; None when they can't be told apart."""
    end, joint = _ENDS[form]
    sizes = [run.now - run.start for run in changed.runs]
    body = rows.removesuffix(end)
    # What is one piece needs no telling apart.
    each = [body] if len(sizes) == 1 else body.split(joint)
    if len(sizes) > 1 and len(each) != sum(sizes):
        return None
    ends = accumulate(sizes)
    texts = [
        b"".join(one + joint for one in each[at - size : at]) for size, at in zip(sizes, ends, strict=True)
    ]
    if changed.ends_with_another:
        texts[-1] = texts[-1].removesuffix(joint) + end
    return texts
