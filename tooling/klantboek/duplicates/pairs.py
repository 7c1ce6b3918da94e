"""What a search for duplicates gives: pairs with their reasons, clusters, and what was left out."""

from dataclasses import dataclass
from typing import NamedTuple

# What is shown when nobody says otherwise: more likely one party than two.
MINIMUM = 0.5


@dataclass(frozen=True)
class Bounded:
    """What a bound left out: pairs that share only this value, one that many records have."""

    key: str
    blocks: int
    pairs: int


class Judged(NamedTuple):
    """What a person said about two relations: ``same``, ``distinct`` or ``unsure``."""

    a: str
    b: str
    verdict: str


@dataclass(frozen=True)
class Reason:
    """One step from the prior to the weight of a pair: bits, in whole tenths."""

    feature: str
    level: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two relations that look like one: their weight in bits is the sum of those of the reasons."""

    a: str
    b: str
    weight: float
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Relations that are taken to be one party."""

    members: tuple[str, ...]


@dataclass(frozen=True)
class Duplicates:
    """All pairs at or above the minimum, the best first; ``compared`` counts the candidates."""

    pairs: tuple[Pair, ...]
    clusters: tuple[Cluster, ...]
    bounded: tuple[Bounded, ...]
    compared: int
