"""How long data is kept, and why as long as that, as a sentence."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from klantboek.handbook.edition import Edition
from klantboek.handbook.markup import escaped


def kept(edition: Edition, value: Mapping[str, Any]) -> Markup:
    """Give the term of a register in words: 84 months. Orders are part of the books."""
    told = []
    if "months" in value:
        told.append(edition.words("privacy.months", count=edition.write.number(value["months"])))
    if "because" in value:
        told.append(value["because"])
    return escaped(". ".join(told))
