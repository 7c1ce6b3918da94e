"""The search as questions to a machine that joins rows and adds up: which pairs to weigh, and what comes of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from klantboek.duplicates import trader_settings
from klantboek.duplicates.columns import Columns, columns_of, place_of
from klantboek.duplicates.comparisons import MODELS
from klantboek.duplicates.features import Features
from klantboek.duplicates.find import Part, gathered, kept_apart
from klantboek.duplicates.friends import friends, least_alike
from klantboek.duplicates.index import Index
from klantboek.duplicates.model import TENTHS
from klantboek.duplicates.pairs import MINIMUM, Duplicates, Judged, Pair
from klantboek.duplicates.reasons import pairs_of
from klantboek.duplicates.scoring import Scorer, least_tenths
from klantboek.duplicates.sole_traders import sole_traders
from klantboek.duplicates.spark_rows import rows, rows_of_pairs
from klantboek.duplicates.splink_settings import model_of, part_of, scorer_of, settings

Ends = tuple[str, str]
# Pairs of ids in order, with their weight in bits.
Found = dict[Ends, float]
_ANY = -(1 << 30)
# By so many tenths of a bit a sum made elsewhere may differ from ours; a probability that every pair has.
_CLOSE, _LEAST = 1e-5, 1e-12


@dataclass(frozen=True, eq=False)
class Question:
    """Rows to be joined on their keys, and settings of Splink by which pairs are weighed.

    ``kind`` is that of the rows, "" for firms and persons; ``taught`` with what judgements add. Pairs of less
    than ``bits`` are not wanted.
    """

    kind: str
    rows: list[dict[str, Any]]
    settings: dict[str, Any]
    bits: float
    taught: bool = False


Answer = Callable[[Question], Found]


def found_by(
    answer: Answer, index: Index, features: Sequence[Features], minimum: float = MINIMUM
) -> dict[str, Found]:
    """Give the pairs of each kind that are at least so probable, and under no kind those of a firm and a person."""
    least = least_tenths(minimum)
    found = {model.kind: _of_kind(answer, index, features, model.kind, least) for model in MODELS}
    traders = Question(
        "", trader_settings.rows(index, features), trader_settings.settings(index), _bits(least)
    )
    return {**found, "": answer(traders)}


def _bits(tenths: int) -> float:
    return (tenths - _CLOSE) / TENTHS


def _of_kind(answer: Answer, index: Index, features: Sequence[Features], kind: str, least: int) -> Found:
    """Find pairs by the table, friends of friends too; then weigh them with what judgements taught."""
    model, told = model_of(index, kind, taught=True), settings(index, kind)
    some = {one.id: one for one in features if one.kind == kind}
    by_table = _bits(min(scorer_of(index, model, columns_of(())).first_least(least), 0))
    found = answer(Question(kind, rows(index, list(some.values())), told, by_table))
    alike = [ends for ends, weight in found.items() if weight >= _bits(least_alike(model))]
    more = rows_of_pairs(some, friends(alike).difference(found))
    found = found | answer(Question(kind, more, told, by_table))
    if model.lesson is not None:
        found = answer(Question(kind, rows_of_pairs(some, found), told, _bits(least), taught=True))
    return {ends: weight for ends, weight in found.items() if weight >= _bits(least)}


def duplicates_of(
    index: Index, features: Iterable[Features], found: dict[str, Found], judgements: Sequence[Judged] = ()
) -> Duplicates:
    """Give found pairs with their reasons and clusters, and with what people judged.

    What a bound left out, and how many were compared, is not counted.
    """
    ends = {number for pairs in found.values() for two in pairs for number in two}
    ends.update(number for one in judgements for number in (one.a, one.b))
    told = _Told(index, {one.id: one for one in features if one.id in ends})
    parts = [told.part(kind, pairs) for kind, pairs in found.items()]
    return gathered([*parts, told.judged_same(parts, judgements)], judgements)


@dataclass(frozen=True, eq=False)
class _Told:
    """The reasons of pairs, by the index and the features of those who are in one."""

    index: Index
    features: dict[str, Features]

    def part(self, kind: str, found: Found) -> Part:
        """Give pairs with their reasons, and those within clusters that can't be one party."""
        if kind:
            scorer, some, pairs = self._explained(kind, found)
            return Part(tuple(pairs), kept_apart(scorer, some, pairs))
        every = part_of(self.index) * sum(self.index.records(model.kind) for model in MODELS)
        return Part(
            tuple(
                sole_traders(
                    self._columns(found), _LEAST, every, lambda a, b: (min(a, b), max(a, b)) in found
                )
            )
        )

    def judged_same(self, parts: Iterable[Part], judgements: Sequence[Judged]) -> Part:
        """Give the pairs that were judged the same and not found: they are shown whatever they weigh."""
        known = {(pair.a, pair.b) for part in parts for pair in part.pairs}
        same = {(min(one.a, one.b), max(one.a, one.b)) for one in judgements if one.verdict == "same"} - known
        pairs: list[Pair] = []
        for model in MODELS:
            of_kind = {number for number, one in self.features.items() if one.kind == model.kind}
            wanted = [two for two in same if of_kind.issuperset(two)]
            pairs += self._explained(model.kind, wanted, lifts=False)[2]
        return Part(tuple(pairs))

    def _explained(
        self, kind: str, wanted: Iterable[Ends], *, lifts: bool = True
    ) -> tuple[Scorer, Columns, list[Pair]]:
        """Give pairs with their reasons, however little they weigh, and what they were weighed with."""
        pairs = sorted(wanted)
        some = self._columns(pairs)
        scorer = scorer_of(self.index, model_of(self.index, kind, taught=True), some)
        if not lifts:
            scorer.lifts = dict.fromkeys(scorer.lifts, 0)
        at = np.array([[place_of(some.ids, one) for one in two] for two in pairs], np.int64).reshape(-1, 2)
        scored = scorer.scored(at.min(axis=1), at.max(axis=1), _ANY)
        return scorer, some, pairs_of(scorer, scorer.taught(scored, _ANY), some)

    def _columns(self, pairs: Iterable[Ends]) -> Columns:
        return columns_of(
            self.features[number] for number in sorted({number for two in pairs for number in two})
        )
