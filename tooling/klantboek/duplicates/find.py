"""Finding duplicates: features in, pairs with reasons and clusters out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.blocking import ALONE, Counted, candidates, widest
from klantboek.duplicates.clusters import clusters_of
from klantboek.duplicates.collecting import collected_later
from klantboek.duplicates.columns import Columns, columns_of, kind_of, place_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.crossing import Rows, beyond_two
from klantboek.duplicates.evaluation import Frequencies, frequencies_of
from klantboek.duplicates.features import Features
from klantboek.duplicates.friends import with_friends
from klantboek.duplicates.model import Model
from klantboek.duplicates.pairs import MINIMUM, Bounded, Duplicates, Judged, Pair
from klantboek.duplicates.plan import plan_of
from klantboek.duplicates.reasons import pairs_of
from klantboek.duplicates.scoring import Scorer, least_tenths
from klantboek.duplicates.sole_traders import sole_traders

# Clusters are looked at as a whole up to this many members; a larger one is no party but a common value.
_LARGEST_CHECKED = 60
# Less than any weight.
_ANY = -(1 << 30)
_NO_ROWS = np.zeros(0, np.int64)


@collected_later()
def find_duplicates(
    features: Iterable[Features],
    judgements: Iterable[Judged] = (),
    minimum: float = MINIMUM,
    models: tuple[Model, ...] = MODELS,
) -> Duplicates:
    """Give the pairs of relations that are one party with at least this probability, and their clusters.

    A pair judged distinct is left out and never in one cluster; a pair judged same is in one cluster.
    """
    return duplicates_in(columns_of(features), judgements, minimum, models)


def duplicates_in(
    columns: Columns, judgements: Iterable[Judged], minimum: float, models: tuple[Model, ...]
) -> Duplicates:
    """Give the same of features that are laid out in columns."""
    judged = tuple(judgements)
    parts = [_of_kind(columns, code, model, minimum, None) for code, model in enumerate(models)]
    parts.append(Part(tuple(sole_traders(columns, minimum))))
    return gathered([*parts, judged_same(columns, parts, judged, models)], judged)


def judged_same(
    columns: Columns, parts: "Iterable[Part]", judged: Iterable[Judged], models: tuple[Model, ...]
) -> "Part":
    """Give the pairs that were judged the same and not found: they are shown whatever they weigh."""
    same = {_in_order(one.a, one.b) for one in judged if one.verdict == "same"}
    found = {(pair.a, pair.b) for part in parts for pair in part.pairs} if same else set()
    return Part(tuple(_explained(columns, same - found, models)))


@collected_later()
def against(
    book: Iterable[Features],
    others: Iterable[Features],
    minimum: float = MINIMUM,
    models: tuple[Model, ...] = MODELS,
) -> Duplicates:
    """Give the pairs of one of the book and one of the others; the ids of the two must differ."""
    mine = list(book)
    known = frozenset(one.id for one in mine)
    columns = columns_of((*mine, *others))
    parts = [_of_kind(columns, code, model, minimum, known) for code, model in enumerate(models)]
    traders = sole_traders(columns, minimum, wanted=lambda a, b: (a in known) != (b in known))
    return gathered([*parts, Part(tuple(traders))], ())


def explained(
    features: Iterable[Features], wanted: Iterable[tuple[str, str]], models: tuple[Model, ...] = MODELS
) -> list[Pair]:
    """Give the pairs that are asked for with their reasons, however little they weigh.

    Pairs of one relation that isn't there, or of an organisation and a person, are left out.
    """
    return list(_explained(columns_of(features), wanted, models))


def _explained(
    columns: Columns, wanted: Iterable[tuple[str, str]], models: tuple[Model, ...]
) -> Iterator[Pair]:
    pairs = set(wanted)
    for code, model in enumerate(models if pairs else ()):
        yield from explained_in(kind_of(columns, code), pairs, model)


def explained_in(
    columns: Columns,
    wanted: Iterable[tuple[str, str]],
    model: Model,
    lifts: Mapping[str, int] | None = None,
    frequencies: Frequencies | None = None,
) -> list[Pair]:
    """Give the pairs of one kind that are asked for with their reasons; no cap is lifted unless ``lifts`` says so."""
    places = {name: at for at, name in enumerate(columns.ids)}
    rows = np.array(
        [sorted((places[a], places[b])) for a, b in sorted(wanted) if a in places and b in places and a != b],
        np.int64,
    ).reshape(-1, 2)
    if not len(rows):
        return []
    scorer = Scorer(model, columns, frequencies or frequencies_of(columns))
    scorer.lifts = {**dict.fromkeys(scorer.lifts, 0), **(lifts or {})}
    scored = scorer.scored(rows[:, 0], rows[:, 1], _ANY)
    return pairs_of(scorer, scorer.taught(scored, _ANY), columns)


def _in_order(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


@dataclass(frozen=True)
class Part:
    """What was found among the relations of one kind; ``apart`` are pairs that can't be one party."""

    pairs: tuple[Pair, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    bounded: tuple[Bounded, ...] = ()
    compared: int = 0


def gathered(parts: Iterable[Part], judgements: Iterable[Judged]) -> Duplicates:
    """Put the parts together: the best pair first, without those judged distinct, and with their clusters."""
    known, judged = list(parts), tuple(judgements)
    distinct = {_in_order(one.a, one.b) for one in judged if one.verdict == "distinct"}
    pairs = [pair for part in known for pair in part.pairs if (pair.a, pair.b) not in distinct]
    pairs.sort(key=lambda one: (-one.weight, one.a, one.b))
    return Duplicates(
        tuple(pairs),
        clusters_of(pairs, judged, [one for part in known for one in part.apart]),
        tuple(one for part in known for one in part.bounded),
        sum(part.compared for part in known),
    )


def _of_kind(columns: Columns, code: int, model: Model, minimum: float, ours: frozenset[str] | None) -> Part:
    return search(kind_of(columns, code), model, minimum, ours).part


@dataclass(frozen=True, eq=False)
class Searched:
    """What came of the records of one kind.

    ``lifts`` is how far each cap was lifted, ``probable`` are the candidates that may be pairs however far that
    is, and ``counted`` is what each key came to.
    """

    part: Part = field(default_factory=Part)
    lifts: dict[str, int] = field(default_factory=dict)
    probable: tuple[Rows, Rows] = (_NO_ROWS, _NO_ROWS)
    counted: tuple[Counted, ...] = ()


def search(columns: Columns, model: Model, minimum: float, ours: frozenset[str] | None = None) -> Searched:
    """Search records of one kind; with ``ours`` only pairs of one of these ids and another id are compared."""
    if len(columns) < 2:  # noqa: PLR2004 -- a pair
        return Searched()
    scorer = Scorer(model, columns, frequencies_of(columns))
    found = candidates(len(columns), plan_of(columns, model.kind), reach(columns, model))
    first, second = found.first, found.second
    if ours is not None:
        mine = np.fromiter((name in ours for name in columns.ids), np.bool_, len(columns))
        across = mine[first] != mine[second]
        first, second = first[across], second[across]
    searched = weighed(scorer, columns, (first, second), minimum, befriended=ours is None)
    part = replace(searched.part, bounded=found.bounded, compared=len(first))
    return replace(searched, part=part, counted=found.counted)


def weighed(
    scorer: Scorer,
    columns: Columns,
    rows: tuple[NDArray[np.integer[Any]], NDArray[np.integer[Any]]],
    minimum: float,
    *,
    befriended: bool = True,
) -> Searched:
    """Give what comes of some candidates, in order; with friends of friends where they are ``befriended``."""
    least = least_tenths(minimum)
    # Whether two are compared must not depend on the minimum that somebody asks for.
    by_table = min(scorer.first_least(least), 0)
    probable = scorer.scored(*rows, by_table)
    scored = scorer.settled(probable, by_table)
    scored = scorer.taught(with_friends(scorer, scored, by_table) if befriended else scored, least)
    pairs = pairs_of(scorer, scored, columns)
    several = [pairs[at] for at in beyond_two(scored.first, scored.second).tolist()]
    part = Part(tuple(pairs), kept_apart(scorer, columns, several))
    return Searched(part, scorer.lifts, (probable.first, probable.second))


def reach(columns: Columns, model: Model) -> int:
    """Give of how many records a value makes candidates by itself."""
    return ALONE if model.lesson is None else widest(len(columns), plan_of(columns, model.kind))


def kept_apart(scorer: Scorer, columns: Columns, pairs: list[Pair]) -> tuple[tuple[str, str], ...]:
    """Give the pairs within clusters that nobody holds to be one party: joined by others, they contradict."""
    known = {(pair.a, pair.b) for pair in pairs}
    inner = [
        pair
        for cluster in clusters_of(pairs)
        if 2 < len(cluster.members) <= _LARGEST_CHECKED  # noqa: PLR2004 -- with two there is no third
        for pair in combinations(cluster.members, 2)
        if pair not in known
    ]
    if not inner:
        return ()
    rows = np.array([[place_of(columns.ids, one) for one in pair] for pair in inner], np.int64)
    apart = scorer.contradicts(rows.min(axis=1), rows.max(axis=1))
    return tuple(pair for pair, is_apart in zip(inner, apart.tolist(), strict=True) if is_apart)
