"""Relations as rows for Spark: their features as JSON, and the keys by which it holds them together."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from klantboek.duplicates.blocking import TOGETHER
from klantboek.duplicates.columns import columns_of
from klantboek.duplicates.crossing import Rows
from klantboek.duplicates.features import Features
from klantboek.duplicates.index import Index
from klantboek.duplicates.plan import PLANS, plan_of
from klantboek.duplicates.splink_settings import COLUMN, part_of

# A value by which relations are held together: of which kind, and its hash.
_Value = tuple[str, int]


def rows(index: Index, features: Sequence[Features]) -> list[dict[str, Any]]:
    """Give relations of one kind as rows for Spark: their id, their features as JSON, their keys.

    A value that few have in the index is a key by itself; one that many have is one together with another, and
    where many have both, with a third one.
    """
    if not features:
        return []
    kind = features[0].kind
    columns = columns_of(features)
    made = {one.name: one for key, others in plan_of(columns, kind) for one in (key, *others)}
    values = {
        name: [set(key.hashes[start:stop].tolist()) for start, stop in _stretches(key.records, len(columns))]
        for name, key in made.items()
    }
    holders = _Holders(index, kind)
    places = {number: at for at, number in enumerate(columns.ids)}
    return [_row(one, sorted(set(_keys(holders, values, places[one.id])))) for one in features]


def rows_of_pairs(features: Mapping[str, Features], pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Give relations as rows for Spark that holds just these pairs together."""
    keys: dict[str, list[str]] = {}
    for a, b in sorted(pairs):
        for one in (a, b):
            keys.setdefault(one, []).append(f"{a} {b}")
    return [_row(features[number], keys[number]) for number in sorted(keys)]


def _row(features: Features, keys: list[str]) -> dict[str, Any]:
    return {"id": features.id, COLUMN: json.dumps(features), "block_keys": keys}


class _Holders:
    """Who has some values together, by the index."""

    def __init__(self, index: Index, kind: str) -> None:
        self.plan, self.alone = PLANS[kind], int(index.meta["alone"][kind])
        self._arrays, self._kind, self._part = index.arrays, kind, part_of(index)
        self._known: dict[tuple[_Value, ...], Rows] = {}

    def many(self, values: tuple[_Value, ...]) -> int:
        """Count the relations that have all of these values."""
        return self._part * len(self._those(values))

    def _those(self, values: tuple[_Value, ...]) -> Rows:
        if values not in self._known:
            *before, (name, value) = values
            hashes = self._arrays[f"{self._kind}-{name}-hashes"]
            first, last = (
                np.searchsorted(hashes, np.uint64(value)),
                np.searchsorted(hashes, np.uint64(value), "right"),
            )
            found = np.asarray(self._arrays[f"{self._kind}-{name}-records"][first:last])
            found = np.intersect1d(self._those(tuple(before)), found) if before else found
            if len(found) <= TOGETHER:
                return found
            self._known[values] = found
        return self._known[values]


def _keys(holders: _Holders, values: Mapping[str, Sequence[set[int]]], at: int) -> Iterator[str]:
    """Give the keys of one relation, as the search of a whole book splits them."""
    for name, others in holders.plan.items():
        for value in values[name][at]:
            known = ((name, value),)
            if holders.many(known) <= holders.alone:
                yield _text(known)
            else:
                yield from _split(holders, values, at, known, others)


def _split(
    holders: _Holders,
    values: Mapping[str, Sequence[set[int]]],
    at: int,
    known: tuple[_Value, ...],
    others: tuple[str, ...],
) -> Iterator[str]:
    for place, other in enumerate(others):
        for value in values[other][at]:
            more = (*known, (other, value))
            if holders.many(more) <= TOGETHER:
                yield _text(more)
            else:
                yield from _split(holders, values, at, more, others[place + 1 :])


def _text(values: tuple[_Value, ...]) -> str:
    return "/".join(f"{name}:{value:x}" for name, value in values)


def _stretches(records: np.ndarray[Any, Any], size: int) -> list[tuple[int, int]]:
    starts = np.searchsorted(records, np.arange(size)).tolist()
    stops = np.searchsorted(records, np.arange(size), "right").tolist()
    return list(zip(starts, stops, strict=True))
