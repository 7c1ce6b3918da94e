"""Candidate pairs: records that have a value in common, and where many have it another value as well."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.pairs import Bounded
from klantboek.duplicates.texts import Hashes, Places, mixed, starts_of

_Numbers = NDArray[np.integer[Any]]
# A value that so many records have at most makes them candidates by itself; more must have another in common.
ALONE = 12
# Where judgements teach, more pairs are looked at: as many as the widest of these bounds gives, as long as they
# are at most so many for each record and so many in all.
_WIDER = (150, 100, 60, 40, 25)
_MOST_EACH, _MOST_IN_ALL = 100, 250_000
# Of so many records that share two values every pair is a candidate; more must share a third one.
TOGETHER = 8
# So many values at a time: what is worked on stays in the memory that is near.
_AT_ONCE = 1 << 17
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
    def starts(self) -> Places:
        """Give where the values of each of all records begin, and the end."""
        return starts_of(np.bincount(self.records, minlength=self.among))

    @cached_property
    def span(self) -> int:
        """Give a number above all values."""
        return int(self.values.max(initial=0)) + 1


class Counted(NamedTuple):
    """What a key holds together: over-full values, pairs that share a value, and how many of those are candidates."""

    key: str
    blocks: int
    every: int
    pairs: int

    @property
    def bounded(self) -> Bounded | None:
        """What was left out; None where no value is over-full, or nothing was."""
        left = self.every - self.pairs
        return Bounded(self.key, self.blocks, left) if self.blocks and left > 0 else None


def left_out(counted: Iterable[Counted]) -> tuple[Bounded, ...]:
    """Give what was left out of each key that left out something."""
    return tuple(found for one in counted if (found := one.bounded) is not None)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs of records worth comparing, first below second, each once, in order; and what each key came to."""

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    counted: tuple[Counted, ...]

    @property
    def bounded(self) -> tuple[Bounded, ...]:
        """What was left out."""
        return left_out(self.counted)


def candidates(records: int, plan: Iterable[tuple[Keys, tuple[Keys, ...]]], alone: int = ALONE) -> Candidates:
    """Give every pair that the plan of keys, each with those that split it, holds together.

    A value makes candidates by itself of as many records as ``alone`` at most.
    """
    found, fresh = np.zeros(0, np.int64), [np.zeros(0, np.int64)]
    counted: list[Counted] = []
    for key, others in plan:
        some, blocks, every = [np.zeros(0, np.int64)], 0, 0
        for small, full in (_blocks(*part, alone) for part in _sliced(key)):
            parts = [_numbered(records, *part) for part in (*_within(small), *_split(full, others))]
            some += [distinct(np.concatenate(parts))] if parts else []
            blocks += len(full.sizes)
            every += _pairs_in(small.sizes) + _pairs_in(full.sizes)
        pairs = distinct(np.concatenate(some))
        counted.append(Counted(key.name, blocks, every, len(pairs)))
        fresh.append(pairs)
        if sum(map(len, fresh)) > len(found):
            found, fresh = distinct(np.concatenate((found, *fresh))), [np.zeros(0, np.int64)]
    found = distinct(np.concatenate((found, *fresh)))
    first, second = np.zeros(len(found), np.int32), np.zeros(len(found), np.int32)
    np.floor_divide(found, max(records, 1), out=first, casting="unsafe")
    np.remainder(found, max(records, 1), out=second, casting="unsafe")
    return Candidates(first, second, tuple(counted))


