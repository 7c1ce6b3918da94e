"""The waterfall of a pair: what each comparison added or took, in words."""

from collections.abc import Sequence

from klantboek.duplicates.columns import Column, Columns
from klantboek.duplicates.evaluation import NONE
from klantboek.duplicates.model import TENTHS
from klantboek.duplicates.pairs import Pair, Reason
from klantboek.duplicates.scoring import Scored, Scorer, probability

REGISTERS = {
    "kvk": "KvK",
    "kvk_branch": "KvK branch",
    "rsin": "RSIN",
    "vat": "VAT",
    "enterprise_number": "enterprise",
    "establishment_number": "establishment",
    "lei": "LEI",
    "eori": "EORI",
}


def pairs_of(scorer: Scorer, scored: Scored, columns: Columns) -> list[Pair]:
    """Give the scored pairs with their reasons, the heaviest reason first and the prior before all."""
    if not len(scored.first):
        return []
    told = _Telling(scorer, columns)
    features = [comparison.feature for comparison in scorer.model.comparisons]
    levels = zip(*(scored.outcomes[name].levels.tolist() for name in features), strict=True)
    weights = zip(*(scored.outcomes[name].tenths.tolist() for name in features), strict=True)
    changes = zip(*(scored.capped[group.name].tolist() for group in scorer.model.groups), strict=True)
    rows = zip(
        scored.first.tolist(),
        scored.second.tolist(),
        scored.tenths.tolist(),
        levels,
        weights,
        changes,
        strict=True,
    )
    return [told.pair(*row) for row in rows]


class _Telling:
    """Tells pairs; a reason that many pairs have is made once."""

    def __init__(self, scorer: Scorer, columns: Columns) -> None:
        self._comparisons = scorer.model.comparisons
        self._groups = scorer.model.groups
        self._columns = columns
        self._prior = Reason("prior", "prior", scorer.prior / TENTHS, "two relations taken at random")
        self._made: dict[tuple[int, int, int], Reason] = {}

    def pair(  # noqa: PLR0913, PLR0917 -- one for each column
        self,
        first: int,
        second: int,
        tenths: int,
        levels: Sequence[int],
        weights: Sequence[int],
        changes: Sequence[int],
    ) -> Pair:
        """Give one pair."""
        found = [
            self._reason(at, level, weight, first, second)
            for at, (level, weight) in enumerate(zip(levels, weights, strict=True))
            if level != NONE
        ]
        found.sort(key=_heaviest)
        found += [self._change(at, change) for at, change in enumerate(changes) if change]
        a, b = self._columns.ids[first], self._columns.ids[second]
        return Pair(min(a, b), max(a, b), tenths / TENTHS, probability(tenths), (self._prior, *found))

    def _reason(self, at: int, level: int, weight: int, first: int, second: int) -> Reason:
        key = (at, level, weight)
        if key in self._made:
            return self._made[key]
        comparison = self._comparisons[at]
        found = comparison.levels[level]
        if "{register}" in found.text:
            register = _register(self._columns.column["registration"], first, second, found.name)
            return Reason(
                comparison.feature, found.name, weight / TENTHS, found.text.format(register=register)
            )
        return self._made.setdefault(key, Reason(comparison.feature, found.name, weight / TENTHS, found.text))

    def _change(self, at: int, tenths: int) -> Reason:
        group = self._groups[at]
        key = (-1 - at, 0, tenths)
        if key not in self._made:
            text = f"counted less: {group.text}" if tenths < 0 else "no more than so much speaks against"
            self._made[key] = Reason(group.name, "capped" if tenths < 0 else "floor", tenths / TENTHS, text)
        return self._made[key]


def _heaviest(reason: Reason) -> tuple[float, str]:
    return (-reason.weight, reason.feature)


def _register(column: Column, first: int, second: int, level: str) -> str:
    """Name the register that a level is about."""
    left, right = (_numbers(column, row) for row in (first, second))
    for register, number in left:
        for other, same in right:
            if register == other and (number == same) == (level == "same"):
                return REGISTERS.get(register, "registration" if register == "other" else register)
    return "registration"


def _numbers(column: Column, row: int) -> list[tuple[str, str]]:
    codes = column.codes[column.starts[row] : column.starts[row + 1]]
    texts = (column.texts[code].partition(":") for code in codes.tolist())
    return [(register, number) for register, _, number in texts]
