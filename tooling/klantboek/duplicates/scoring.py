"""From candidate pairs to weights: evidence added up by group, pairs that can't reach the minimum left early."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from klantboek.duplicates.addresses import ADDRESS, Addresses
from klantboek.duplicates.caps import Caps
from klantboek.duplicates.columns import Columns
from klantboek.duplicates.company_names import CompanyNames
from klantboek.duplicates.contacts import Contacts
from klantboek.duplicates.crossing import Rows, Tenths
from klantboek.duplicates.evaluation import Evaluator, Frequencies, Outcome, values_of
from klantboek.duplicates.lessons import steps_of
from klantboek.duplicates.mail_addresses import MailAddresses
from klantboek.duplicates.model import TENTHS, Model, prior_tenths
from klantboek.duplicates.person_names import PersonNames
from klantboek.duplicates.registers import Links, Registrations

Flags = NDArray[np.bool_]
# So many pairs at a time; of very many more, for what is alike is worked out once for all of them.
_AT_ONCE, _MANY, _OF_MANY = 1 << 15, 1 << 21, 1 << 16
# Levels that two parties have and one has not.
_APART = frozenset({"contradiction", "declared", "group", "numbers"})
# So many of the first evaluators can rule a pair out by themselves: nothing adds up to more tenths than this.
_DECISIVE, _MOST = 2, 900
# Where judgements teach, pairs of at least this weight by the table are weighed again.
_AGAIN = -200


@dataclass(eq=False)
class Scored:
    """Pairs with their weight, and the level and weight of each comparison.

    ``capped`` is what a cap took, ``taught`` what judgements added; None where nobody judged.
    """

    first: Rows
    second: Rows
    tenths: Tenths
    outcomes: dict[str, Outcome]
    capped: dict[str, Tenths]
    taught: Tenths | None = None


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
        self.prior = prior_tenths(frequencies.records)
        self._evaluators = tuple(_evaluators(model, columns, frequencies))
        self._caps = Caps(model, self.prior)

    @property
    def lifts(self) -> dict[str, int]:
        """How far the cap of each group is lifted."""
        return self._caps.lifts

    @lifts.setter
    def lifts(self, lifts: dict[str, int]) -> None:
        self._caps.lifts = lifts

    def scored(self, first: NDArray[np.integer[Any]], second: NDArray[np.integer[Any]], least: int) -> Scored:
        """Give the pairs that weigh at least ``least`` tenths."""
        size = _AT_ONCE if len(first) < _MANY else _OF_MANY
        parts = [
            self._some(
                first[start : start + size].astype(np.int64),
                second[start : start + size].astype(np.int64),
                least,
            )
            for start in range(0, max(len(first), 1), size)
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

    def first_least(self, least: int) -> int:
        """Give the least weight by the table that a pair must have to come to ``least`` with what was taught."""
        return least if self.model.lesson is None else min(least, _AGAIN)

    def taught(self, scored: Scored, least: int) -> Scored:
        """Add what judgements taught, and leave the pairs that are then below the minimum."""
        if self.model.lesson is None:
            return _kept(scored, np.flatnonzero(scored.tenths >= least))
        steps = steps_of(self.model, scored.outcomes, scored.capped, scored.tenths)
        found = replace(scored, tenths=scored.tenths + steps, taught=steps)
        return _kept(found, np.flatnonzero(found.tenths >= least))

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
        self.lifts = {
            group.name: self._caps.lift(group, scored.outcomes, scored.tenths) for group in self.model.groups
        }
        weights = {name: some.tenths for name, some in scored.outcomes.items()}
        tenths, capped = self._caps.total(weights, self._caps.relief(scored.outcomes))
        kept = np.flatnonzero(tenths >= least)
        return _kept(Scored(scored.first, scored.second, tenths, scored.outcomes, capped), kept)

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
        whole = [one for one in self._evaluators[_DECISIVE:] if not one.exact]
        # The first of them is looked at whatever the bounds are: it decides most.
        known, bounded = [one for one in self._evaluators[_DECISIVE:] if one.exact] + whole[:1], whole[1:]
        for one in known:
            names = [comparison.feature for comparison in one.comparisons]
            levels.update(zip(names, one.outcomes(a, b), strict=True))
            bounds.update((name, levels[name].tenths) for name in names)
        for one in bounded:
            names = [comparison.feature for comparison in one.comparisons]
            bounds.update(zip(names, one.bounds(a, b), strict=True))
        kept = np.flatnonzero(self._caps.total(bounds, self._caps.relief(levels))[0] >= least)
        for one in bounded:
            # What is left after each comparison can only shrink: bounds are never below the weight itself.
            if len(kept) < len(a):
                bounds = {name: tenths[kept] for name, tenths in bounds.items()}
                levels = {name: _rows(some, kept) for name, some in levels.items()}
                a, b = a[kept], b[kept]
            names = [comparison.feature for comparison in one.comparisons]
            levels.update(zip(names, one.outcomes(a, b), strict=True))
            bounds.update((name, levels[name].tenths) for name in names)
            kept = np.flatnonzero(self._caps.total(bounds, self._caps.relief(levels))[0] >= least)
        for one in self._evaluators:
            if isinstance(one, (PersonNames, Contacts)):
                a, b, levels = a[kept], b[kept], {name: _rows(some, kept) for name, some in levels.items()}
                one.lower(levels, a, b)
                kept = np.flatnonzero(
                    self._caps.total(_tenths(levels), self._caps.relief(levels))[0] >= least
                )
        total, capped = self._caps.total(_tenths(levels), self._caps.relief(levels))
        return _kept(Scored(a, b, total, levels, capped), kept)


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
        None if scored.taught is None else scored.taught[kept],
    )


def _evaluators(model: Model, columns: Columns, frequencies: Frequencies) -> Iterator[Evaluator]:
    """Give the evaluators of a model in the order in which the most pairs are left out soonest."""
    known = {one.feature: one for one in model.comparisons}
    values = {
        name: values_of(one, columns, frequencies)
        for name, one in known.items()
        if name not in {"name", "registration", "link"}
    }
    yield Links(known["link"], columns)
    yield Registrations(known["registration"], columns.column["registration"], frequencies)
    for name in ("sex", "account", "form", "initials"):
        if name in values:
            yield values[name]
    if "surname" in known:
        yield PersonNames(values["surname"], values["given"], values["birth"], known["street"])
        yield MailAddresses(values["email"], values["domain"])
        yield values["phone"]
        yield Addresses(tuple(values[name] for name in ADDRESS))
    else:
        yield Addresses(tuple(values[name] for name in ADDRESS))
        yield MailAddresses(values["email"], values["domain"])
        yield values["phone"]
        yield Contacts(values["person"], columns.column["name"])
        yield CompanyNames(known["name"], columns.column["name"], frequencies)
