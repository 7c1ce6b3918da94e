"""Candidate pairs: records that have a value in common, and where many have it another value as well."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.texts import Hashes, mixed

_Numbers = NDArray[np.integer[Any]]
# A value that so many records have at most makes them candidates by itself; more must have another in common.
ALONE = 12
# Of so many records that share two values every pair is a candidate; more must share a third one.
TOGETHER = 8
# The bits that the number of a record takes at most.
_RECORD = 32
# Numbers that reach so many times as far as there are of them are counted by their hash.
_SPARSE = 4


@dataclass(frozen=True, eq=False)
class Keys:
    """The values of one kind by which records are held together: a record and a value in each row, by record.

    Equal values have one number; ``hashed`` gives a hash of each row, the same in every book.
    """

    name: str
    records: NDArray[np.integer[Any]]
    values: NDArray[np.integer[Any]]
    among: int
    hashed: Callable[[], Hashes]

    @cached_property
    def hashes(self) -> Hashes:
        """Give the hash of each row."""
        return self.hashed()

    @cached_property
    def starts(self) -> Rows:
        """Give where the values of each of all records begin, and the end."""
        return np.concatenate(([0], np.cumsum(np.bincount(self.records, minlength=self.among))))

    @cached_property
    def span(self) -> int:
        """Give a number above all values."""
        return int(self.values.max(initial=0)) + 1


@dataclass(frozen=True)
class Bounded:
    """What a bound left out: pairs that share only this value, one that many records have."""

    key: str
    blocks: int
    pairs: int


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs of records worth comparing, first below second, each once, in order; and what was left out."""

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    bounded: tuple[Bounded, ...]


def candidates(records: int, plan: Iterable[tuple[Keys, tuple[Keys, ...]]]) -> Candidates:
    """Give every pair that the plan of keys, each with those that split it, holds together."""
    found: list[Rows] = [np.zeros(0, np.int64)]
    bounded: list[Bounded] = []
    for key, others in plan:
        small, full = _blocks(key.records, key.values, ALONE)
        split = _split(full, others)
        pairs = np.concatenate(
            [_numbered(records, *part) for part in (*_within(small), *split)] or [np.zeros(0, np.int64)]
        )
        pairs = distinct(pairs)
        found.append(pairs)
        if len(full.records):
            bounded.append(_left_out(key.name, full, pairs, small))
    every = np.concatenate(found)
    found.clear()
    first, second = np.divmod(distinct(every), max(records, 1))
    return Candidates(
        first.astype(np.int32), second.astype(np.int32), tuple(one for one in bounded if one.pairs)
    )


def distinct(values: Rows) -> Rows:
    """Sort numbers and give each once."""
    values = np.sort(values)
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


def _left_out(name: str, full: "_Runs", pairs: Rows, small: "_Runs") -> Bounded:
    every = int((full.sizes * (full.sizes - 1) // 2).sum())
    alone = int((small.sizes * (small.sizes - 1) // 2).sum())
    return Bounded(name, len(full.sizes), max(every + alone - len(pairs), 0))


@dataclass(frozen=True, eq=False)
class _Runs:
    """Records in the order of their key; ``blocks`` numbers the key, ``sizes`` is how many have it."""

    records: Rows
    blocks: Rows
    sizes: Rows


def _blocks(records: _Numbers, values: _Numbers, most: int) -> tuple[_Runs, _Runs]:
    """Sort records by value and tell the blocks that are small from those that are over-full."""
    records, values = _ordered(*_shared(records, values))
    begins = np.flatnonzero(np.diff(values, prepend=-1))
    sizes = np.diff(np.append(begins, len(values)))
    blocks = np.repeat(np.arange(len(begins)), sizes)
    size_of = sizes[blocks]
    some, many = np.flatnonzero((size_of > 1) & (size_of <= most)), np.flatnonzero(size_of > most)
    return (
        _Runs(records[some], blocks[some], sizes[(sizes > 1) & (sizes <= most)]),
        _Runs(records[many], blocks[many], sizes[sizes > most]),
    )


def _shared(records: _Numbers, values: _Numbers) -> tuple[Rows, Rows]:
    """Leave out most of what stands alone: counting is many times as quick as sorting."""
    slots: _Numbers = values
    if len(values) and values.max() > _SPARSE * len(values):
        bits = np.uint64(63 - (2 * len(values)).bit_length())
        slots = (mixed(values.astype(np.uint64)) >> (bits + np.uint64(1))).astype(np.int64)
    kept = np.flatnonzero((np.bincount(slots) > 1)[slots])
    return records[kept].astype(np.int64), values[kept].astype(np.int64)


def _ordered(records: Rows, values: Rows) -> tuple[Rows, Rows]:
    """Give records and values in the order of value and record, each once."""
    if values.max(initial=0) >> _RECORD - 1:
        order = np.argsort(values)
        records, values = records[order], values[order]
        # Sorting numbers is several times as fast as sorting by two keys.
        values = np.cumsum(np.diff(values, prepend=values[:1]) != 0)
    numbered = distinct(values << _RECORD | records)
    return numbered & ((1 << _RECORD) - 1), numbered >> _RECORD


def in_blocks(key: Keys) -> tuple[Rows, Hashes]:
    """Give records and hashes in the order of hash and record, each once."""
    order = np.argsort(key.hashes)
    hashes = key.hashes[order]
    block = np.cumsum(np.concatenate((np.zeros(min(len(hashes), 1), np.bool_), hashes[1:] != hashes[:-1])))
    numbered = distinct(block << _RECORD | key.records[order].astype(np.int64))
    begins = np.flatnonzero(np.diff(block, prepend=-1))
    return numbered & ((1 << _RECORD) - 1), hashes[begins][numbered >> _RECORD]


def _within(runs: _Runs) -> Iterator[tuple[Rows, Rows]]:
    """Give the pairs within each block."""
    places = np.arange(len(runs.records))
    for distance in range(1, max(ALONE, TOGETHER)):
        places = places[places + distance < len(runs.records)]
        places = places[runs.blocks[places] == runs.blocks[places + distance]]
        if not len(places):
            return
        yield runs.records[places], runs.records[places + distance]


def _split(full: _Runs, others: tuple[Keys, ...]) -> Iterator[tuple[Rows, Rows]]:
    """Split over-full blocks by each other key in turn; what is over-full still, by those that come after it."""
    for at, other in enumerate(others):
        if not len(full.records):
            return
        small, large = _blocks(*_combined(full, other), TOGETHER)
        yield from _within(small)
        yield from _split(large, others[at + 1 :])


def _combined(full: _Runs, other: Keys) -> tuple[Rows, Rows]:
    """Give the records of over-full blocks with their block and the other key as one."""
    start = other.starts[full.records]
    many = other.starts[full.records + 1] - start
    if many.max(initial=0) < 2:  # noqa: PLR2004 -- nothing stands twice
        there = np.flatnonzero(many)
        return full.records[there], full.blocks[there] * other.span + other.values[start[there]]
    owner = np.repeat(np.arange(len(full.records)), many)
    within = np.arange(len(owner)) - (np.cumsum(many) - many)[owner]
    return full.records[owner], full.blocks[owner] * other.span + other.values[start[owner] + within]


def _numbered(records: int, one: Rows, other: Rows) -> Rows:
    low, high = np.minimum(one, other), np.maximum(one, other)
    apart = low != high
    numbered: Rows = low[apart] * records + high[apart]
    return numbered
