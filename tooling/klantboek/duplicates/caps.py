"""Evidence added up by group: what comes from one source is capped, and what speaks against still counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.crossing import Tenths
from klantboek.duplicates.evaluation import NONE, Outcome
from klantboek.duplicates.model import TENTHS, Group, Model

Flags = NDArray[np.bool_]
Outcomes = Mapping[str, Outcome]
# A group that is capped stays this far below what the prior takes.
_SHORT_OF_PRIOR = 10
# What counts over other groups, such as one name of two people, may come so far above it.
_OVER_PRIOR = 10
# It is higher where the feature that tells duplicates from others agrees: few families give one name twice.
_AGREES = 40
# And where two records have nothing else to compare: what is not known doesn't speak against.
_ALONE = 25
_LEAST_SUPPORTED = 0.05
# A cap is lifted by at most so many tenths, where the book shows that a group's evidence is of duplicates.
_MOST_LIFTED = 120
# Others with the same evidence that every book is taken to have, before it is counted.
_OTHERS_AT_LEAST = 1


@dataclass(eq=False)
class Caps:
    """The groups of a model, with the prior of a book in tenths and how far each cap is lifted."""

    model: Model
    prior: int
    lifts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lifts = {group.name: _MOST_LIFTED if group.told_by else 0 for group in self.model.groups}
        self._group_of = {one.feature: one.group for one in self.model.comparisons}

    def total(
        self, tenths: dict[str, Tenths], relief: dict[str, Tenths] | None = None
    ) -> tuple[Tenths, dict[str, Tenths]]:
        """Add up: the prior, and each group within its cap and floor; also what cap and floor changed.

        ``relief`` is how much higher the cap of a group is for each pair; while that is not known, every cap
        is as high as it can get.
        """
        size = len(next(iter(tenths.values())))
        sums = {group.name: np.zeros(size, np.int32) for group in self.model.groups}
        against = {group.name: np.zeros(size, np.int32) for group in self.model.groups}
        for name, of in self._group_of.items():
            sums[of] += tenths[name]
            against[of] += np.minimum(tenths[name], 0)
        total = np.full(size, self.prior, np.int32)
        changed: dict[str, Tenths] = {}
        for group in self.model.groups:
            if group.over:
                continue
            whole = sums[group.name]
            bounded = np.maximum(whole, round(group.floor * TENTHS))
            if group.capped:
                more = _AGREES if relief is None else relief[group.name]
                cap = -self.prior - _SHORT_OF_PRIOR + self.lifts[group.name] + more
                # What speaks against is not outweighed by what a cap took.
                bounded = np.minimum(bounded, np.maximum(cap, 0) + against[group.name])
            changed[group.name] = bounded - whole
            if group.within:
                sums[group.within] += bounded
                against[group.within] += np.minimum(bounded, 0)
            else:
                total += bounded
        for group in self.model.groups:
            if group.over:
                changed[group.name] = self._over(group, tenths, changed)
                total += changed[group.name]
        return total, changed

    def _over(self, group: Group, tenths: dict[str, Tenths], changed: dict[str, Tenths]) -> Tenths:
        """Give what to take where some features add more than the prior takes, beyond what other caps took of them."""
        whole: Tenths = np.sum(
            [tenths[name] for name in group.over if name in tenths], axis=0, dtype=np.int32
        )
        taken = np.zeros(len(whole), np.int32)
        for name in dict.fromkeys(self._group_of[name] for name in group.over):
            taken += np.minimum(changed[name], 0)
        result: Tenths = np.minimum(_OVER_PRIOR - self.prior - whole - taken, 0)
        return result

    def relief(self, levels: Outcomes) -> dict[str, Tenths] | None:
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

    def _agrees(self, levels: Outcomes) -> Flags:
        """Tell for which pairs what tells people of one family apart says that they are one."""
        given, birth = self.model.of("given"), self.model.of("birth")
        told, born = levels["given"].levels, levels["birth"].levels
        alike = [given.at(name) for name in ("same", "sound", "called", "similar", "swapped")]
        apart = [birth.at(name) for name in ("twin", "other", "generation")]
        # All initials tell as much as a name.
        initials = (told == given.at("initial")) & (levels["initials"].levels == 0)
        found: Flags = (np.isin(told, alike) | initials) & ~np.isin(born, apart)
        return found

    def lift(self, group: Group, outcomes: Outcomes, tenths: Tenths) -> int:
        """Compare how often full evidence of a group goes with the feature that tells, and without."""
        if not group.told_by:
            return 0
        inner = {group.name, *(one.name for one in self.model.groups if one.within == group.name)}
        whole = np.sum([outcomes[n].tenths for n, of in self._group_of.items() if of in inner], axis=0)
        told = outcomes[group.told_by].levels
        # Whatever minimum is asked for, the same pairs are looked at.
        full = (whole >= -self.prior) & (told != NONE) & (tenths >= 0)
        comparison = self.model.of(group.told_by)
        other = (told == comparison.at("other")) | (told == comparison.at("family"))
        # Where they have a number in common that a register gave out.
        supported = outcomes["registration"].tenths > 0
        alike, unlike = full & ~other, full & other
        # Of those that are one party, as far as a register tells, so many have something else there.
        share = max(float(supported[alike].mean()) if alike.any() else 0.0, _LEAST_SUPPORTED)
        others = max(int(unlike.sum()) - int(supported[unlike].sum()) / share, 0) + _OTHERS_AT_LEAST
        return min(max(round(TENTHS * log2((int(alike.sum()) + 1) / others)), 0), _MOST_LIFTED)
