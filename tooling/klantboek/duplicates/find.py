"""Finding duplicates: features in, pairs with reasons and clusters out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from klantboek.duplicates.adaptation import Labelled, adapted
from klantboek.duplicates.blocking import Bounded, candidates
from klantboek.duplicates.clusters import clusters_of
from klantboek.duplicates.collecting import collected_later
from klantboek.duplicates.columns import Columns, columns_of, kind_of, place_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.evaluation import frequencies_of
from klantboek.duplicates.features import Features
from klantboek.duplicates.model import Model
from klantboek.duplicates.pairs import Duplicates, Judged, Pair
from klantboek.duplicates.plan import plan_of
from klantboek.duplicates.reasons import pairs_of
from klantboek.duplicates.scoring import Scorer, least_tenths
from klantboek.duplicates.sole_traders import sole_traders

# What is shown when nobody says otherwise: more likely one party than two.
MINIMUM = 0.5
# How many candidates are looked at for examples of two parties, the weight below which they are, and how many
# judgements they count for together.
_EXAMPLES, _UNLIKE, _ALL_UNLIKE = 400, -10.0, 20
# Clusters are looked at as a whole up to this many members; a larger one is no party but a common value.
_LARGEST_CHECKED = 60


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
    return _explained(columns_of(features), wanted, models)


def _explained(columns: Columns, wanted: Iterable[tuple[str, str]], models: tuple[Model, ...]) -> list[Pair]:
    found: list[Pair] = []
    pairs = sorted(set(wanted))
    for code, model in enumerate(models if pairs else ()):
        some = kind_of(columns, code)
        places = {name: at for at, name in enumerate(some.ids)}
        rows = np.array(
            [sorted((places[a], places[b])) for a, b in pairs if a in places and b in places and a != b],
            np.int64,
        ).reshape(-1, 2)
        if len(rows):
            scorer = Scorer(model, some, frequencies_of(some))
            scorer.lifts = dict.fromkeys(scorer.lifts, 0)
            found += pairs_of(scorer, scorer.scored(rows[:, 0], rows[:, 1], -(1 << 30)), some)
    return found


def learned(
    features: Iterable[Features], judgements: Iterable[Judged], models: tuple[Model, ...] = MODELS
) -> tuple[Model, ...]:
    """Give the models with their weights adapted to what people judged about these relations.

    Pairs that share a value and are as good as certainly two parties stand by as weak examples of those.
    """
    return learned_in(columns_of(features), judgements, models)


def learned_in(
    columns: Columns, judgements: Iterable[Judged], models: tuple[Model, ...] = MODELS
) -> tuple[Model, ...]:
    """Give the same of features that are laid out in columns."""
    same = {_in_order(one.a, one.b): one.verdict == "same" for one in judgements if one.verdict != "unsure"}
    pairs = _explained(columns, same, models)
    if not pairs:
        return models
    others = [pair for pair in _unlike(columns, models) if (pair.a, pair.b) not in same]
    strength = _ALL_UNLIKE / max(len(others), _ALL_UNLIKE)
    labelled = [Labelled(pair, same[pair.a, pair.b]) for pair in pairs]
    return adapted(models, [*labelled, *(Labelled(pair, same=False, strength=strength) for pair in others)])


def _unlike(columns: Columns, models: tuple[Model, ...]) -> list[Pair]:
    """Give some candidates, evenly over the book, that nothing holds together."""
    wanted: list[tuple[str, str]] = []
    for code, model in enumerate(models):
        some = kind_of(columns, code)
        found = candidates(len(some), plan_of(some, model.kind))
        step = max(len(found.first) // _EXAMPLES, 1)
        chosen = zip(found.first[::step].tolist(), found.second[::step].tolist(), strict=True)
        wanted += [(some.ids[first], some.ids[second]) for first, second in chosen]
    return [pair for pair in _explained(columns, wanted, models) if pair.weight < _UNLIKE]


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
    return search(kind_of(columns, code), model, minimum, ours)[0]


def search(
    columns: Columns, model: Model, minimum: float, ours: frozenset[str] | None = None
) -> tuple[Part, dict[str, int]]:
    """Search records of one kind; give also how far each cap was lifted.

    With ``ours`` only pairs of one of these ids and another id are compared.
    """
    if len(columns) < 2:  # noqa: PLR2004 -- a pair
        return Part(), {}
    scorer = Scorer(model, columns, frequencies_of(columns))
    found = candidates(len(columns), plan_of(columns, model.kind))
    first, second = found.first, found.second
    if ours is not None:
        mine = np.fromiter((name in ours for name in columns.ids), np.bool_, len(columns))
        across = mine[first] != mine[second]
        first, second = first[across], second[across]
    least = least_tenths(minimum)
    pairs = pairs_of(scorer, scorer.settled(scorer.scored(first, second, min(least, 0)), least), columns)
    part = Part(tuple(pairs), kept_apart(scorer, columns, pairs), found.bounded, len(first))
    return part, scorer.lifts


def _beyond_two(pairs: list[Pair]) -> list[Pair]:
    """Leave out the pairs that have nothing to do with any other."""
    times = Counter(chain.from_iterable((pair.a, pair.b) for pair in pairs))
    return [pair for pair in pairs if times[pair.a] > 1 or times[pair.b] > 1]


def kept_apart(scorer: Scorer, columns: Columns, pairs: list[Pair]) -> tuple[tuple[str, str], ...]:
    """Give the pairs within clusters that nobody holds to be one party: joined by others, they contradict."""
    known = {(pair.a, pair.b) for pair in pairs}
    inner = [
        pair
        for cluster in clusters_of(_beyond_two(pairs))
        if 2 < len(cluster.members) <= _LARGEST_CHECKED  # noqa: PLR2004 -- with two there is no third
        for pair in combinations(cluster.members, 2)
        if pair not in known
    ]
    if not inner:
        return ()
    rows = np.array([[place_of(columns.ids, one) for one in pair] for pair in inner], np.int64)
    apart = scorer.contradicts(rows.min(axis=1), rows.max(axis=1))
    return tuple(pair for pair, is_apart in zip(inner, apart.tolist(), strict=True) if is_apart)