def widest(records: int, plan: Iterable[tuple[Keys, tuple[Keys, ...]]]) -> int:
    """Give how many records may share a value alone where judgements teach: the more, the smaller the book."""
    sizes = [np.unique(key.values, return_counts=True)[1].astype(np.int64) for key, _ in plan]
    every = np.concatenate([np.zeros(0, np.int64), *sizes])
    most = min(_MOST_EACH * records, _MOST_IN_ALL)
    for bound in _WIDER:
        some = every[every <= bound]
        if int((some * (some - 1) // 2).sum()) <= most:
            return bound
    return ALONE


def distinct(values: Rows) -> Rows:
    """Sort numbers and give each once."""
    values = np.sort(values)
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


def _sliced(key: Keys) -> Iterator[tuple[_Numbers, _Numbers]]:
    """Give records and values some at a time; the same values come together."""
    parts = len(key.values) // _AT_ONCE + 1
    if parts == 1:
        yield key.records, key.values
        return
    of = (mixed(key.values.astype(np.uint64)) % np.uint64(parts)).astype(np.min_scalar_type(parts))
    for part in range(parts):
        some = np.flatnonzero(of == part)
        yield key.records[some], key.values[some]


def _pairs_in(sizes: _Numbers) -> int:
    return int((sizes.astype(np.int64) * (sizes - 1) // 2).sum())


@dataclass(frozen=True, eq=False)
class _Runs:
    """Records in the order of their key; ``blocks`` numbers the key, ``sizes`` is how many have it."""

    records: _Numbers
    blocks: _Numbers
    sizes: _Numbers


def _blocks(records: _Numbers, values: _Numbers, most: int) -> tuple[_Runs, _Runs]:
    """Sort records by value and tell the blocks that are small from those that are over-full."""
    records, begins = _ordered(*_shared(records, values))
    sizes = np.diff(begins, append=len(records)).astype(np.int32)
    size_of = np.repeat(sizes, sizes)
    blocks = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    some, many = np.flatnonzero((size_of > 1) & (size_of <= most)), np.flatnonzero(size_of > most)
    return (
        _Runs(records[some], blocks[some], sizes[(sizes > 1) & (sizes <= most)]),
        _Runs(records[many], blocks[many], sizes[sizes > most]),
    )


def _shared(records: _Numbers, values: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Leave out most of what stands alone: counting is many times as quick as sorting."""
    slots: _Numbers = values
    if len(values) and values.max() > _SPARSE * len(values):
        bits = np.uint64(63 - (2 * len(values)).bit_length())
        slots = (mixed(values.astype(np.uint64)) >> (bits + np.uint64(1))).astype(np.int64)
    kept = np.flatnonzero((np.bincount(slots) > 1)[slots])
    return records[kept], values[kept]


def _ordered(records: _Numbers, values: _Numbers) -> tuple[_Numbers, Rows]:
    """Give records in the order of value and record, each once with a value, and where each value begins."""
    if values.max(initial=0) >> _RECORD - 1:
        order = np.argsort(values)
        records, values = records[order], values[order]
        # Sorting numbers is several times as fast as sorting by two keys.
        values = np.cumsum(np.diff(values, prepend=values[:1]) != 0)
    numbered = distinct(values.astype(np.int64) << _RECORD | records)
    values = (numbered >> _RECORD).astype(np.int32)
    return (numbered & ((1 << _RECORD) - 1)).astype(np.int32), np.flatnonzero(np.diff(values, prepend=-1))


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
    for distance in range(1, int(runs.sizes.max(initial=0))):
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


def _combined(full: _Runs, other: Keys) -> tuple[_Numbers, Rows]:
    """Give the records of over-full blocks with their block and the other key as one."""
    start = other.starts[full.records]
    many = other.starts[full.records + 1] - start
    if many.max(initial=0) < 2:  # noqa: PLR2004 -- nothing stands twice
        there = np.flatnonzero(many)
        return full.records[there], full.blocks[there].astype(np.int64) * other.span + other.values[
            start[there]
        ]
    owner = np.repeat(np.arange(len(full.records)), many)
    within = np.arange(len(owner)) - (np.cumsum(many) - many)[owner]
    return full.records[owner], full.blocks[owner].astype(np.int64) * other.span + other.values[
        start[owner] + within
    ]


def _numbered(records: int, one: Rows, other: Rows) -> Rows:
    low, high = np.minimum(one, other), np.maximum(one, other)
    apart = low != high
    numbered: Rows = low[apart].astype(np.int64) * records + high[apart]
    return numbered
