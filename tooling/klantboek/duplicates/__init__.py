"""Duplicates: relations that are one party under two numbers, found, explained and judged.

Whoever asks for a search imports the libraries that count with rows of numbers; nobody else does.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from klantboek.duplicates.comparisons import MODEL_VERSION
from klantboek.duplicates.features import (
    Features,
    features_of,
    organisation_features,
    person_features,
)
from klantboek.duplicates.pairs import MINIMUM, Bounded, Cluster, Duplicates, Judged, Pair, Reason
from klantboek.duplicates.parts import Address

if TYPE_CHECKING:
    from klantboek.duplicates.find import against, find_duplicates

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


def __getattr__(name: str) -> object:
    """Give the searches when somebody asks for one."""
    if name in {"against", "find_duplicates"}:
        return getattr(import_module("klantboek.duplicates.find"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
