"""The neighbours of a few relations in an index: those that share a value with them, or two where many do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.blocking import ALONE, TOGETHER, Keys
from klantboek.duplicates.columns import Columns
from klantboek.duplicates.plan import PLANS, plan_of
from klantboek.duplicates.texts import hashes

Arrays = Mapping[str, NDArray[Any]]


def near(arrays: Arrays, columns: Columns, kind: str, alone: int = ALONE) -> list[set[int]]:
    """Give for each of these the records that the plan of keys holds together with it."""
    mine = {key.name: key for pair in plan_of(columns, kind) for key in (pair[0], *pair[1])}
    found: list[set[int]] = [set() for _ in range(len(columns))]
    for row in range(len(columns)):
        looked_up = _LookedUp(arrays, kind, mine, row)
        for name, others in PLANS[kind].items():
            for block in looked_up.blocks(name):
                found[row] |= (
                    set(block.tolist()) if len(block) <= alone else looked_up.narrowed(block, others)
                )
    return found


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

    def blocks(self, name: str) -> list[NDArray[np.int32]]:
        """Give the records that have one of its values in this key, value by value."""
        key = self.mine[name]
        start, stop = np.searchsorted(key.records, [self.row, self.row + 1])
        known = self.arrays[f"{self.kind}-{name}-hashes"]
        records = self.arrays[f"{self.kind}-{name}-records"]
        values = np.unique(key.hashes[start:stop])
        ends = zip(np.searchsorted(known, values), np.searchsorted(known, values, "right"), strict=True)
        return [records[first:last] for first, last in ends]

    def narrowed(self, block: NDArray[np.int32], others: tuple[str, ...]) -> set[int]:
        """Give those of an over-full block that share another value too; of too many still, a third one."""
        found: set[int] = set()
        for at, name in enumerate(others):
            for other in self.blocks(name):
                inner = np.intersect1d(block, other, assume_unique=True)
                if len(inner) <= TOGETHER:
                    found.update(inner.tolist())
                else:
                    found |= self.narrowed(inner, others[at + 1 :])
        return found
