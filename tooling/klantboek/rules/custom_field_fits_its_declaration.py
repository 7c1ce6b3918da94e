"""KB113, a field of the book's own fits the schema in its dictionary entry."""

from collections.abc import Iterator
from typing import Any, NamedTuple

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
    declared = book.once(_declared)
    for record in book.records:
        if record.kind == "dictionary" and record.fits:
            for problem in declared[record.id].problems:
                message = f"this schema can't be used: {problem}"
                yield Problem(record.node, "schema", message, "It is JSON Schema 2020-12.")
    dictionary = book.once(Dictionary)
    for relation in book.relations:
        for key, value in (relation.custom or {}).items():
            entry = dictionary.entry(_PREFIX + key)
            found = declared[record_of(entry).id] if entry is not None else None
            if found is not None and found.fragment is not None and not found.problems:
                yield from _misfits(relation, key, value, found.fragment)


class _Declared(NamedTuple):
    """The schema of an entry, and why it can't be used."""

    fragment: dict[str, Any] | None
    problems: list[str]


def _declared(book: Book) -> dict[str, _Declared]:
    """Give what each entry declares, by the id of its record."""
    return {
        record_of(entry).id: _Declared(
            entry.schema, [] if entry.schema is None else schema.fragment_problems(entry.schema)
        )
        for entry in book.nodes("dictionary")
    }


def _misfits(relation: Node, key: str, value: Any, fragment: dict[str, Any]) -> Iterator[Problem]:
    for misfit in schema.check_fragment(fragment, value):
        path = ("custom", key, *misfit.path)
        yield Problem.at(record_of(relation), path, f"custom.{key}: {misfit.message}", misfit.help)
