"""Duplicates: relations that are one party under two numbers, found, explained and judged."""

from klantboek.duplicates.blocking import Bounded
from klantboek.duplicates.comparisons import MODEL_VERSION
from klantboek.duplicates.features import (
    Features,
    features_of,
    organisation_features,
    person_features,
)
from klantboek.duplicates.find import MINIMUM, against, find_duplicates
from klantboek.duplicates.pairs import Cluster, Duplicates, Judged, Pair, Reason
from klantboek.duplicates.parts import Address

__all__ = [
    "MINIMUM",
    "MODEL_VERSION",
    "Address",
    "Bounded",
    "Cluster",
    "Duplicates",
    "Features",
    "Judged",
    "Pair",
    "Reason",
    "against",
    "features_of",
    "find_duplicates",
    "organisation_features",
    "person_features",
]
