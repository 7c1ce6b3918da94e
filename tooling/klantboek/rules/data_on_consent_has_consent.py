"""KB905, data that only consent allows is kept of those who gave it."""

from collections.abc import Iterator

from klantboek.book import Book, Node
from klantboek.book.dictionary import Dictionary
from klantboek.book.node import path_of, record_of, shape_of_node, value_of
from klantboek.findings import Path
from klantboek.rules import Problem, rule
from klantboek.shapes import Type


@rule("KB905", requirement="M57")
def data_on_consent_has_consent(book: Book) -> Iterator[Problem]:
    """A field whose only ground is consent is kept of relations that gave consent for one of its purposes, and did not withdraw it.

    Without another ground the data may not be there at all, and after withdrawal it has to go (GDPR
    articles 6.1.a and 17.1.b).

    Bad: `{processing/web.yaml: {code: web, legal_basis: consent}, dictionary/visits.yaml: {fields: [relation.web_visits], purposes: [web]}, relations/R-00001.yaml: {web_visits: [{on: 2026-01-01}]}}`

    Good: `{processing/web.yaml: {code: web, legal_basis: consent}, dictionary/visits.yaml: {fields: [relation.web_visits], purposes: [web]}, relations/R-00001.yaml: {consents: [{purpose: web, channel: web, state: given, on: 2025-01-01, how: form}], web_visits: [{on: 2026-01-01}]}}`
    """
    consented = {one.code for one in book.nodes("processing") if one.legal_basis == "consent"}
    dictionary = Dictionary(book)
    entries = [
        entry
        for entry in book.nodes("dictionary")
        if entry.purposes and consented.issuperset(entry.purposes) and entry.decision.outcome != "rejected"
    ]
    fields = {field for entry in entries for field in entry.fields}
    if not fields:
        return
    for relation in book.relations:
        for field, path in _written(relation, dictionary, fields):
            entry = dictionary.entry(field)
            if entry is not None and not any(_gave(relation, one, book) for one in entry.purposes):
                yield Problem.at(
                    record_of(relation),
                    path,
                    f"{field} rests on consent for {' or '.join(entry.purposes)}, and there is none that counts today",
                    "Record the consent with its wording and proof, or remove the data.",
                    key=True,
                )


def _gave(relation: Node, purpose: str, book: Book) -> bool:
    """Tell whether a relation's last word about a purpose, on any channel, is a yes that still holds."""
    last: dict[str, Node] = {}
    for consent in sorted(relation.consents, key=lambda one: one.on):
        if consent.purpose == purpose and consent.on <= book.as_of:
            last[consent.channel] = consent
    return any(
        one.state == "given" and (one.until is None or one.until >= book.as_of) for one in last.values()
    )


def _written(node: Node, dictionary: Dictionary, fields: set[str]) -> Iterator[tuple[str, Path]]:
    """Give where the wanted fields are written; one that lies in a list, at its first place."""
    seen: set[str] = set()
    for name, value in value_of(node).items():
        shape = shape_of_node(node).properties[name]
        if not value:
            continue
        if shape.path in fields:
            yield shape.path, path_of(node, name)
        elif shape.type is Type.OPEN:
            own = ((f"{shape.path}.{key}", (*path_of(node, name), key)) for key in value)
            yield from ((field, path) for field, path in own if field in fields)
        elif dictionary.is_divided(shape.path):
            inner = node[name]
            for item in inner if isinstance(inner, tuple) else (inner,):
                for field, path in _written(item, dictionary, fields) if isinstance(item, Node) else ():
                    if field not in seen:
                        seen.add(field)
                        yield field, path
