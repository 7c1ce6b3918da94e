"""From judgements to models: what people judged, with examples of two parties that the book itself gives."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from klantboek.duplicates.adaptation import FEWEST_JUDGED, Labelled, adapted
from klantboek.duplicates.blocking import candidates
from klantboek.duplicates.columns import Columns, columns_of, kind_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import Features
from klantboek.duplicates.find import explained_in, search
from klantboek.duplicates.model import Lesson, Model
from klantboek.duplicates.pairs import MINIMUM, Judged, Pair
from klantboek.duplicates.plan import plan_of

# How many candidates are looked at for examples of two parties, the weight below which they are, and how many
# judgements they count for together.
_EXAMPLES, _UNLIKE, _ALL_UNLIKE = 400, -10.0, 20
# Models that look as widely as those that were taught, and add nothing yet.
OPEN = tuple(replace(model, lesson=Lesson()) for model in MODELS)


def learned(
    features: Iterable[Features], judgements: Iterable[Judged], models: tuple[Model, ...] = MODELS
) -> tuple[Model, ...]:
    """Give the models with what people judged about these relations; the same ones when that is too little.

    Pairs that share a value and are as good as certainly two parties stand by as weak examples of those.
    """
    judged = list(judgements)
    if sum(one.verdict != "unsure" for one in judged) < FEWEST_JUDGED:
        return models
    return learned_in(columns_of(features), judged, models)


def learned_in(
    columns: Columns, judgements: Iterable[Judged], models: tuple[Model, ...] = MODELS
) -> tuple[Model, ...]:
    """Give the same of features that are laid out in columns."""
    judged = [one for one in judgements if one.verdict != "unsure"]
    if len(judged) < FEWEST_JUDGED:
        return models
    return adapted(models, examples_in(columns, judged, models))


def examples_in(
    columns: Columns, judged: Sequence[Judged], models: tuple[Model, ...] = MODELS
) -> list[Labelled]:
    """Give what there is to learn from: the judged pairs, and weak examples of two parties."""
    same = {
        (min(one.a, one.b), max(one.a, one.b)): one.verdict == "same"
        for one in judged
        if one.verdict != "unsure"
    }
    found: list[Labelled] = []
    for code, model in enumerate(models):
        some = kind_of(columns, code)
        lifts = search(some, model, MINIMUM).lifts
        pairs = explained_in(some, same, model, lifts)
        found += [Labelled(pair, model.kind, same[pair.a, pair.b]) for pair in pairs]
        others = [pair for pair in _unlike(some, model, lifts) if (pair.a, pair.b) not in same]
        strength = _ALL_UNLIKE / max(len(others), _ALL_UNLIKE)
        found += [Labelled(pair, model.kind, same=False, strength=strength) for pair in others]
    return found


def _unlike(columns: Columns, model: Model, lifts: dict[str, int]) -> list[Pair]:
    """Give some candidates, evenly over the book, that nothing holds together."""
    found = candidates(len(columns), plan_of(columns, model.kind))
    step = max(len(found.first) // _EXAMPLES, 1)
    chosen = zip(found.first[::step].tolist(), found.second[::step].tolist(), strict=True)
    wanted = [(columns.ids[first], columns.ids[second]) for first, second in chosen]
    return [pair for pair in explained_in(columns, wanted, model, lifts) if pair.weight < _UNLIKE]
