"""The texts of a register in the language of the pages, where the record has them in that language too."""

from collections.abc import Iterator, Mapping
from typing import Any

from klantboek.shapes.translations import TRANSLATIONS, place_of


def in_language(value: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Give a record, and each item of its lists, with the texts of a language in place of its own.

    A list that has another length than the translated one keeps its own: nobody knows which text is which.
    """
    found = {key: _items(item, language) for key, item in value.items() if key != TRANSLATIONS}
    none: Mapping[str, Any] = {}
    texts = next((one for one in value.get(TRANSLATIONS, ()) if one["language"] == language), none)
    for key, text in texts.items():
        name, inner = place_of(key)
        if name in found:
            found[name] = _put(found[name], text, inner)
    return found


def _items(value: Any, language: str) -> Any:
    if not isinstance(value, list):
        return value
    return [in_language(one, language) if isinstance(one, dict) else one for one in value]


def _put(own: Any, text: Any, inner: str) -> Any:
    """Put a text in the place of one, or texts in the places of as many."""
    if isinstance(own, list):
        return list(_each(own, text, inner)) if len(own) == len(text) else own
    if isinstance(text, dict):
        return {key: {**one, inner: text[key]} if key in text else one for key, one in own.items()}
    return {**own, inner: text} if inner else text


def _each(own: list[Any], texts: list[str], inner: str) -> Iterator[Any]:
    for one, text in zip(own, texts, strict=True):
        yield {**one, inner: text} if inner else text
