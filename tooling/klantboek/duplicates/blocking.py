"""Candidate pairs: records that have a value in common, and where many have it another value as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.texts import Hashes, joined

# A value that so many records have at most makes them candidates by itself; more must have another in common.
ALONE = 12
# Of so many records that share two values every pair is a candidate; more must share a third one.
TOGETHER = 8
# The bits that the number of a record takes at most.
_RECORD = 32


@dataclass(frozen=True, eq=False)
class Keys:
    """The values of one kind by which records are held together: a record and a hash in each row, by record."""

    name: str
    records: Rows
    hashes: Hashes
    among: int

    @cached_property
    def starts(self) -> Rows:
        """Give where the values of each of all records begin, and the end."""
        return np.concatenate(([0], np.cumsum(np.bincount(self.records, minlength=self.among))))


@dataclass(frozen=True)
class Bounded:
    """What a bound left out: pairs that share only this value, one that many records have."""

    key: str
    blocks: int
    pairs: int


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs of records worth comparing, first below second, each once, in order; and what was left out."""

    first: Rows
    second: Rows
    bounded: tuple[Bounded, ...]


def candidates(records: int, plan: "tuple[tuple[Keys, tuple[Keys, ...]], ...]") -> Candidates:
    """Give every pair that the plan of keys, each with those that split it, holds together."""
    found: list[Rows] = [np.zeros(0, np.int64)]
    bounded: list[Bounded] = []
    for key, others in plan:
        small, full = _blocks(key, ALONE)
        split = _split(full, others)
        pairs = np.concatenate(
            [_numbered(records, *part) for part in (*_within(small), *split)] or [np.zeros(0, np.int64)]
        )
        pairs = distinct(pairs)
        found.append(pairs)
        if len(full.records):
            bounded.append(_left_out(key.name, full, pairs, small))
    every = distinct(np.concatenate(found))
    first, second = np.divmod(every, max(records, 1))
    return Candidates(first, second, tuple(one for one in bounded if one.pairs))


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


def _blocks(key: Keys, most: int) -> tuple[_Runs, _Runs]:
    """Sort records by key and tell the blocks that are small from those that are over-full."""
    records, hashes = in_blocks(key)
    begins = (
        np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
        if len(hashes)
        else np.zeros(0, np.int64)
    )
    sizes = np.diff(np.append(begins, len(hashes)))
    blocks = np.repeat(np.arange(len(begins)), sizes)
    size_of = sizes[blocks] if len(blocks) else sizes
    some, many = (size_of > 1) & (size_of <= most), size_of > most
    return (
        _Runs(records[some], blocks[some], sizes[(sizes > 1) & (sizes <= most)]),
        _Runs(records[many], blocks[many], sizes[sizes > most]),
    )


def in_blocks(key: Keys) -> tuple[Rows, Hashes]:
    """Give records and hashes in the order of hash and record, each once."""
    if not len(key.hashes):
        return key.records, key.hashes
    order = np.argsort(key.hashes)
    records, hashes = key.records[order], key.hashes[order]
    # Sorting numbers is several times as fast as sorting by two keys.
    block = np.cumsum(np.concatenate(([False], hashes[1:] != hashes[:-1])))
    numbered = np.sort(block << _RECORD | records)
    new = np.concatenate(([True], numbered[1:] != numbered[:-1]))
    return (numbered & ((1 << _RECORD) - 1))[new], hashes[new]


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
        small, large = _blocks(_combined(full, other), TOGETHER)
        yield from _within(small)
        yield from _split(large, others[at + 1 :])


def _combined(full: _Runs, other: Keys) -> Keys:
    """Give the records of over-full blocks with their block and the other key as one."""
    start = other.starts[full.records]
    many = other.starts[full.records + 1] - start
    owner = np.repeat(np.arange(len(full.records)), many)
    within = np.arange(len(owner)) - (np.cumsum(many) - many)[owner]
    return Keys(
        other.name,
        full.records[owner],
        joined(full.blocks[owner].astype(np.uint64), other.hashes[start[owner] + within]),
        other.among,
    )


def _numbered(records: int, one: Rows, other: Rows) -> Rows:
    low, high = np.minimum(one, other), np.maximum(one, other)
    apart = low != high
    numbered: Rows = low[apart] * records + high[apart]
    return numbered
