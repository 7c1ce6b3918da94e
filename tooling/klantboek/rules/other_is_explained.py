"""KB501, "other" says what it is."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.node import shape_of_node
from klantboek.book.walk import objects
from klantboek.rules import Problem, rule

_SUFFIX = "_explanation"


@rule("KB501", requirement="M24")
def other_is_explained(book: Book) -> Iterator[Problem]:
    """Whoever chooses "other" says in a few words what it is.

    Without the words nobody can see later which category was missing, and "other" grows until it says nothing.

    Bad: `roles: [other]`

    Good: `{roles: [other], roles_explanation: neighbour who keeps our key}`
    """
    terms = {
        f"vocabulary/{vocabulary.code}": {term.code for term in vocabulary.terms if term.needs_explanation}
        for vocabulary in book.nodes("vocabulary")
    }
    for relation in book.relations:
        for node in objects(relation):
            for name in shape_of_node(node).properties:
                if name.endswith(_SUFFIX) and not node[name]:
                    yield from _unexplained(node, name.removesuffix(_SUFFIX), terms)


def _unexplained(node: Node, key: str, terms: dict[str, set[str]]) -> Iterator[Problem]:
    shape = shape_of_node(node).properties[key]
    shape = shape.items or shape
    chosen = node[key] if isinstance(node[key], tuple) else (node[key],)
    asking = {"other"} if shape.choices else terms.get(shape.reference, set())
    for term in chosen:
        if term in asking:
            yield Problem(
                node,
                key,
                f"{term!r} without saying what it is",
                f"Add {key}{_SUFFIX}: a few words are enough.",
            )
