"""What to ask a person next: the pair of which the verdict is least sure, by all that was answered so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from klantboek.duplicates.adaptation import Labelled, adapted
from klantboek.duplicates.columns import columns_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import Features
from klantboek.duplicates.find import duplicates_in
from klantboek.duplicates.learning import OPEN, examples_in
from klantboek.duplicates.lessons import Signs, signs_of
from klantboek.duplicates.pairs import Judged, Pair

# Pairs that are less probable by the table are not asked about, and of the others no more than so many.
_LEAST, _MOST_ASKED = 0.0001, 3000


@dataclass(frozen=True)
class Questions:
    """Pairs to ask about, and what there is to learn from: judged pairs and examples of two parties.

    ``pairs`` weigh what the table says, whatever was learned.
    """

    pairs: tuple[Pair, ...]
    known: tuple[Labelled, ...]
    signs: Mapping[str, tuple[tuple[int, ...], Signs]]

    @cached_property
    def weights(self) -> Mapping[tuple[str, str], float]:
        """Give the weight of each pair by what was learned so far."""
        found = {(pair.a, pair.b): pair.weight for pair in self.pairs}
        for model in adapted(MODELS, self.known, fewest=1):
            if model.lesson is not None and model.kind in self.signs:
                places, signs = self.signs[model.kind]
                weights = signs.taught(model.lesson.tenths).tolist()
                for place, weight in zip(places, weights, strict=True):
                    found[self.pairs[place].a, self.pairs[place].b] = weight
        return found

    def next(self, pairs: Sequence[Pair]) -> Pair | None:
        """Give of these the one that is least sure."""
        weights = self.weights
        return min(pairs, key=lambda one: (abs(weights[one.a, one.b]), one.a, one.b), default=None)

    def answered(self, pair: Pair, verdict: str) -> "Questions":
        """Give the questions that are left to ask when this pair is judged."""
        kind = self._kinds.get((pair.a, pair.b))
        if kind is None or verdict == "unsure":
            return self
        known = [one for one in self.known if (one.pair.a, one.pair.b) != (pair.a, pair.b)]
        return replace(self, known=(*known, Labelled(pair, kind, verdict == "same")))

    @cached_property
    def _kinds(self) -> Mapping[tuple[str, str], str]:
        return {
            (self.pairs[place].a, self.pairs[place].b): kind
            for kind, (places, _) in self.signs.items()
            for place in places
        }


def questions(features: Iterable[Features], judgements: Sequence[Judged]) -> Questions:
    """Give the questions that a book asks, with what was judged before."""
    columns = columns_of(features)
    found = duplicates_in(columns, (), _LEAST, OPEN).pairs
    some = tuple(sorted(found, key=lambda one: (abs(one.weight), one.a, one.b))[:_MOST_ASKED])
    kinds = dict(zip(columns.ids, np.asarray(columns.kinds).tolist(), strict=True))
    signs = {}
    for code, model in enumerate(MODELS):
        places = tuple(at for at, pair in enumerate(some) if kinds[pair.a] == kinds[pair.b] == code)
        if places:
            signs[model.kind] = places, signs_of([some[at] for at in places], model)
    return Questions(some, tuple(examples_in(columns, judgements)), signs)
