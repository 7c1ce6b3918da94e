"""The texts of a register in the language of the pages, where the record has them in that language too."""

from collections.abc import Iterator, Mapping
from typing import Any

_ALL = "translations"
# Texts that stand inside other properties: what a translation calls them, and where they belong.
_INSIDE = {
    "tasks": ("processors", "task"),
    "safeguards": ("transfers", "safeguard"),
    "retention": ("retention", "because"),
    "assessment": ("assessment", "outcome"),
}


def in_language(value: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Give a record with the texts of a language in place of its own; a list that has another length keeps its own."""
    if _ALL not in value:
        return value
    found = {key: item for key, item in value.items() if key != _ALL}
    none: Mapping[str, Any] = {}
    texts = next((one for one in value[_ALL] if one["language"] == language), none)
    for key, text in texts.items():
        name, inner = _INSIDE.get(key, (key, ""))
        if name in found:
            found[name] = _put(found[name], text, inner)
    return found


def _put(own: Any, text: Any, inner: str) -> Any:
    """Put a text in the place of one, or texts in the places of as many."""
    if isinstance(own, list):
        return list(_each(own, text, inner)) if len(own) == len(text) else own
    return {**own, inner: text} if inner else text


def _each(own: list[Any], texts: list[str], inner: str) -> Iterator[Any]:
    for one, text in zip(own, texts, strict=True):
        yield {**one, inner: text} if inner else text
