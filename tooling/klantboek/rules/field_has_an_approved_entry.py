"""KB701, a field in use has an approved entry in the dictionary."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import path_of, record_of, shape_of_node, value_of
from klantboek.findings import Path, Severity
from klantboek.rules import Problem, rule
from klantboek.shapes import Type

# What a record is named by, and what is left of it when it is gone, is not collected about anyone.
_GIVEN = {"relation.number", "relation.tombstone"}


@rule("KB701", requirement="M49", severity=Severity.WARNING)
def field_has_an_approved_entry(book: Book) -> Iterator[Problem]:
    """A field that is in use has an entry in the dictionary, and the entry was not rejected.

    Before a field is collected, eight questions are answered for it; else a book fills with data that
    nobody needs, nobody checks and nobody may keep.

    Bad: `{relations/R-00001.yaml: {since: 2020-01-01}}`

    Good: `{dictionary/base.yaml: {fields: [relation]}, relations/R-00001.yaml: {since: 2020-01-01}}`
    """
    dictionary = Dictionary(book)
    uses: dict[str, list[tuple[Node, Path]]] = {}
    for relation in book.relations:
        seen: dict[str, tuple[Node, Path]] = {}
        for field, path in _uncovered(relation, dictionary):
            seen.setdefault(field, (relation, path))
        for field, use in seen.items():
            uses.setdefault(field, []).append(use)
    for field, found in uses.items():
        relation, path = found[0]
        yield _problem(field, relation, path, len(found), dictionary.entry(field))


def _problem(field: str, relation: Node, path: Path, count: int, entry: Node | None) -> Problem:
    used = f"in use in {count} relation{'' if count == 1 else 's'}"
    if entry is None:
        return Problem.at(
            record_of(relation),
            path,
            f"{field} is {used} but has no entry in the dictionary",
            f"Answer the eight questions in dictionary/{path[0]}.yaml, or stop collecting it.",
            key=True,
        )
    return Problem.at(
        record_of(relation),
        path,
        f"{field} is {used} but was rejected on {entry.decision.on}",
        "Remove the values, or decide again and write down why.",
        key=True,
    )


def _uncovered(node: Node, dictionary: Dictionary) -> Iterator[tuple[str, Path]]:
    """Give each written field without an approved entry, and go deeper only where entries do."""
    for name in value_of(node):
        shape = shape_of_node(node).properties[name]
        if shape.path in _GIVEN:
            continue
        if shape.type is Type.OPEN and value_of(node)[name]:
            yield from _custom(node, name, dictionary)
            continue
        entry = dictionary.entry(shape.path)
        divided = dictionary.is_divided(shape.path)
        if not divided and (entry is None or entry.decision.outcome == "rejected"):
            yield shape.path, path_of(node, name)
        elif divided and shape.type is Type.OBJECT:
            yield from _uncovered(node[name], dictionary)
        elif divided and shape.items is not None and shape.items.type is Type.OBJECT:
            for item in node[name]:
                yield from _uncovered(item, dictionary)


def _custom(node: Node, name: str, dictionary: Dictionary) -> Iterator[tuple[str, Path]]:
    for key in value_of(node)[name]:
        field = f"{shape_of_node(node).path}.{name}.{key}"
        entry = dictionary.entry(field)
        if entry is None or entry.decision.outcome == "rejected":
            yield field, (*path_of(node, name), key)
