"""Whether a field tells anything about buying again: the strongest of what stands in it, and how sure that is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from klantboek.book.measured import NO_VALUE, PREDICTS, WEAK
from klantboek.predictions.bins import binned
from klantboek.predictions.buying import Customer, Period, shuffled
from klantboek.predictions.evidence import ENOUGH_FOR_NOTHING, FEWEST, Evidence, evidence
from klantboek.predictions.past import Known, known_on
from klantboek.predictions.resampling import FOLDS, validated, value_bounds

_CHANCE = 0.01
# With all of its interval below this the order that a field gives is as good as none.
_AS_GOOD_AS_NONE = 0.55
# A field carries its day when it does so for all but one in so many.
_ONE_IN = 20


@dataclass(frozen=True)
class Value:
    """What a field tells about buying again.

    ``variable`` is the field inside it that tells most, of the ``tried`` ones; ``p`` counts that so many were
    tried (Bonferroni). ``bounds`` are those of the information value, drawn again. ``was_known`` tells that its values are those of the start of the period; else they are
    today's, and may know more than one could. ``verdict`` is a word of ``book.measured``, "" when there is too
    little to say, and ``note`` says why.
    """

    variable: str
    tried: int
    was_known: bool
    evidence: Evidence
    p: float
    auc: tuple[float, float, float] | None
    bounds: tuple[float, float] | None
    verdict: str
    note: str


class Past:
    """Customers of a book at the start of the last period, with what was known of them."""

    def __init__(self, customers: Sequence[Customer], known: Sequence[Known]) -> None:
        self.customers = customers
        self.bought = [one.bought for one in customers]
        self._known = known

    @classmethod
    def of(cls, customers: Sequence[Customer], period: Period) -> "Past":
        """Look up what was known of customers when a period began."""
        return cls(customers, [known_on(one.value, period.start) for one in customers])

    @cache  # noqa: B019 -- a past lives as long as one measurement
    def only(self, kinds: tuple[str, ...]) -> "Past":
        """Give the past of the customers of some kinds."""
        pairs = zip(self.customers, self._known, strict=True)
        kept = [(one, known) for one, known in pairs if one.value["kind"] in kinds]
        return Past([one for one, _ in kept], [known for _, known in kept])

    @cached_property
    def _columns(self) -> tuple[dict[str, dict[int, Any]], Counter[str]]:
        """What was known by field and customer; and of how many customers a field carries no day."""
        found: dict[str, dict[int, Any]] = {}
        undated: Counter[str] = Counter()
        for number, known in enumerate(self._known):
            for field, value in known.values.items():
                found.setdefault(field, {})[number] = value
            undated.update(known.undated)
        return found, undated

    def _was_known(self, variable: str) -> bool:
        columns, undated = self._columns
        return undated[variable] * _ONE_IN <= len(columns[variable])

    @property
    def variables(self) -> list[str]:
        """Everything that was known of anybody."""
        return sorted(self._columns[0])

    @property
    def yeses(self) -> int:
        """How many bought again."""
        return sum(self.bought)

    def value(self, variables: Sequence[str]) -> Value | None:
        """Weigh the fields that stand in one field; None when nothing was known of anybody."""
        weighed = {one: (bins, evidence(self._table(bins))) for one in variables if (bins := self._bins(one))}
        if not weighed:
            return None
        best = min(weighed, key=lambda one: self._strength(one, weighed[one][1], len(weighed)))
        bins, found = weighed[best]
        sure = replace(found, p=min(1.0, found.p * len(weighed)))
        cells = self._cells(bins) if found.is_enough else None
        auc = validated(cells) if cells is not None else None
        bounds = value_bounds(cells.sum(axis=0)) if cells is not None else None
        known = self._was_known(best)
        return Value(
            best, len(weighed), known, found, sure.p, auc, bounds, *_verdict(sure, auc, was_known=known)
        )

    def _strength(self, variable: str, found: Evidence, tried: int) -> tuple[bool, float, float, str]:
        """Order variables, the strongest first: those that predict by what was known come before all others."""
        predicts = _predicts(replace(found, p=min(1.0, found.p * tried)))
        return not (predicts and self._was_known(variable)), found.p, -found.value, variable

    def _bins(self, variable: str) -> list[int]:
        column = self._columns[0].get(variable)
        if not column:
            return []
        values = list(column.values())
        placed = dict(zip(column, binned(values), strict=True))
        return [placed.get(number, 0) for number in range(len(self.customers))]

    def _table(self, bins: list[int]) -> list[tuple[int, int]]:
        counts = Counter(zip(bins, self.bought, strict=True))
        return [(counts[one, False], counts[one, True]) for one in range(max(bins) + 1)]

    def _cells(self, bins: list[int]) -> Any:
        import numpy as np  # noqa: PLC0415 -- 0.1 s to import

        cells = np.zeros((FOLDS, max(bins) + 1, 2), dtype=np.int64)
        for fold, place, bought in zip(self._folds, bins, self.bought, strict=True):
            cells[fold, place, int(bought)] += 1
        return cells

    @cached_property
    def _folds(self) -> list[int]:
        return [shuffled(one.id) % FOLDS for one in self.customers]


def _predicts(found: Evidence) -> bool:
    return found.p < _CHANCE and found.value > 2 * found.noise


def _verdict(found: Evidence, auc: tuple[float, float, float] | None, *, was_known: bool) -> tuple[str, str]:
    """Give the word, and a note where it says less than it seems; the chance is corrected for what was tried."""
    if not found.is_enough or auc is None:
        return "", f"too few to say: {found.yeses} bought again, {found.noes} did not; each takes {FEWEST}"
    if _predicts(found):
        return (PREDICTS, "") if was_known else (WEAK, "its values are today's, and may know what came after")
    if (
        found.p >= _CHANCE
        and auc[2] < _AS_GOOD_AS_NONE
        and min(found.noes, found.yeses) >= ENOUGH_FOR_NOTHING
    ):
        return NO_VALUE, ""
    return WEAK, ""
