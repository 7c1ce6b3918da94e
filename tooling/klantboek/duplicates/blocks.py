"""Who is held together by what, before or after some records changed."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from klantboek.duplicates.blocking import ALONE, TOGETHER
from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.plan import PLANS
from klantboek.duplicates.trace import Standing

# The hashes of the values of one record, by row.
Values = Mapping[str, Sequence[int]]
# A value by which records are held together, and those by which it is split.
Path = tuple[tuple[str, int], ...]


class Blocks:
    """The blocks of the records of one kind: those of a trace, but for what some records have now.

    ``moved`` gives for each row the values of records that have others there now; none where they are gone.
    """

    def __init__(
        self, standing: Standing, moved: Mapping[str, Mapping[int, Sequence[int]]] | None = None
    ) -> None:
        self._standing = standing
        self._gone: dict[str, Rows] = {}
        self._come: dict[tuple[str, int], list[int]] = {}
        self._known: dict[tuple[str, int], Rows] = {}
        for name, some in (moved or {}).items():
            self._gone[name] = np.array(sorted(some), np.int64)
            for record, values in some.items():
                for value in values:
                    self._come.setdefault((name, value), []).append(record)

    def holders(self, name: str, value: int) -> Rows:
        """Give the records that have a value, in order."""
        if (name, value) not in self._known:
            found = self._standing.holders(name, value)
            if name in self._gone:
                found = found[~among(found, self._gone[name])]
            if (name, value) in self._come:
                found = np.union1d(found, self._come[name, value])
            self._known[name, value] = found
        return self._known[name, value]

    def block(self, path: Path) -> Rows:
        """Give the records that have all values of a path."""
        found = self.holders(*path[0])
        for name, value in path[1:]:
            found = _common(found, self.holders(name, value))
        return found

    def around(self, values: Values) -> Iterator[tuple[Path, Rows]]:
        """Give each block that holds a record with these values, and the smaller ones that split it."""
        for name, others in PLANS[self._standing.kind].items():
            for value in values.get(name, ()):
                yield from self._within(((name, value),), self.holders(name, value), others, values)

    def _within(
        self, path: Path, block: Rows, others: tuple[str, ...], values: Values
    ) -> Iterator[tuple[Path, Rows]]:
        yield path, block
        if is_full(path, block):
            for at, name in enumerate(others):
                for value in values.get(name, ()):
                    inner = _common(block, self.holders(name, value))
                    yield from self._within((*path, (name, value)), inner, others[at + 1 :], values)


def is_full(path: Path, block: Rows) -> bool:
    """Tell whether too many records share the values of a path for each pair of them to be compared."""
    return len(block) > (ALONE if len(path) == 1 else TOGETHER)


def among(some: Rows, known: Rows) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Tell which numbers are among others, that are in order."""
    if not len(known):
        return np.zeros(len(some), np.bool_)
    at = np.minimum(np.searchsorted(known, some), len(known) - 1)
    found: np.ndarray[tuple[int], np.dtype[np.bool_]] = known[at] == some
    return found


def _common(one: Rows, other: Rows) -> Rows:
    few, many = sorted((one, other), key=len)
    return few[among(few, many)]
