"""From candidate pairs to weights: evidence added up by group, pairs that can't reach the minimum left early."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, log2

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.columns import Columns
from klantboek.duplicates.company_names import CompanyNames
from klantboek.duplicates.crossing import Rows, Tenths
from klantboek.duplicates.evaluation import (
    ADDRESS,
    NONE,
    Addresses,
    Evaluator,
    Frequencies,
    Outcome,
    values_of,
)
from klantboek.duplicates.model import TENTHS, Group, Model, prior_tenths
from klantboek.duplicates.person_names import PersonNames
from klantboek.duplicates.registers import Links, Registrations

Flags = NDArray[np.bool_]
_AT_ONCE = 1 << 16
# Levels that two parties have and one has not.
_APART = frozenset({"contradiction", "declared", "group"})
# A group that is capped stays this far below what the prior takes.
_SHORT_OF_PRIOR = 10
# So many of the first evaluators can rule a pair out by themselves: nothing adds up to more tenths than this.
_DECISIVE, _MOST = 2, 900
# It is higher where the feature that tells duplicates from others agrees: few families give one name twice.
_AGREES = 40
# And where two records have nothing else to compare: what is not known doesn't speak against.
_ALONE = 25
_LEAST_SUPPORTED = 0.05
# A cap is lifted by at most so many tenths, where the book shows that a group's evidence is of duplicates.
MOST_LIFTED = 120
# Others with the same evidence that every book is taken to have, before it is counted.
_OTHERS_AT_LEAST = 1


@dataclass(eq=False)
class Scored:
    """Pairs with their weight, and the level and weight of each comparison; ``capped`` is what a cap took."""

    first: Rows
    second: Rows
    tenths: Tenths
    outcomes: dict[str, Outcome]
    capped: dict[str, Tenths]


def least_tenths(probability: float) -> int:
    """Give the least weight that is at least this probable."""
    if not 0 < probability < 1:
        return -(1 << 30) if probability <= 0 else 1 << 30
    return ceil(TENTHS * log2(probability / (1 - probability)) - 1e-9)


@lru_cache(1 << 12)
def probability(tenths: int) -> float:
    """Give the probability that belongs to a weight."""
    odds = float(2 ** (min(max(tenths, -2000), 2000) / TENTHS))
    return odds / (1 + odds)


class Scorer:
    """A model laid over the columns of records."""

    def __init__(self, model: Model, columns: Columns, frequencies: Frequencies) -> None:
        self.model = model
        self.prior = prior_tenths(frequencies.records) + model.shift
        self._evaluators = tuple(_evaluators(model, columns, frequencies))
        self._group_of = {one.feature: one.group for one in model.comparisons}
        self.lifts: dict[str, int] = {
            group.name: MOST_LIFTED if group.told_by else 0 for group in model.groups
        }

    def scored(self, first: Rows, second: Rows, least: int) -> Scored:
        """Give the pairs that weigh at least ``least`` tenths."""
        parts = [
            self._some(first[start : start + _AT_ONCE], second[start : start + _AT_ONCE], least)
            for start in range(0, max(len(first), 1), _AT_ONCE)
        ]
        names = list(parts[0].outcomes)
        return Scored(
            np.concatenate([part.first for part in parts]),
            np.concatenate([part.second for part in parts]),
            np.concatenate([part.tenths for part in parts]),
            {
                name: Outcome(
                    np.concatenate([part.outcomes[name].levels for part in parts]),
                    np.concatenate([part.outcomes[name].tenths for part in parts]),
                )
                for name in names
            },
            {name: np.concatenate([part.capped[name] for part in parts]) for name in parts[0].capped},
        )

    def contradicts(self, first: Rows, second: Rows) -> Flags:
        """Tell which pairs have a level that only two parties have, and nothing that outweighs it."""
        scored = self._some(first, second, -(1 << 30))
        found = np.zeros(len(first), np.bool_)
        for comparison in self.model.comparisons:
            for at, level in enumerate(comparison.levels):
                if level.name in _APART:
                    found |= scored.outcomes[comparison.feature].levels == at
        return found & (scored.tenths < 0)

    def settled(self, scored: Scored, least: int) -> Scored:
        """Lift each cap as far as the pairs themselves allow, and leave those that are then below the minimum."""
        self.lifts = {group.name: self._lift(group, scored) for group in self.model.groups}
        weights = {name: some.tenths for name, some in scored.outcomes.items()}
        tenths, capped = self._total(weights, self._relief(scored.outcomes))
        kept = np.flatnonzero(tenths >= least)
        return _kept(Scored(scored.first, scored.second, tenths, scored.outcomes, capped), kept)

    def _lift(self, group: Group, scored: Scored) -> int:
        """Compare how often full evidence of a group goes with the feature that tells, and without."""
        if not group.told_by:
            return 0
        inner = {group.name, *(one.name for one in self.model.groups if one.within == group.name)}
        whole = np.sum([scored.outcomes[n].tenths for n, of in self._group_of.items() if of in inner], axis=0)
        told = scored.outcomes[group.told_by].levels
        # Whatever minimum is asked for, the same pairs are looked at.
        full = (whole >= -self.prior) & (told != NONE) & (scored.tenths >= 0)
        comparison = self.model.of(group.told_by)
        other = (told == comparison.at("other")) | (told == comparison.at("family"))
        supported = self._supported(scored)
        alike, unlike = full & ~other, full & other
        # Of those that are one party, as far as a register tells, so many have something else there.
        share = max(float(supported[alike].mean()) if alike.any() else 0.0, _LEAST_SUPPORTED)
        others = max(int(unlike.sum()) - int(supported[unlike].sum()) / share, 0) + _OTHERS_AT_LEAST
        return min(max(round(TENTHS * log2((int(alike.sum()) + 1) / others)), 0), MOST_LIFTED)

    def _supported(self, scored: Scored) -> Flags:
        """Tell which pairs have a number in common that a register gave out."""
        found: Flags = scored.outcomes["registration"].tenths > 0
        return found

    def _some(self, a: Rows, b: Rows, least: int) -> Scored:
        levels: dict[str, Outcome] = {}
        # What records declare and what registers say rules most pairs out before anything else is looked at.
        for one in self._evaluators[:_DECISIVE]:
            found = one.outcomes(a, b)[0]
            decided = np.flatnonzero(found.tenths > least - _MOST)
            levels[one.comparisons[0].feature] = found
            a, b, levels = (
                a[decided],
                b[decided],
                {name: _rows(some, decided) for name, some in levels.items()},
            )
        bounds = _tenths(levels)
        for one in self._evaluators[_DECISIVE:]:
            names = [comparison.feature for comparison in one.comparisons]
            bounds.update(zip(names, one.bounds(a, b), strict=True))
        kept = np.flatnonzero(self._total(bounds)[0] >= least)
        for one in self._evaluators[_DECISIVE:]:
            # What is left after each comparison can only shrink: bounds are never below the weight itself.
            if len(kept) < len(a):
                bounds = {name: tenths[kept] for name, tenths in bounds.items()}
                levels = {name: _rows(some, kept) for name, some in levels.items()}
                a, b = a[kept], b[kept]
            names = [comparison.feature for comparison in one.comparisons]
            levels.update(zip(names, one.outcomes(a, b), strict=True))
            bounds.update((name, levels[name].tenths) for name in names)
            kept = np.flatnonzero(self._total(bounds, self._relief(levels))[0] >= least)
        for one in self._evaluators:
            if isinstance(one, PersonNames):
                a, b, levels = a[kept], b[kept], {name: _rows(some, kept) for name, some in levels.items()}
                one.lower(levels, a, b)
                kept = np.flatnonzero(self._total(_tenths(levels), self._relief(levels))[0] >= least)
        total, capped = self._total(_tenths(levels), self._relief(levels))
        return _kept(Scored(a, b, total, levels, capped), kept)

    def _total(
        self, tenths: dict[str, Tenths], relief: dict[str, Tenths] | None = None
    ) -> tuple[Tenths, dict[str, Tenths]]:
        """Add up: the prior, and each group within its cap and floor; also what cap and floor changed.

        ``relief`` is how much higher the cap of a group is for each pair; while that is not known, every cap
        is as high as it can get.
        """
        size = len(next(iter(tenths.values())))
        sums = {group.name: np.zeros(size, np.int32) for group in self.model.groups}
        for name, of in self._group_of.items():
            sums[of] += tenths[name]
        total = np.full(size, self.prior, np.int32)
        changed: dict[str, Tenths] = {}
        for group in self.model.groups:
            whole = sums[group.name]
            bounded = np.maximum(whole, round(group.floor * TENTHS))
            if group.capped:
                more = _AGREES if relief is None else relief[group.name]
                bounded = np.minimum(
                    bounded, -self.prior - _SHORT_OF_PRIOR + group.shift + self.lifts[group.name] + more
                )
            changed[group.name] = bounded - whole
            if group.within:
                sums[group.within] += bounded
            else:
                total += bounded
        return total, changed

    def _relief(self, levels: dict[str, Outcome]) -> dict[str, Tenths] | None:
        """Give how much higher each cap is for each pair: where the one who tells agrees, or nothing else is known."""
        if len(levels) < len(self.model.comparisons):
            return None
        size = len(next(iter(levels.values())).levels)
        found = {group.name: np.zeros(size, np.int32) for group in self.model.groups}
        for group in self.model.groups:
            if group.told_by:
                found[group.name][self._agrees(levels)] = _AGREES
            elif group.capped:
                inner = {group.name, *(one.name for one in self.model.groups if one.within == group.name)}
                others = [
                    some.levels
                    for name, some in levels.items()
                    if self._group_of[name] not in inner and name != "form"
                ]
                found[group.name][(np.max(others, axis=0) == NONE)] = _ALONE
        return found

    def _agrees(self, levels: dict[str, Outcome]) -> Flags:
        """Tell for which pairs what tells people of one family apart says that they are one."""
        given, birth = self.model.of("given"), self.model.of("birth")
        told, born = levels["given"].levels, levels["birth"].levels
        alike = [given.at(name) for name in ("same", "sound", "similar", "swapped")]
        apart = [birth.at(name) for name in ("twin", "other", "generation")]
        found: Flags = np.isin(told, alike) & ~np.isin(born, apart)
        return found


def _rows(outcome: Outcome, kept: Rows) -> Outcome:
    return Outcome(outcome.levels[kept], outcome.tenths[kept])


def _tenths(levels: dict[str, Outcome]) -> dict[str, Tenths]:
    return {name: some.tenths for name, some in levels.items()}


def _kept(scored: Scored, kept: Rows) -> Scored:
    return Scored(
        scored.first[kept],
        scored.second[kept],
        scored.tenths[kept],
        {name: Outcome(some.levels[kept], some.tenths[kept]) for name, some in scored.outcomes.items()},
        {name: tenths[kept] for name, tenths in scored.capped.items()},
    )


def _evaluators(model: Model, columns: Columns, frequencies: Frequencies) -> Iterator[Evaluator]:
    """Give the evaluators of a model, the cheapest first."""
    known = {one.feature: one for one in model.comparisons}
    values = {
        name: values_of(one, columns, frequencies)
        for name, one in known.items()
        if name not in {"name", "registration", "link"}
    }
    yield Links(known["link"], columns)
    yield Registrations(known["registration"], columns.column["registration"], frequencies)
    for name in ("sex", "account", "form", "domain", "phone", "initials", "person"):
        if name in values:
            yield values[name]
    if "surname" in known:
        yield PersonNames(values["surname"], values["given"], values["birth"], known["street"])
    yield values["email"]
    yield Addresses(tuple(values[name] for name in ADDRESS))
    if "name" in known:
        yield CompanyNames(known["name"], columns.column["name"], frequencies)
