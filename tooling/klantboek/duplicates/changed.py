"""What changed against the index of a book: only that is compared, with each other and with the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from klantboek.duplicates.columns import Columns, columns_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import Features
from klantboek.duplicates.find import Part, gathered
from klantboek.duplicates.friends import alike, with_friends
from klantboek.duplicates.index import KIND, Index, frequencies_in, lifts_in
from klantboek.duplicates.model import Model
from klantboek.duplicates.neighbours import holders, near
from klantboek.duplicates.pairs import MINIMUM, Bounded, Duplicates, Judged, Pair
from klantboek.duplicates.reasons import pairs_of
from klantboek.duplicates.scoring import Scored, Scorer, least_tenths
from klantboek.duplicates.sole_traders import SHARED, sole_traders


def for_changed(
    index: Index,
    changed: Iterable[Features],
    judgements: Iterable[Judged] = (),
    minimum: float = MINIMUM,
    gone: Iterable[str] = (),
) -> Duplicates:
    """Give the pairs of changed or new relations with each other and with all others in the index.

    A changed relation stands for the one that the index has under its number; those in ``gone`` are no more.
    """
    fresh, judged = sorted(changed, key=lambda one: one.id), tuple(judgements)
    replaced = {one.id for one in fresh}.union(gone)
    parts = [
        _changed_of_kind(
            index, [one for one in fresh if KIND.get(one.kind, 1) == code], replaced, model, minimum
        )
        for code, model in enumerate(index.models)
    ]
    parts.append(Part(tuple(_changed_traders(index, fresh, replaced, minimum))))
    return gathered(parts, judged)


def _changed_traders(index: Index, fresh: list[Features], gone: set[str], minimum: float) -> list[Pair]:
    """Give the pairs of a changed relation and one of the other kind."""
    columns, names = columns_of(fresh), {one.id for one in fresh}
    others = [
        one
        for model in MODELS
        for record in sorted(holders(index.arrays, columns, model.kind, tuple(SHARED)))
        if (one := index.features(model.kind, record)).id not in gone
    ]
    every = sum(index.records(model.kind) for model in MODELS)
    whole = columns_of([*fresh, *others])
    return sole_traders(whole, minimum, every, lambda a, b: a in names or b in names)


def _changed_of_kind(
    index: Index, fresh: list[Features], gone: set[str], model: Model, minimum: float
) -> Part:
    if not fresh:
        return Part()
    least = min(least_tenths(minimum), 0)
    held, bounded = _neighbours(index, fresh, gone, model)
    found = [*held, *combinations(fresh, 2)]
    looked = _look(index, found, model, least)
    beyond = looked.alike.difference(one.id for one in fresh)
    if beyond:
        # Friends of friends are compared too, and those are among the neighbours of who is alike.
        known = {one.id: one for two in found for one in two}
        found += _neighbours(index, [known[name] for name in sorted(beyond)], gone, model)[0]
        looked = _look(index, found, model, least)
    scorer = looked.scorer
    friends = with_friends(scorer, looked.scored, scorer.first_least(least))
    names = {one.id for one in fresh}
    pairs = pairs_of(scorer, scorer.taught(friends, least_tenths(minimum)), looked.columns)
    mine = [pair for pair in pairs if pair.a in names or pair.b in names]
    return Part(tuple(mine), (), bounded, looked.compared)


@dataclass(frozen=True)
class _Looked:
    """What came of some pairs; ``alike`` are the ids of those in a pair that is alike."""

    scorer: Scorer
    scored: Scored
    columns: Columns
    compared: int

    @property
    def alike(self) -> frozenset[str]:
        near_ones, ids = alike(self.scorer, self.scored), self.columns.ids
        rows = np.concatenate((self.scored.first[near_ones], self.scored.second[near_ones]))
        return frozenset(ids[row] for row in set(rows.tolist()))


def _look(index: Index, found: list[tuple[Features, Features]], model: Model, least: int) -> _Looked:
    columns = columns_of({one.id: one for one in chain.from_iterable(found)}.values())
    places = {name: at for at, name in enumerate(columns.ids)}
    pairs = {tuple(sorted((places[a.id], places[b.id]))) for a, b in found}
    rows = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    scorer = Scorer(model, columns, frequencies_in(index, columns, model.kind))
    scorer.lifts = lifts_in(index, model)
    scored = scorer.scored(rows[:, 0], rows[:, 1], scorer.first_least(least))
    return _Looked(scorer, scored, columns, len(rows))


def _neighbours(
    index: Index, some: list[Features], gone: set[str], model: Model
) -> tuple[list[tuple[Features, Features]], tuple[Bounded, ...]]:
    """Give each of some relations with each of its neighbours in the index, and what a bound left out."""
    columns = columns_of(some)
    own = [index.record_of(model.kind, number) for number in columns.ids]
    found = near(index.arrays, columns, model.kind, own, index.meta["alone"][model.kind])
    known = {record: index.features(model.kind, record) for record in sorted(set().union(*found.held))}
    pairs = [
        (one, known[record])
        for one, records in zip(some, found.held, strict=True)
        for record in sorted(records)
        if known[record].id not in gone and known[record].id != one.id
    ]
    return pairs, found.bounded
