"""The neighbours of a few relations in an index: those that share a value with them, or two where many do."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.blocking import ALONE, TOGETHER, Keys
from klantboek.duplicates.columns import Columns
from klantboek.duplicates.pairs import Bounded
from klantboek.duplicates.plan import PLANS, plan_of
from klantboek.duplicates.texts import hashes

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Near:
    """The records that are held together with each of some relations, and what a bound left out."""

    held: list[set[int]]
    bounded: tuple[Bounded, ...]


def near(arrays: Arrays, columns: Columns, kind: str, own: Sequence[int], alone: int = ALONE) -> Near:
    """Give for each of these the records that the plan of keys holds together with it.

    ``own`` are the records under which they stand in the index themselves; any other number where they don't.
    """
    mine = {key.name: key for pair in plan_of(columns, kind) for key in (pair[0], *pair[1])}
    found: list[set[int]] = [set() for _ in range(len(columns))]
    full: dict[str, set[int]] = defaultdict(set)
    left: Counter[str] = Counter()
    for row in range(len(columns)):
        looked_up = _LookedUp(arrays, kind, mine, row)
        for name, others in PLANS[kind].items():
            for value, block in looked_up.blocks(name):
                if len(block) <= alone:
                    found[row] |= set(block.tolist())
                else:
                    some = looked_up.narrowed(block, others)
                    found[row] |= some
                    full[name].add(value)
                    left[name] += len(set(block.tolist()).difference(some, own[row : row + 1]))
    return Near(
        found, tuple(Bounded(name, len(full[name]), left[name]) for name in PLANS[kind] if left[name])
    )


def holders(arrays: Arrays, columns: Columns, kind: str, names: tuple[str, ...]) -> set[int]:
    """Give the records of a kind that have one of the values that these have, where few of them do."""
    found: set[int] = set()
    for name in names:
        known, records = arrays[f"{kind}-{name}-hashes"], arrays[f"{kind}-{name}-records"]
        values = hashes(columns.column[name].texts)
        ends = zip(np.searchsorted(known, values), np.searchsorted(known, values, "right"), strict=True)
        for first, last in ends:
            if last - first <= ALONE:
                found.update(records[first:last].tolist())
    return found


@dataclass(frozen=True, eq=False)
class _LookedUp:
    """One relation's own keys looked up in the index."""

    arrays: Arrays
    kind: str
    mine: dict[str, Keys]
    row: int

    def blocks(self, name: str) -> list[tuple[int, NDArray[np.int32]]]:
        """Give each of its values in this key, with the records that have it."""
        key = self.mine[name]
        start, stop = np.searchsorted(key.records, [self.row, self.row + 1])
        known = self.arrays[f"{self.kind}-{name}-hashes"]
        records = self.arrays[f"{self.kind}-{name}-records"]
        values = np.unique(key.hashes[start:stop])
        ends = zip(np.searchsorted(known, values), np.searchsorted(known, values, "right"), strict=True)
        return [
            (value, records[first:last]) for value, (first, last) in zip(values.tolist(), ends, strict=True)
        ]

    def narrowed(self, block: NDArray[np.int32], others: tuple[str, ...]) -> set[int]:
        """Give those of an over-full block that share another value too; of too many still, a third one."""
        found: set[int] = set()
        for at, name in enumerate(others):
            for _, other in self.blocks(name):
                inner = np.intersect1d(block, other, assume_unique=True)
                if len(inner) <= TOGETHER:
                    found.update(inner.tolist())
                else:
                    found |= self.narrowed(inner, others[at + 1 :])
        return found
