"""KB118, a translation goes with its text."""

from collections.abc import Iterator, Mapping
from typing import Any

from klantboek.book import Book, Node
from klantboek.book.node import path_of, record_of, value_of
from klantboek.findings import Severity
from klantboek.rules import Problem, rule
from klantboek.shapes.translations import TRANSLATIONS, place_of

_KINDS = ("processing", "dictionary", "segment", "vocabulary")


@rule("KB118", requirement="M65", severity=Severity.WARNING, registers_only=True)
def translation_goes_with_its_text(book: Book) -> Iterator[Problem]:
    """A translation is of a text that the record has, and of a list it has as many texts as the record itself.

    With a text too few or too many nobody knows which belongs to which, so pages in that language show the
    texts of the other one.

    Bad: `{processing/web.yaml: {code: web, data_categories: [Pages seen, Searches], translations: [{language: nl, data_categories: [Bekeken pagina's]}]}}`

    Good: `{processing/web.yaml: {code: web, data_categories: [Pages seen, Searches], translations: [{language: nl, data_categories: [Bekeken pagina's, Zoekopdrachten]}]}}`
    """
    for node in _translated(book):
        own = value_of(node)
        for number, texts in enumerate(own.get(TRANSLATIONS, ())):
            for key, text in texts.items():
                wrong = None if key == "language" else _wrong(own, key, text)
                if wrong:
                    at = (*path_of(node, TRANSLATIONS), number, key)
                    yield Problem.at(record_of(node), at, *wrong, key=True)


def _translated(book: Book) -> Iterator[Node]:
    for kind in _KINDS:
        for node in book.nodes(kind):
            yield node
            if kind == "vocabulary":
                yield from node.terms
    yield from book.settings.staff
    yield from book.settings.objectives


def _wrong(own: Mapping[str, Any], key: str, text: Any) -> tuple[str, str] | None:
    name, inner = place_of(key)
    texts = own.get(name)
    if isinstance(text, list) and texts:
        return _of_another_length(len(text), name, len(texts))
    if texts and (isinstance(text, dict) or not inner or inner in texts):
        return None
    place = f"{name}.{inner}" if texts else name
    return (
        f"{key} is translated, and the record itself says nothing in {place}",
        f"Write it in {place} too, or take the translation out.",
    )


def _of_another_length(here: int, name: str, there: int) -> tuple[str, str] | None:
    if here == there:
        return None
    return (
        f"there {'is' if here == 1 else 'are'} {here} here, and {name} has {there}",
        "Give each of them a translation, in the same order.",
    )
