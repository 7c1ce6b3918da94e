"""The waterfall of a pair: what each comparison added or took, in words."""

from collections.abc import Sequence

import numpy as np

from klantboek.duplicates.columns import Column, Columns
from klantboek.duplicates.crossing import Rows, best_place, met
from klantboek.duplicates.evaluation import NONE
from klantboek.duplicates.gathering import Known
from klantboek.duplicates.lessons import LEARNED
from klantboek.duplicates.model import TENTHS, Group, Model
from klantboek.duplicates.pairs import Pair, Reason
from klantboek.duplicates.scoring import Scored, Scorer, probability
from klantboek.duplicates.vocabulary import Vocabulary

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

# What the judgements of a book say against a pair, and for it.
_TAUGHT = ("pairs like this were judged distinct", "pairs like this were judged the same")


def pairs_of(scorer: Scorer, scored: Scored, columns: Columns) -> list[Pair]:
    """Give the scored pairs with their reasons, the heaviest reason first and the prior before all."""
    if not len(scored.first):
        return []
    reasons, changes = _Reasons(scorer.model), _Changes(scorer.model.groups)
    keys, counts = _keys(scorer.model, scored, columns, reasons)
    capped = zip(*(scored.capped[group.name].tolist() for group in scorer.model.groups), strict=True)
    taught = scored.taught.tolist() if scored.taught is not None else [0] * len(scored.first)
    prior = Reason("prior", "prior", scorer.prior / TENTHS, "two relations taken at random")
    found = []
    rows = zip(
        Vocabulary(columns.ids).some(scored.first),
        Vocabulary(columns.ids).some(scored.second),
        scored.tenths.tolist(),
        keys,
        counts,
        capped,
        taught,
        strict=True,
    )
    for a, b, tenths, told, many, changed, more in rows:
        steps = (prior, *map(reasons.__getitem__, told[:many]))
        if any(changed):
            steps += tuple(changes[one] for one in enumerate(changed) if one[1])
        if more:
            steps += (Reason("judgements", LEARNED, more / TENTHS, _TAUGHT[more > 0]),)
        found.append(Pair(min(a, b), max(a, b), tenths / TENTHS, probability(tenths), steps))
    return found


# A reason as one number: which comparison, which level, which register, and the weight.
_AT, _LEVEL, _REGISTER, _WEIGHT = 1 << 56, 1 << 48, 1 << 32, 1 << 31
_LAST = (1 << 62) - 1


def _keys(
    model: Model, scored: Scored, columns: Columns, reasons: "_Reasons"
) -> tuple[list[list[int]], list[int]]:
    """Give the reasons of each pair as numbers, the heaviest first, and how many there are."""
    size, some = len(scored.first), model.comparisons
    keys, ranks = np.full((size, len(some)), _LAST), np.full((size, len(some)), _LAST)
    names = sorted(one.feature for one in some)
    for at, comparison in enumerate(some):
        levels, tenths = (
            scored.outcomes[comparison.feature].levels,
            scored.outcomes[comparison.feature].tenths,
        )
        there = np.flatnonzero(levels != NONE)
        weights = tenths[there].astype(np.int64)
        keys[there, at] = at * _AT + levels[there] * np.int64(_LEVEL) + weights + _WEIGHT
        if comparison.feature == "registration":
            keys[there, at] += reasons.registers_of(scored, there, columns) * np.int64(_REGISTER)
        ranks[there, at] = -weights * len(some) + names.index(comparison.feature)
    ordered = np.take_along_axis(keys, np.argsort(ranks, axis=1), axis=1)
    return ordered.tolist(), (ordered != _LAST).sum(axis=1).tolist()


class _Reasons(dict[int, Reason]):
    """Reasons by number; one that many pairs have is made once."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._comparisons = model.comparisons
        self._registers = Known()

    def __missing__(self, key: int) -> Reason:
        at, rest = divmod(key, _AT)
        level, rest = divmod(rest, _LEVEL)
        register, weight = divmod(rest, _REGISTER)
        comparison = self._comparisons[at]
        found = comparison.levels[level]
        text = found.text
        if comparison.feature == "registration":
            text = text.format(register=list(self._registers)[register])
        made = self[key] = Reason(comparison.feature, found.name, (weight - _WEIGHT) / TENTHS, text)
        return made

    def registers_of(self, scored: Scored, rows: Rows, columns: Columns) -> Rows:
        """Give the number of the register that the level of each pair is about."""
        column, levels = columns.column["registration"], scored.outcomes["registration"].levels[rows]
        first, second = scored.first[rows], scored.second[rows]
        found = np.zeros(len(rows), np.int64)
        same = np.flatnonzero(levels == 0)
        crossing = met(column, column, first[same], second[same])
        place = best_place(crossing, (crossing.left == crossing.right).astype(np.int32))
        for at, text in zip(
            same[crossing.pairs].tolist(), Vocabulary(column.texts).some(crossing.left[place]), strict=True
        ):
            found[at] = self._registers[_name_of(text.partition(":")[0])]
        for at in np.flatnonzero(levels != 0).tolist():
            found[at] = self._registers[_register(column, int(first[at]), int(second[at]))]
        return found


class _Changes(dict[tuple[int, int], Reason]):
    """What a cap or a floor of a group changed, by the place of the group and the tenths."""

    def __init__(self, groups: Sequence[Group]) -> None:
        super().__init__()
        self._groups = groups

    def __missing__(self, key: tuple[int, int]) -> Reason:
        at, tenths = key
        group = self._groups[at]
        text = f"counted less: {group.text}" if tenths < 0 else "counted less: these differences go together"
        made = self[key] = Reason(group.name, "capped" if tenths < 0 else "floor", tenths / TENTHS, text)
        return made


def _register(column: Column, first: int, second: int) -> str:
    """Name the first register in which two relations have different numbers."""
    left, right = (_numbers(column, row) for row in (first, second))
    for register, number in left:
        if any(register == other and number != same for other, same in right):
            return _name_of(register)
    return _name_of("other")


def _name_of(register: str) -> str:
    return REGISTERS.get(register, "registration" if register == "other" else register)


def _numbers(column: Column, row: int) -> list[tuple[str, str]]:
    codes = column.codes[column.starts[row] : column.starts[row + 1]]
    texts = (column.texts[code].partition(":") for code in codes.tolist())
    return [(register, number) for register, _, number in texts]
