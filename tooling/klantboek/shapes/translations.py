"""Where the texts of a translation belong: beside which own text of the record each of them stands."""

from collections.abc import Mapping

TRANSLATIONS = "translations"
# Texts that stand inside other properties: what a translation calls them, and where they belong.
_INSIDE: Mapping[str, tuple[str, str]] = {
    "tasks": ("processors", "task"),
    "safeguards": ("transfers", "safeguard"),
    "retention": ("retention", "because"),
    "assessment": ("assessment", "outcome"),
    "checklist": ("checklist", "because"),
}


def place_of(key: str) -> tuple[str, str]:
    """Give the property that a text of a translation belongs to, and the property inside it, or nothing."""
    return _INSIDE.get(key, (key, ""))
