"""Whether a field tells anything about buying again: the strongest of what stands in it, and how sure that is."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from klantboek.book.measured import NO_VALUE, PREDICTS, WEAK
from klantboek.predictions.bins import binned
from klantboek.predictions.buying import Customer, shuffled
from klantboek.predictions.counts import Counts, Known
from klantboek.predictions.evidence import ENOUGH_FOR_NOTHING, FEWEST, Evidence, evidence
from klantboek.predictions.resampling import FOLDS, validated, value_bounds
from klantboek.predictions.weighed import Weighed
from klantboek.predictions.worth import Value

_CHANCE = 0.01
# With all of its interval below this the order that a field gives is as good as none.
_AS_GOOD_AS_NONE = 0.55
# A field carries its day when it does so for all but one in so many.
_ONE_IN = 20


class Past:
    """Customers of a book at the start of the last period, with what was known of them."""

    def __init__(
        self, customers: Sequence[Customer], known: Known, places: Sequence[int], weighed: Weighed
    ) -> None:
        self.customers = customers
        self.bought = [one.bought for one in customers]
        self._known = known
        self._places = places
        self._weighed = weighed

    @classmethod
    def of(cls, counts: Counts) -> "Past":
        """Look up what was known of the customers of a book when its last period began."""
        customers = counts.customers()
        return cls(customers, counts.known(customers), range(len(customers)), counts.weighed())

    @cache  # noqa: B019 -- a past lives as long as one measurement
    def only(self, kinds: tuple[str, ...]) -> "Past":
        """Give the past of the customers of some kinds."""
        kept = [place for place, one in enumerate(self.customers) if one.kind in kinds]
        return Past(
            [self.customers[place] for place in kept],
            self._known,
            [self._places[place] for place in kept],
            self._weighed,
        )

    def keep(self) -> None:
        """Keep what was weighed for the next time."""
        self._weighed.keep()

    @cached_property
    def _said(self) -> str:
        said = repr([(one.id, one.bought) for one in self.customers])
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {place: number for number, place in enumerate(self._places)}

    def _column(self, field: str) -> "_Column":
        rows = [
            (self._numbers[place], value, dated)
            for place, value, dated in self._known.column(field)
            if place in self._numbers
        ]
        undated = sum(not dated for *_, dated in rows)
        return _Column({number: value for number, value, _ in rows}, undated * _ONE_IN <= len(rows))

    @property
    def variables(self) -> list[str]:
        """Everything that was known of anybody."""
        return self._known.fields

    @property
    def yeses(self) -> int:
        """How many bought again."""
        return sum(self.bought)

    def value(self, variables: Sequence[str]) -> Value | None:
        """Weigh the fields that stand in one field; None when nothing was known of anybody."""
        made_of = (self._said, [(one, self._known.digests[one]) for one in variables])
        return self._weighed.get(made_of, lambda: self._weigh(variables))

    def _weigh(self, variables: Sequence[str]) -> Value | None:
        weighed = {}
        for one in variables:
            if (column := self._column(one)).values:
                bins = self._bins(column)
                weighed[one] = bins, evidence(self._table(bins)), column.was_known
        if not weighed:
            return None
        best = min(weighed, key=lambda one: _strength(one, *weighed[one][1:], tried=len(weighed)))
        bins, found, known = weighed[best]
        sure = replace(found, p=min(1.0, found.p * len(weighed)))
        cells = self._cells(bins) if found.is_enough else None
        auc = validated(cells) if cells is not None else None
        bounds = value_bounds(cells.sum(axis=0)) if cells is not None else None
        return Value(
            best, len(weighed), known, found, sure.p, auc, bounds, *verdict(sure, auc, was_known=known)
        )

    def _bins(self, column: "_Column") -> list[int]:
        placed = dict(zip(column.values, binned(list(column.values.values())), strict=True))
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


@dataclass(frozen=True)
class _Column:
    """The values of a field by customer, and whether they are those of the start of the period."""

    values: dict[int, Any]
    was_known: bool


def _strength(
    variable: str,
    found: Evidence,
    was_known: bool,  # noqa: FBT001 -- of this module alone
    *,
    tried: int,
) -> tuple[bool, float, float, str]:
    """Order variables, the strongest first: those that predict by what was known come before all others."""
    predicts = _predicts(replace(found, p=min(1.0, found.p * tried)))
    return not (predicts and was_known), found.p, -found.value, variable


def _predicts(found: Evidence) -> bool:
    return found.p < _CHANCE and found.value > 2 * found.noise


def verdict(found: Evidence, auc: tuple[float, float, float] | None, *, was_known: bool) -> tuple[str, str]:
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
