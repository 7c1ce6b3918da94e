"""A search done again after a few relations changed: what a whole search would find, to the last weight.

Only relations with other values, other weights or other neighbours are looked up, and those that were probable
before; where they are many the book is searched as a whole.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from klantboek.duplicates.adaptation import FEWEST_JUDGED
from klantboek.duplicates.blocking import left_out
from klantboek.duplicates.blocks import among
from klantboek.duplicates.collecting import collected_later
from klantboek.duplicates.columns import Columns, columns_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.evaluation import Frequencies
from klantboek.duplicates.features import PERSON, Features
from klantboek.duplicates.find import Part, explained_in, gathered, weighed
from klantboek.duplicates.model import prior_tenths
from klantboek.duplicates.pairs import MINIMUM, Duplicates, Judged, Pair
from klantboek.duplicates.scoring import Scorer, least_tenths
from klantboek.duplicates.sole_traders import FEW, SHARED, trader
from klantboek.duplicates.texts import hashes
from klantboek.duplicates.touched import LookUp, Moves, Touched
from klantboek.duplicates.trace import WORDS, Trace, text_of

# With more relations that changed a whole search is as quick.
MOST_MOVED = 100
_PAIR = 2


@collected_later()
def search_again(
    trace: Trace, moves: Moves, judgements: Sequence[Judged], look_up: LookUp
) -> Duplicates | None:
    """Give what a search of the whole book gives; None where only that can tell."""
    if len(judgements) >= FEWEST_JUDGED or len(moves) > MOST_MOVED:
        return None
    kinds = [Touched(trace.kinds[model.kind], model, moves, look_up) for model in MODELS]
    parts: list[Part] = []
    for one in kinds:
        found = _again(one, judgements, look_up)
        if found is None:
            return None
        parts += found
    traders = _traders(trace, kinds, moves, look_up)
    return None if traders is None else gathered([*parts, Part(tuple(traders))], judgements)


def _again(touched: Touched, judgements: Sequence[Judged], look_up: LookUp) -> list[Part] | None:
    """Give what comes of one kind, and of what was judged the same; None where all weights are others now."""
    standing, ids = touched.standing, touched.ids
    before = len(standing.ids)
    if touched.size < _PAIR:
        return [Part()]
    if before < _PAIR or prior_tenths(before) != prior_tenths(touched.size):
        return None
    records = touched.records()
    if records is None:
        return None
    found = touched.candidates(records)
    fresh = set().union(*found.now.values())
    first, second = standing.arrays["first"], standing.arrays["second"]
    kept = np.flatnonzero(~(among(first, records) | among(second, records)))
    rows = [*fresh, *zip(first[kept].tolist(), second[kept].tolist(), strict=True)]
    pairs = {(min(ids[a], ids[b]), max(ids[a], ids[b])) for a, b in rows}
    same = {(min(one.a, one.b), max(one.a, one.b)) for one in judgements if one.verdict == "same"}
    columns = columns_of(
        one for one in look_up({*chain.from_iterable(pairs | same)}) if one.kind == touched.model.kind
    )
    compared = standing.compared - len(set().union(*found.was.values())) + len(fresh)
    bounded = left_out(touched.counted(found))
    part, *judged_same = _weighed(touched, columns, pairs, same)
    return [replace(part, bounded=bounded, compared=compared), *judged_same]


def _weighed(
    touched: Touched, columns: Columns, pairs: set[tuple[str, str]], same: set[tuple[str, str]]
) -> list[Part]:
    if not len(columns):
        return [Part()]
    places = {name: at for at, name in enumerate(columns.ids)}
    rows = np.array(sorted((places[a], places[b]) for a, b in pairs), np.int64).reshape(-1, 2)
    frequencies = _frequencies(touched, columns)
    scorer = Scorer(touched.model, columns, frequencies)
    part = weighed(scorer, columns, (rows[:, 0], rows[:, 1]), MINIMUM).part
    told = explained_in(
        columns, same - {(one.a, one.b) for one in part.pairs}, touched.model, None, frequencies
    )
    return [part, Part(tuple(told))]


def _frequencies(touched: Touched, columns: Columns) -> Frequencies:
    """Give how often the texts of some records occur among all records now."""
    counts = {
        one.feature: touched.often(
            text_of(touched.model.kind, one.feature), hashes(columns.column[one.feature].texts)
        )
        if one.spread
        else np.zeros(len(columns.column[one.feature].texts), np.int64)
        for one in touched.model.comparisons
    }
    return Frequencies(touched.size, counts, lambda texts: touched.often(WORDS, hashes(texts)))


def _traders(trace: Trace, kinds: Sequence[Touched], moves: Moves, look_up: LookUp) -> list[Pair] | None:
    """Give the sole traders; None where their weights are others now."""
    sizes = (sum(len(one.standing.ids) for one in kinds), sum(one.size for one in kinds))
    if prior_tenths(sizes[0]) != prior_tenths(sizes[1]):
        return None
    moved = set(moves)
    values = {(name, value) for kind in kinds for name in SHARED for value in kind.moved_values(name)}
    crossed = {one for one in values if (_often(kinds, *one, now=False) > FEW) != (_often(kinds, *one) > FEW)}
    touched = moved | {
        kind.ids[record]
        for kind in kinds
        for name, value in crossed
        for blocks in (kind.before, kind.blocks)
        for record in blocks.holders(name, value).tolist()
    }
    others = look_up(touched - moved)
    pairs = {pair for pair in trace.traders if touched.isdisjoint(pair)}
    for one in (*filter(None, moves.values()), *others):
        pairs |= {(min(one.id, other), max(one.id, other)) for other in _partners(kinds, one)}
    known = {one.id: one for one in look_up({*chain.from_iterable(pairs)})}
    prior, least = prior_tenths(sizes[1]), least_tenths(MINIMUM)
    two = (sorted((known[a], known[b]), key=lambda one: one.kind == PERSON) for a, b in sorted(pairs))
    return [pair for firm, person in two if (pair := trader(firm, person, prior, least)) is not None]


def _shared(one: Features) -> set[tuple[str, int]]:
    """Give the values that relations of both kinds can have, as hashes."""
    return {(name, value) for name, field in SHARED.items() for value in hashes(getattr(one, field)).tolist()}


def _often(kinds: Sequence[Touched], name: str, value: int, *, now: bool = True) -> int:
    wanted = np.array([value], np.uint64)
    return sum(int((one if now else one.standing).often(name, wanted)[0]) for one in kinds)


def _partners(kinds: Sequence[Touched], one: Features) -> set[str]:
    """Give the relations of the other kind with which one shares a value that few have."""
    return {
        kind.ids[record]
        for name, value in _shared(one)
        if _often(kinds, name, value) <= FEW
        for kind in kinds
        if kind.model.kind != one.kind
        for record in kind.blocks.holders(name, value).tolist()
    }
