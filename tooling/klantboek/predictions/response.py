"""How likely a relation is to respond to the next campaign: what it did before, leaning on what all did."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from klantboek.predictions.back_test import Method
from klantboek.predictions.evidence import FEWEST
from klantboek.predictions.placed import Whole
from klantboek.predictions.purchases import Floats
from klantboek.predictions.redrawn import estimate
from klantboek.predictions.shares import leaning
from klantboek.predictions.told import Estimate, Reason, Told, silent

# How many campaigns the share of all may count for, from hardly any to as good as alone.
WEIGHTS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
_DRAWS = 400
_CHANCE = 0.5

TOO_FEW_REACHED = (
    "too few campaigns to estimate ({responses} responses, {others} without; each takes {fewest})"
)
ONE_CAMPAIGN = "reached by one campaign only: from one nothing can be told"
RANKS = "who responded to its last campaign was ranked above who did not more often than by chance"
DOES_NOT_RANK = "who responded to its last campaign was not surely ranked above who did not"


@dataclass(frozen=True)
class Contact:
    """A campaign that reached a relation: when, and whether it responded; ``day`` is None where nobody wrote it."""

    relation: str
    campaign: str
    day: date | None
    responded: bool


@dataclass(frozen=True)
class RankTest:
    """The last campaign of the ``relations`` that were reached by several, ranked by what they did before.

    ``auc`` is the chance that one who responded is ranked above one who did not, equals counting half.
    """

    relations: int
    responses: int
    auc: Estimate

    @property
    def method(self) -> Method:
        """What to forecast with: each relation's own rate only where all of the interval is above one half."""
        return Method.MODEL if self.auc.low > _CHANCE else Method.NAIVE

    @property
    def verdict(self) -> Reason:
        """The choice as a sentence."""
        return Reason(RANKS if self.method is Method.MODEL else DOES_NOT_RANK)


@dataclass(frozen=True)
class Response:
    """The chance that one relation responds, and what it rests on: its ``responses`` to ``campaigns``."""

    campaigns: int
    responses: int
    chance: Told[Estimate]


@dataclass(frozen=True)
class Responses:
    """The test of the forecast, the share of all, how many campaigns that counts for, and each relation's chance."""

    test: Told[RankTest]
    share: float
    weight: float
    each: Mapping[str, Response]


def chance_to_respond(contacts: Sequence[Contact], seed: int) -> Responses:
    """Give (responses + weight · share) / (campaigns + weight) for each relation.

    ``weight`` is that of the beta-binomial distribution with the largest likelihood, of ten that are tried
    (Griffiths 1973). Where the test isn't won the share of all stands for each relation.
    """
    by_relation = _by_relation(contacts)
    counts = {name: (sum(some), len(some)) for name, some in by_relation.items()}
    responses, whole = (sum(one[place] for one in counts.values()) for place in (0, 1))
    if min(responses, whole - responses) < FEWEST:
        nothing: Told[Estimate] = silent(
            TOO_FEW_REACHED, responses=responses, others=whole - responses, fewest=FEWEST
        )
        each = {name: Response(size, part, nothing) for name, (part, size) in counts.items()}
        return Responses(Told(reason=nothing.reason), 0.0, 0.0, each)
    share, weight = responses / whole, _weight(counts.values(), responses / whole)
    test = _test(by_relation, seed)
    own = bool(test.value and test.value.method is Method.MODEL)
    usual = Told(leaning(responses, whole, share, 0.0))
    return Responses(
        test,
        share,
        weight,
        {
            name: Response(
                size,
                part,
                silent(ONE_CAMPAIGN)
                if size == 1
                else Told(leaning(part, size, share, weight))
                if own
                else usual,
            )
            for name, (part, size) in counts.items()
        },
    )


def _by_relation(contacts: Sequence[Contact]) -> dict[str, list[bool]]:
    """Give what each relation did, in the order of time; what carries no day comes first."""
    found: dict[str, list[bool]] = defaultdict(list)
    for one in sorted(contacts, key=lambda one: (one.relation, one.day or date.min, one.campaign)):
        found[one.relation].append(one.responded)
    return found


def _weight(counts: Iterable[tuple[int, int]], share: float) -> float:
    kinds = Counter(counts)
    return max(WEIGHTS, key=lambda weight: _likelihood(kinds, share, weight))


def _likelihood(kinds: Counter[tuple[int, int]], share: float, weight: float) -> float:
    """Give the log-likelihood of a beta-binomial distribution, without what doesn't depend on the weight."""
    a, b = share * weight, (1 - share) * weight
    whole = math.lgamma(a) + math.lgamma(b) - math.lgamma(weight)
    return math.fsum(
        count * (math.lgamma(a + part) + math.lgamma(b + size - part) - math.lgamma(weight + size) - whole)
        for (part, size), count in sorted(kinds.items())
    )


def _test(by_relation: Mapping[str, list[bool]], seed: int) -> Told[RankTest]:
    """Rank relations by all campaigns but their last, and see who responded to that one."""
    several = [some for some in by_relation.values() if len(some) > 1]
    last = np.array([some[-1] for some in several], dtype=np.bool_)
    yes = int(last.sum())
    if min(yes, len(last) - yes) < FEWEST:
        return silent(TOO_FEW_REACHED, responses=yes, others=len(last) - yes, fewest=FEWEST)
    before = {place: (sum(some[:-1]), len(some) - 1) for place, some in enumerate(several)}
    share = sum(part for part, _ in before.values()) / sum(size for _, size in before.values())
    weight = _weight(before.values(), share) if 0 < share < 1 else WEIGHTS[-1]
    ranked = np.array([leaning(part, size, share, weight).value for part, size in before.values()])
    places = _places(ranked)
    dice = np.random.RandomState(seed)
    draws = (dice.randint(len(last), size=len(last)) for _ in range(_DRAWS))
    drawn = [_auc(places[one], last[one]) for one in draws if 0 < last[one].sum() < len(last)]
    return Told(RankTest(len(last), yes, estimate(_auc(places, last), np.array(drawn))))


def auc(ranked: Floats, yes: NDArray[np.bool_]) -> float:
    """Give the chance that a yes is ranked above a no, equals counting half: by midranks (Fawcett 2006)."""
    return _auc(_places(ranked), yes)


def _places(ranked: Floats) -> Whole:
    return np.unique(ranked, return_inverse=True)[1].reshape(-1)


def _auc(places: Whole, yes: NDArray[np.bool_]) -> float:
    """Give the same of places among the different ranks; sums of halves are exact in any order."""
    counts = np.bincount(places)
    midranks = np.cumsum(counts) - (counts - 1) / 2
    first = int(yes.sum())
    above = midranks @ np.bincount(places[yes], minlength=len(counts)) - first * (first + 1) / 2
    return float(above / (first * (len(yes) - first)))
