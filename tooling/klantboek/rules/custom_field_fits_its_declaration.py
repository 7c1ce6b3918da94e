"""KB113, a field of the book's own fits the schema in its dictionary entry."""

from collections.abc import Iterator
from typing import Any

from klantboek import schema
from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import record_of
from klantboek.rules import Problem, rule

_PREFIX = "relation.custom."


@rule("KB113", requirement="M48")
def custom_field_fits_its_declaration(book: Book) -> Iterator[Problem]:
    """A field of the book's own fits the schema in its dictionary entry, and that schema can be used.

    Fields under `custom` are the book's own invention; without their schema every spelling passes and
    no list or figure can use them.

    Bad: `{dictionary/fuel.yaml: {fields: [relation.custom.fuel], schema: {enum: [gas, electric]}}, relations/R-00001.yaml: {custom: {fuel: gass}}}`

    Good: `{dictionary/fuel.yaml: {fields: [relation.custom.fuel], schema: {enum: [gas, electric]}}, relations/R-00001.yaml: {custom: {fuel: gas}}}`
    """
    usable: dict[str, dict[str, Any]] = {}
    for entry in book.nodes("dictionary"):
        if entry.schema is None:
            continue
        problems = schema.fragment_problems(entry.schema)
        for problem in problems:
            yield Problem(
                entry, "schema", f"this schema can't be used: {problem}", "It is JSON Schema 2020-12."
            )
        if not problems:
            usable[entry.code] = entry.schema
    dictionary = Dictionary(book)
    for relation in book.relations:
        for key, value in (relation.custom or {}).items():
            declared = dictionary.entry(_PREFIX + key)
            if declared is not None and declared.code in usable:
                yield from _misfits(relation, key, value, usable[declared.code])


def _misfits(relation: Node, key: str, value: Any, fragment: dict[str, Any]) -> Iterator[Problem]:
    for misfit in schema.check_fragment(fragment, value):
        path = ("custom", key, *misfit.path)
        yield Problem.at(record_of(relation), path, f"custom.{key}: {misfit.message}", misfit.help)
